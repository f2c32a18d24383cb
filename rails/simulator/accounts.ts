// The table of test accounts: one of each bank, one of each behaviour, and what all others do.
import { type Won, won } from '../../core/money/won.ts';
import type { BankCode } from './banks.ts';
import type { AccountBehaviour } from './behaviours.ts';

/** What the bank knows of an account; equal for every number that the table does not name. */
export interface AccountTerms {
  /** Names the row in a token, so it may never contain digits of the number. */
  readonly id: string;
  readonly behaviour: AccountBehaviour;
  /** Birth date YYMMDD or business number that fits, or "any". */
  readonly holder: string;
  /** Won; the most that one transfer may take. */
  readonly limit: Won;
}

export interface TestAccount extends AccountTerms {
  /** Where the list shows it; the number decides alone, so that any bank may be chosen with it. */
  readonly bank: BankCode;
  /** Digits only. */
  readonly number: string;
}

/** No bank of the table gives out numbers that begin so. */
export const testAccountsBeginWith = '999';
/** Digits of a whole number. */
export const accountLengths = { least: 10, most: 14 };
export const transferLimit = won(2_000_000);

// After 999 stand the bank and a serial; lengths are those that the bank's own numbers have. The
// serials of behaviours are those of the test cards that behave alike.
// biome-ignore format: a table
const rows: readonly (readonly [
  id: string, bank: BankCode, number: string, AccountBehaviour, holder: string,
])[] = [
  ['account-kb',                 '004', '99900400000001', 'approve',            'any'],
  ['account-nh',                 '011', '9990110000001',  'approve',            'any'],
  ['account-woori',              '020', '9990200000001',  'approve',            'any'],
  ['account-hana',               '081', '99908100000001', 'approve',            'any'],
  ['account-shinhan',            '088', '999088000001',   'approve',            'any'],
  ['account-ibk',                '003', '99900300000001', 'approve',            'any'],
  ['account-post-office',        '071', '99907100000001', 'approve',            'any'],
  ['account-mg',                 '045', '9990450000001',  'approve',            'any'],
  ['account-im',                 '031', '999031000001',   'approve',            'any'],
  ['account-kwangju',            '034', '999034000001',   'approve',            'any'],
  ['account-kyongnam',           '039', '999039000001',   'approve',            'any'],
  ['account-kdb',                '002', '99900200000001', 'approve',            'any'],
  ['account-cu',                 '048', '999048000001',   'approve',            'any'],
  ['account-suhyup',             '007', '999007000001',   'approve',            'any'],
  ['account-busan',              '032', '9990320000001',  'approve',            'any'],
  ['account-kakao-bank',         '090', '9990900000001',  'approve',            'any'],
  ['account-toss-bank',          '092', '999092000001',   'approve',            'any'],
  ['account-k-bank',             '089', '999089000001',   'approve',            'any'],
  ['account-decline-balance',    '004', '99900400000102', 'decline-balance',    'any'],
  ['account-decline-holder',     '004', '99900400000106', 'decline-holder',     'any'],
  ['account-decline-suspended',  '004', '99900400000108', 'decline-suspended',  'any'],
  ['account-issuer-maintenance', '004', '99900400000110', 'issuer-maintenance', 'any'],
  ['account-answer-lost',        '004', '99900400000112', 'answer-lost',        'any'],
  ['account-request-lost',       '004', '99900400000113', 'request-lost',       'any'],
  ['account-answer-late',        '004', '99900400000114', 'answer-late',        'any'],
  ['account-of-nobody',          '004', '99900400000116', 'account-number',     'any'],
  // Accounts of one person and of one company.
  ['account-strict',             '004', '99900400000201', 'approve',            '900101'],
  ['account-company',            '088', '999088000204',   'approve',            '1248100998'],
];

export const testAccounts: readonly TestAccount[] = rows.map(
  ([id, bank, number, behaviour, holder]): TestAccount => ({
    ...{ id, bank, number, behaviour, holder, limit: transferLimit },
  }),
);

/** Stands for every other number that begins with 999. */
export const otherAccounts: AccountTerms = {
  ...{ id: 'account-other', behaviour: 'approve', holder: 'any', limit: transferLimit },
};
