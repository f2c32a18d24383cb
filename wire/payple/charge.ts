// The tables of the charges of a billing key, cards and accounts, guarded by the month or not: four
// paths and one message, because clients mix them and the body says what is meant (manual 004, 3).
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import { orderNumber, secret, text, wireInstant, wonDigits, wonOrZero } from '../field.ts';
import { type Decoded, type MaySay, message } from '../message.ts';
import { flag, month, year } from './field.ts';
import { accountFields, cardFields } from './paid.ts';
import {
  authKey,
  clientId,
  clientKey,
  monthlyNames,
  payType,
  receiptUse,
  whenMonthly,
  wonLimit,
} from './words.ts';

// biome-ignore format: a table
export const chargeRequest = message('charge request', [
  // wire                means               rule                 presence     source    meaning
  clientId,
  clientKey,
  authKey,
  ['PCD_PAY_TYPE',      'paidBy',           payType,             'optional',  'manual', '결제수단. 없으면 경로의 결제수단'],
  ['PCD_PAYER_ID',      'billingKey',       text(255),           'required',  'manual', '빌링키', { example: 'NS9qNTgzU2xRNHR2RmFBWWFBTWk5UT09' }],
  ['PCD_PAYER_NO',      'payerNumber',      text(255),           'optional',  'manual', '가맹점의 고객 번호, 결과에 그대로 리턴', { number: true, example: '2324' }],
  ['PCD_PAYER_NAME',    'buyerName',        text(100),           'optional',  'public', '고객 이름', { example: '홍길동' }],
  ['PCD_PAYER_HP',      'buyerPhone',       text(20),            'optional',  'manual', '고객 휴대폰번호', { example: '01012345678' }],
  ['PCD_PAYER_EMAIL',   'buyerEmail',       text(100),           'optional',  'manual', '고객 이메일', { example: 'buyer@example.com' }],
  ['PCD_PAY_GOODS',     'goods',            text(2048),          'required',  'manual', '상품명', { example: '정기구독' }],
  ['PCD_PAY_TOTAL',     'amount',           wonDigits(wonLimit), 'required',  'manual', '결제금액. 카드 100원, 계좌 1,000원 이상', { number: true }],
  ['PCD_PAY_ISTAX',     'taxable',          flag,                'optional',  'manual', '과세 Y, 비과세 N. 없으면 Y'],
  ['PCD_PAY_TAXTOTAL',  'vat',              wonOrZero(wonLimit), 'optional',  'manual', '복합과세 부가세', { number: true, example: '10' }],
  ['PCD_PAY_OID',       'orderNumber',      orderNumber(255),    'optional',  'manual', '주문번호, 없으면 생성'],
  [monthlyNames[0],     'monthly',          flag,                'optional',  'manual', 'Y: 빌링키, 연, 월마다 한 번만 결제', { aliases: monthlyNames.slice(1), example: 'Y' }],
  ['PCD_PAY_YEAR',      'billingYear',      year,                whenMonthly, 'manual', '결제 구분 년도'],
  ['PCD_PAY_MONTH',     'billingMonth',     month,               whenMonthly, 'manual', '결제 구분 월'],
  ['PCD_SIMPLE_FLAG',   'simple',           flag,                'optional',  'public', 'Y: 횟수 제한 없이 결제'],
  ['PCD_TAXSAVE_FLAG',  'cashReceipt',      flag,                'optional',  'public', '계좌: 현금영수증 발행'],
  ['PCD_TAXSAVE_TRADE', 'receiptUse',       receiptUse,          'optional',  'public', '현금영수증 용도. personal: 소득공제, company: 지출증빙'],
  ['PCD_TAXSAVE_IDNUM', 'receiptIdentity',  secret(20),          'optional',  'public', '현금영수증 번호 (휴대폰번호, 사업자번호)', { masked: true, example: '01012345678' }],
  ['PCD_USER_DEFINE1',  'extra1',           text(2048),          'optional',  'manual', '가맹점 입력값 1, 결과에 그대로 리턴'],
  ['PCD_USER_DEFINE2',  'extra2',           text(2048),          'optional',  'manual', '가맹점 입력값 2, 결과에 그대로 리턴'],
]);

// biome-ignore format: a table
export const chargeAnswer = message('charge answer', [
  // wire                means            rule                 presence    source    meaning
  ['PCD_PAY_RST',       'result',        text(8),             'required', 'manual', '결과 (success, error)', { example: 'success' }],
  ['PCD_PAY_CODE',      'code',          text(8),             'required', 'manual', '결과 코드', { example: 'SPCD0000' }],
  ['PCD_PAY_MSG',       'message',       text(255),           'required', 'manual', '결과 메시지', { example: '결제완료' }],
  ['PCD_PAY_TYPE',      'paidBy',        payType,             'required', 'manual', '결제수단'],
  ['PCD_PAY_OID',       'orderNumber',   orderNumber(255),    'required', 'manual', '주문번호'],
  ['PCD_PAYER_NO',      'payerNumber',   text(255),           'optional', 'manual', '가맹점의 고객 번호', { number: true, example: '2324' }],
  ['PCD_PAYER_ID',      'billingKey',    text(255),           'required', 'manual', '빌링키', { example: 'NS9qNTgzU2xRNHR2RmFBWWFBTWk5UT09' }],
  ['PCD_PAYER_NAME',    'buyerName',     text(100),           'optional', 'public', '고객 이름', { example: '홍길동' }],
  ['PCD_PAYER_HP',      'buyerPhone',    text(20),            'optional', 'public', '고객 휴대폰번호', { example: '01012345678' }],
  ['PCD_PAYER_EMAIL',   'buyerEmail',    text(100),           'optional', 'manual', '고객 이메일', { example: 'buyer@example.com' }],
  ['PCD_PAY_YEAR',      'billingYear',   year,                'optional', 'manual', '결제 구분 년도', { example: '2026' }],
  ['PCD_PAY_MONTH',     'billingMonth',  month,               'optional', 'manual', '결제 구분 월', { example: '01' }],
  ['PCD_PAY_GOODS',     'goods',         text(2048),          'required', 'manual', '상품명', { example: '정기구독' }],
  ['PCD_PAY_TOTAL',     'amount',        wonDigits(wonLimit), 'required', 'manual', '결제금액', { number: true }],
  ['PCD_PAY_ISTAX',     'taxable',       flag,                'required', 'manual', '과세 여부'],
  ['PCD_PAY_TAXTOTAL',  'vat',           wonOrZero(wonLimit), 'required', 'manual', '부가세', { number: true, example: '91' }],
  ['PCD_PAY_TIME',      'paidAt',        wireInstant(14),     'required', 'manual', '결제시간'],
  ...cardFields,
  ...accountFields,
  ['PCD_TAXSAVE_MGTNUM', 'receiptNumber', text(24),           'optional', 'public', '현금영수증 국세청 승인번호'],
  [monthlyNames[0],     'monthly',       flag,                'required', 'manual', '월 1회 정기결제 여부'],
  ['PCD_SIMPLE_FLAG',   'simple',        flag,                'optional', 'public', '횟수 제한 없는 결제', { example: 'N' }],
  ['PCD_USER_DEFINE1',  'extra1',        text(2048),          'optional', 'manual', '가맹점 입력값 1'],
  ['PCD_USER_DEFINE2',  'extra2',        text(2048),          'optional', 'manual', '가맹점 입력값 2'],
]);

/** The four paths; each is also the name of a family of codes. */
export type ChargeName = 'charge-card' | 'monthly-card' | 'charge-account' | 'monthly-account';

type Asked = Decoded<typeof chargeRequest.rows>;
type Rows = MaySay<typeof chargeRequest.rows>;

/** What a charge is: said by its body, and by its path where the body is silent. */
export function chargeName(
  path: ChargeName,
  { paidBy, monthly, simple }: Pick<Rows, 'paidBy' | 'monthly' | 'simple'>,
): ChargeName {
  const by = paidBy ?? (path.endsWith('card') ? 'card' : 'account');
  const guarded = monthly ?? (simple === true ? false : path.startsWith('monthly'));
  return `${guarded ? 'monthly' : 'charge'}-${by}`;
}

export interface ChargeMeant {
  readonly name: ChargeName;
  readonly paidBy: 'card' | 'account';
  /** YYYY-MM, the month that is paid for where months are guarded. */
  readonly month: string | null;
}

/** The period is needed wherever the month is guarded, also where only the path says so. */
export function chargeMeant(path: ChargeName, asked: Asked): Outcome<ChargeMeant> {
  const name = chargeName(path, asked);
  const paidBy = name.endsWith('card') ? 'card' : 'account';
  if (name.startsWith('charge')) return accepted({ name, paidBy, month: null });
  const { billingYear, billingMonth } = asked;
  if (billingYear === '') return refused(unfit('billingYear', { is: 'missing' }));
  if (billingMonth === '') return refused(unfit('billingMonth', { is: 'missing' }));
  return accepted({ name, paidBy, month: `${billingYear}-${billingMonth}` });
}
