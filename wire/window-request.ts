// The tables of what a buyer sends from the window: one message for each way to pay.
import { accepted, type Outcome, refused, unfit } from '../core/refusal.ts';
import { readBody } from './body.ts';
import { birthOrBusiness, cardNumber, digits, text, yymm } from './field.ts';
import { type Fields, noFields } from './fields.ts';
import { readJson } from './json.ts';
import { type Decoded, type Message, message, type Row } from './message.ts';
import { rule } from './rule.ts';
import type { FieldName, Way } from './window.ts';

/** Months; 0 is a lump sum. */
const months = rule<number, 0>({
  limit: 2,
  expected: '0(일시불), 2~12',
  example: '0',
  longest: '12',
  none: 0,
  parse: (value) => (/^(0|[2-9]|1[0-2])$/.test(value) ? Number(value) : null),
});

function pattern(fits: RegExp, expected: string, example: string) {
  const limit = example.length;
  return rule<string, ''>({
    ...{ limit, expected, example },
    none: '',
    parse: (value) => (fits.test(value) ? value : null),
  });
}

/** Which state of the window the page was in when its buyer pressed the button. */
const turnNumber = rule<number, null>({
  limit: 9,
  expected: '숫자',
  example: '1',
  longest: '999999999',
  none: null,
  parse: (value) => (/^[1-9][0-9]*$/.test(value) ? Number(value) : null),
});

const turn = [
  'turn',
  'turn',
  turnNumber,
  'optional',
  'inferred',
  '결제창의 차례',
] as const satisfies Row;

const accountNumber = pattern(/^[0-9]{10,14}$/, '숫자 10~14자리', '99900400000001');
const decision = pattern(/^(approve|decline)$/, 'approve, decline', 'approve');
const trade = pattern(/^(personal|company)$/, 'personal, company', 'personal');
const identity = pattern(/^[0-9]{10,11}$/, '휴대폰번호 또는 사업자번호', '01012345678');

// biome-ignore format: a table
const cardInput = message('card input', [
  // wire          means           rule             presence    source      meaning
  ['number',      'cardNumber',    cardNumber,      'required', 'inferred', '카드번호', { masked: true }],
  ['expiry',      'expiry',        yymm,            'required', 'inferred', '유효기간', { masked: true }],
  ['password',    'cardPassword',  digits(2),       'optional', 'inferred', '카드 비밀번호 앞 두 자리', { masked: true }],
  ['birthDate',   'cardHolder',    birthOrBusiness, 'optional', 'inferred', '생년월일 또는 사업자번호', { masked: true }],
  ['instalment',  'instalment',    months,          'optional', 'inferred', '할부'],
  ['newPassword', 'newPassword',   digits(6),       'optional', 'inferred', '새 결제 비밀번호', { masked: true }],
  turn,
]);

// biome-ignore format: a table
const appCardInput = message('app card input', [
  // wire          means           rule             presence    source      meaning
  ['card',        'appCard',       text(64),        'required', 'inferred', '앱카드'],
  ['decision',    'decision',      decision,        'required', 'inferred', '휴대폰에서의 결정'],
  ['instalment',  'instalment',    months,          'optional', 'inferred', '할부'],
  turn,
]);

// biome-ignore format: a table
const transferInput = message('transfer input', [
  // wire          means           rule             presence    source      meaning
  ['bank',        'bank',          digits(3),       'required', 'inferred', '은행'],
  ['number',      'accountNumber', accountNumber,   'required', 'inferred', '계좌번호', { masked: true }],
  ['holder',      'holderName',    text(40),        'required', 'inferred', '예금주'],
  ['birthDate',   'cardHolder',    birthOrBusiness, 'required', 'inferred', '생년월일 또는 사업자번호', { masked: true }],
  ['newPassword', 'newPassword',   digits(6),       'optional', 'inferred', '새 결제 비밀번호', { masked: true }],
  turn,
]);

// biome-ignore format: a table
const receiptInput = message('cash receipt input', [
  // wire          means           rule             presence    source      meaning
  ['trade',       'trade',         trade,           'required', 'inferred', '현금영수증 용도'],
  ['identity',    'identity',      identity,        'required', 'inferred', '현금영수증 번호', { masked: true }],
]);

// biome-ignore format: a table
const registeredInput = message('registered input', [
  // wire          means           rule             presence    source      meaning
  ['password',    'paymentPassword', digits(6),     'optional', 'inferred', '결제 비밀번호', { masked: true }],
  turn,
]);

type Means<M> = M extends Message<infer Rows> ? Decoded<Rows> : never;

export interface ReceiptFor {
  readonly trade: string;
  readonly identity: string;
}

/** What a buyer has typed or tapped, in the words of the domain. */
export type BuyerInput =
  | ({ readonly way: 'card' } & Means<typeof cardInput>)
  | ({ readonly way: 'app-card' } & Means<typeof appCardInput>)
  | ({ readonly way: 'transfer'; readonly receiptFor: ReceiptFor | null } & Means<
      typeof transferInput
    >)
  | ({ readonly way: 'registered' } & Means<typeof registeredInput>);

const context = { gateway: 'payple' } as const;

/** A refusal names a field as the page does. */
export function readBuyerInput(raw: Uint8Array): Outcome<BuyerInput> {
  const body = readBody(raw, 'application/json');
  if (!body.ok) return body;
  const received = { body: body.value };
  switch (body.value.get('way')?.text as Way | undefined) {
    case 'card':
      return withWay('card', cardInput.decode(received, context));
    case 'app-card':
      return withWay('app-card', appCardInput.decode(received, context));
    case 'registered':
      return withWay('registered', registeredInput.decode(received, context));
    case 'transfer': {
      const receiptFor = readReceipt(body.value);
      if (!receiptFor.ok) return receiptFor;
      const decoded = transferInput.decode(received, context);
      if (!decoded.ok) return decoded;
      return accepted({ way: 'transfer', receiptFor: receiptFor.value, ...decoded.value });
    }
    default:
      return refused(unfit('way', { is: 'missing' }));
  }
}

function withWay<const W extends Way, Input extends object>(
  way: W,
  decoded: Outcome<Input>,
): Outcome<{ readonly way: W } & Input> {
  return decoded.ok ? accepted({ way, ...decoded.value }) : decoded;
}

function readReceipt(body: Fields): Outcome<ReceiptFor | null> {
  const nested = body.get('cashReceipt');
  if (nested === undefined || nested.type === 'null') return accepted(null);
  const read = nested.type === 'object' ? readJson(nested.text) : accepted(noFields);
  return read.ok ? receiptInput.decode({ body: read.value }, context) : read;
}

/** What each field is called in the window, and by what the tables of codes know it. */
// biome-ignore format: a table
const fieldWords: readonly (readonly [FieldName, means: string, korean: string])[] = [
  ['number',      'cardNumber',      '카드번호 또는 계좌번호'],
  ['expiry',      'expiry',          '유효기간'],
  ['password',    'cardPassword',    '비밀번호'],
  ['birthDate',   'cardHolder',      '생년월일 또는 사업자번호'],
  ['instalment',  'instalment',      '할부'],
  ['card',        'appCard',         '앱카드'],
  ['bank',        'bank',            '은행'],
  ['holder',      'holderName',      '예금주'],
  ['newPassword', 'newPassword',     '결제 비밀번호'],
  ['identity',    'identity',        '현금영수증 번호'],
];

/** For the sentences of refusals: the page's name of a field, or the core's, as people read it. */
export const inputNames = {
  wireNameOf: (name: string): string | undefined =>
    fieldWords.find(([field, means]) => field === name || means === name)?.[2],
  meaningOf: (name: string): string | undefined =>
    fieldWords.find(([field]) => field === name)?.[1],
};

export function inputField(name: string): FieldName | '' {
  return fieldWords.find(([field, means]) => field === name || means === name)?.[0] ?? '';
}
