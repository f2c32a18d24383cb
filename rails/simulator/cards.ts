// The table of test cards: every number that the sandbox takes by itself, and how it behaves.
import { type Won, won } from '../../core/money/won.ts';
import type { Behaviour } from './behaviours.ts';
import type { IssuerName } from './issuers.ts';

export type CardNetwork =
  | 'local'
  | 'visa'
  | 'mastercard'
  | 'amex'
  | 'jcb'
  | 'diners'
  | 'discover'
  | 'unionpay';

/** Only credit cards of Korean issuers may be paid in instalments. */
export type CardKind = 'credit' | 'check' | 'corporate' | 'foreign';

/** What the issuer knows of a card; equal for every number of a test range. */
export interface CardTerms {
  /** Names the row in a token, so it may never contain digits of the number. */
  readonly id: string;
  readonly brand: CardNetwork;
  readonly issuer: IssuerName;
  readonly kind: CardKind;
  readonly behaviour: Behaviour;
  /** YYMM that fits, or "any" month that has not passed. */
  readonly expiry: string;
  /** Two digits that fit, or "any". */
  readonly password: string;
  /** Birth date YYMMDD or business number that fits, or "any". */
  readonly birthDate: string;
  /** Won; the most that one payment may take, null without end. */
  readonly limit: Won | null;
}

export interface TestCard extends CardTerms {
  /** Digits only. */
  readonly number: string;
}

const usual = won(10_000_000);
const small = won(50_000);
const corporate = won(100_000_000);

// Domestic numbers are 99, the issuer's code, 1000, a serial and the check digit. After a first 9
// stands an ISO 3166 country number (ISO/IEC 7812-1), and those from 900 up are no country's, so
// that no cardholder has such a number.
// biome-ignore format: a table
const plain: readonly (readonly [
  id: string, number: string, brand: CardNetwork, issuer: IssuerName, kind: CardKind, Behaviour,
])[] = [
  // Published by card networks and gateways for testing; here with issuers of our choice.
  ['visa-shinhan',                '4111111111111111', 'visa',       'shinhan',    'credit',  'approve'],
  ['visa-kb',                     '4242424242424242', 'visa',       'kb',         'credit',  'approve'],
  ['visa-samsung',                '4012888888881881', 'visa',       'samsung',    'credit',  'approve'],
  ['visa-nh',                     '4444333322221111', 'visa',       'nh',         'credit',  'approve'],
  ['mastercard-hyundai',          '5555555555554444', 'mastercard', 'hyundai',    'credit',  'approve'],
  ['mastercard-lotte',            '5105105105105100', 'mastercard', 'lotte',      'credit',  'approve'],
  ['mastercard-hana',             '5454545454545454', 'mastercard', 'hana',       'credit',  'approve'],
  ['amex-samsung',                '378282246310005',  'amex',       'samsung',    'credit',  'approve'],
  ['amex-lotte',                  '371449635398431',  'amex',       'lotte',      'credit',  'approve'],
  ['jcb-bc',                      '3566002020360505', 'jcb',        'bc',         'credit',  'approve'],
  ['diners-hyundai',              '30569309025904',   'diners',     'hyundai',    'credit',  'approve'],
  ['visa-woori-check',            '4000056655665556', 'visa',       'woori',      'check',   'approve'],
  ['mastercard-kakao-check',      '5200828282828210', 'mastercard', 'kakaoBank',  'check',   'approve'],
  // Domestic, one approving card of each issuer.
  ['local-bc',                    '9901100000000017', 'local',      'bc',         'credit',  'approve'],
  ['local-kb',                    '9902100000000016', 'local',      'kb',         'credit',  'approve'],
  ['local-keb',                   '9903100000000015', 'local',      'keb',        'credit',  'approve'],
  ['local-samsung',               '9904100000000014', 'local',      'samsung',    'credit',  'approve'],
  ['local-shinhan',               '9906100000000012', 'local',      'shinhan',    'credit',  'approve'],
  ['local-hyundai',               '9907100000000011', 'local',      'hyundai',    'credit',  'approve'],
  ['local-lotte',                 '9908100000000010', 'local',      'lotte',      'credit',  'approve'],
  ['local-citi',                  '9911100000000015', 'local',      'citi',       'credit',  'approve'],
  ['local-nh',                    '9912100000000014', 'local',      'nh',         'credit',  'approve'],
  ['local-suhyup',                '9913100000000013', 'local',      'suhyup',     'check',   'approve'],
  ['local-cu',                    '9914100000000012', 'local',      'cu',         'check',   'approve'],
  ['local-woori',                 '9915100000000011', 'local',      'woori',      'credit',  'approve'],
  ['local-hana',                  '9916100000000010', 'local',      'hana',       'credit',  'approve'],
  ['local-kwangju',               '9921100000000013', 'local',      'kwangju',    'check',   'approve'],
  ['local-jeonbuk',               '9922100000000012', 'local',      'jeonbuk',    'check',   'approve'],
  ['local-jeju',                  '9923100000000011', 'local',      'jeju',       'check',   'approve'],
  ['local-post-office',           '9932100000000010', 'local',      'postOffice', 'check',   'approve'],
  ['local-savings',               '9933100000000019', 'local',      'savings',    'check',   'approve'],
  ['local-mg',                    '9935100000000017', 'local',      'mg',         'check',   'approve'],
  ['local-kdb',                   '9936100000000016', 'local',      'kdb',        'check',   'approve'],
  ['local-kakao-bank',            '9937100000000015', 'local',      'kakaoBank',  'check',   'approve'],
  ['local-k-bank',                '9938100000000014', 'local',      'kBank',      'check',   'approve'],
  ['local-toss-bank',             '9939100000000013', 'local',      'tossBank',   'check',   'approve'],
  // Issued abroad: no instalments.
  ['visa-foreign',                '4917610000000000', 'visa',       'visa',       'foreign', 'approve'],
  ['mastercard-foreign',          '2223003122003222', 'mastercard', 'mastercard', 'foreign', 'approve'],
  ['amex-foreign',                '378734493671000',  'amex',       'amex',       'foreign', 'approve'],
  ['jcb-foreign',                 '3530111333300000', 'jcb',        'jcb',        'foreign', 'approve'],
  ['diners-foreign',              '38520000023237',   'diners',     'diners',     'foreign', 'approve'],
  ['discover-foreign',            '6011111111111117', 'discover',   'discover',   'foreign', 'approve'],
  ['discover-foreign-other',      '6011000990139424', 'discover',   'discover',   'foreign', 'approve'],
  ['union-pay-foreign',           '6200000000000005', 'unionpay',   'unionPay',   'foreign', 'approve'],
  // Domestic, one of each behaviour.
  ['local-decline-limit',         '9906100000001010', 'local',      'shinhan',    'credit',  'decline-limit'],
  ['local-decline-balance',       '9906100000001028', 'local',      'shinhan',    'credit',  'decline-balance'],
  ['local-decline-lost',          '9906100000001036', 'local',      'shinhan',    'credit',  'decline-lost'],
  ['local-decline-expired',       '9906100000001044', 'local',      'shinhan',    'credit',  'decline-expired'],
  ['local-decline-password',      '9906100000001051', 'local',      'shinhan',    'credit',  'decline-password'],
  ['local-decline-birth-date',    '9906100000001069', 'local',      'shinhan',    'credit',  'decline-birth-date'],
  ['local-decline-instalment',    '9906100000001077', 'local',      'shinhan',    'credit',  'decline-instalment'],
  ['local-decline-suspended',     '9906100000001085', 'local',      'shinhan',    'credit',  'decline-suspended'],
  ['local-decline-other',         '9906100000001093', 'local',      'shinhan',    'credit',  'decline-other'],
  ['local-issuer-maintenance',    '9906100000001101', 'local',      'shinhan',    'credit',  'issuer-maintenance'],
  ['local-locked',                '9906100000001119', 'local',      'shinhan',    'credit',  'locked'],
  ['local-answer-lost',           '9906100000001127', 'local',      'shinhan',    'credit',  'answer-lost'],
  ['local-request-lost',          '9906100000001135', 'local',      'shinhan',    'credit',  'request-lost'],
  ['local-answer-late',           '9906100000001143', 'local',      'shinhan',    'credit',  'answer-late'],
  ['local-answer-duplicated',     '9906100000001150', 'local',      'shinhan',    'credit',  'answer-duplicated'],
  // The same faults of the line at an issuer with another acquirer.
  ['local-answer-lost-kb',        '9902100000001121', 'local',      'kb',         'credit',  'answer-lost'],
  ['local-request-lost-kb',       '9902100000001139', 'local',      'kb',         'credit',  'request-lost'],
  ['local-answer-late-kb',        '9902100000001147', 'local',      'kb',         'credit',  'answer-late'],
  ['local-answer-duplicated-kb',  '9902100000001154', 'local',      'kb',         'credit',  'answer-duplicated'],
  // Published by a large foreign gateway with about these meanings.
  ['visa-other',                  '4000000000000002', 'visa',       'keb',        'credit',  'decline-other'],
  ['visa-balance',                '4000000000009995', 'visa',       'keb',        'credit',  'decline-balance'],
  ['visa-lost',                   '4000000000009987', 'visa',       'keb',        'credit',  'decline-lost'],
  ['visa-stolen',                 '4000000000009979', 'visa',       'keb',        'credit',  'decline-lost'],
  ['visa-expired',                '4000000000000069', 'visa',       'keb',        'credit',  'decline-expired'],
  ['visa-limit',                  '4000000000006975', 'visa',       'keb',        'credit',  'decline-limit'],
  ['visa-maintenance',            '4000000000000119', 'visa',       'keb',        'credit',  'issuer-maintenance'],
];

// Cards that approve only what fits, or only up to an amount.
// biome-ignore format: a table
const strict: readonly (readonly [
  id: string, number: string, brand: CardNetwork, issuer: IssuerName, kind: CardKind,
  expiry: string, password: string, birthDate: string, limit: Won,
])[] = [
  ['local-strict',        '9902100000002012', 'local', 'kb',      'credit',    'any',  '12',  '900101',     usual],
  ['local-strict-expiry', '9902100000002020', 'local', 'kb',      'credit',    '3012', 'any', 'any',        usual],
  ['local-strict-all',    '9907100000002033', 'local', 'hyundai', 'credit',    '3012', '12',  '900101',     usual],
  ['local-corporate',     '9904100000002044', 'local', 'samsung', 'corporate', 'any',  'any', '1248100998', corporate],
  ['local-small-limit',   '9908100000002057', 'local', 'lotte',   'credit',    'any',  'any', 'any',        small],
];

export const testCards: readonly TestCard[] = [
  ...plain.map(
    ([id, number, brand, issuer, kind, behaviour]): TestCard => ({
      ...{ id, number, brand, issuer, kind, behaviour },
      ...{ expiry: 'any', password: 'any', birthDate: 'any', limit: usual },
    }),
  ),
  ...strict.map(
    ([id, number, brand, issuer, kind, expiry, password, birthDate, limit]): TestCard => ({
      ...{ id, number, brand, issuer, kind, behaviour: 'approve' },
      ...{ expiry, password, birthDate, limit },
    }),
  ),
];
