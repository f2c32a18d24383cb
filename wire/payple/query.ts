// The tables of POST /php/PayChkAct.php: what became of an order, as at the time it was paid
// (manual 004, 결제결과 조회).
import { orderNumber, text, wireInstant, wonDigits, wonOrZero } from '../field.ts';
import { message } from '../message.ts';
import { day, flag, month, year } from './field.ts';
import { accountFields, cardFields, olderCardFields } from './paid.ts';
import {
  authKey,
  clientId,
  clientKey,
  monthlyNames,
  payType,
  queryNames,
  wonLimit,
} from './words.ts';

// A client asks for its cards with the type of accounts, so the type finds nothing and hides nothing.
// biome-ignore format: a table
export const queryRequest = message('query request', [
  // wire          means           rule             presence    source    meaning
  clientId,
  clientKey,
  authKey,
  [queryNames[0],  'querying',     flag,            'optional', 'manual', 'Y', { aliases: queryNames.slice(1) }],
  ['PCD_PAY_TYPE', 'paidBy',       text(20),        'ignored',  'manual', '결제수단. 조회에 쓰지 않음', { example: 'card' }],
  ['PCD_PAY_OID',  'orderNumber',  orderNumber(255), 'required', 'manual', '주문번호'],
  ['PCD_PAY_DATE', 'paidOn',       day,             'required', 'manual', '결제요청일자'],
  [monthlyNames[0], 'monthly',     flag,            'ignored',  'manual', '조회에 쓰지 않음', { example: 'N' }],
  ['PCD_PAY_YEAR', 'billingYear',  year,            'ignored',  'manual', '조회에 쓰지 않음'],
  ['PCD_PAY_MONTH', 'billingMonth', month,          'ignored',  'manual', '조회에 쓰지 않음'],
]);

// The manual shows every value of this answer as text, its amount and customer number, too.
// biome-ignore format: a table
export const queryAnswer = message('query answer', [
  // wire               means           rule                 presence    source    meaning
  ['PCD_PAY_RST',      'result',       text(8),             'required', 'manual', '결과 (success, error)', { example: 'success' }],
  ['PCD_PAY_CODE',     'code',         text(8),             'required', 'public', '결과 코드', { example: 'PCHK0000' }],
  ['PCD_PAY_MSG',      'message',      text(255),           'required', 'manual', '결과 메시지', { example: '조회완료' }],
  ['PCD_PAY_OID',      'orderNumber',  orderNumber(255),    'required', 'manual', '주문번호'],
  ['PCD_PAY_TYPE',     'paidBy',       payType,             'required', 'manual', '결제수단'],
  ['PCD_PAYER_NO',     'payerNumber',  text(255),           'optional', 'manual', '가맹점의 고객 번호', { example: '1234' }],
  ['PCD_PAYER_ID',     'billingKey',   text(255),           'optional', 'manual', '빌링키', { example: 'NS9qNTgzU2xRNHR2RmFBWWFBTWk5UT09' }],
  ['PCD_PAYER_NAME',   'buyerName',    text(100),           'optional', 'public', '고객 이름', { example: '홍길동' }],
  ['PCD_PAYER_HP',     'buyerPhone',   text(20),            'optional', 'public', '고객 휴대폰번호', { example: '01012345678' }],
  ['PCD_PAYER_EMAIL',  'buyerEmail',   text(100),           'optional', 'manual', '고객 이메일', { example: 'buyer@example.com' }],
  ['PCD_PAY_YEAR',     'billingYear',  year,                'optional', 'manual', '과금연도'],
  ['PCD_PAY_MONTH',    'billingMonth', month,               'optional', 'manual', '과금월'],
  ['PCD_PAY_GOODS',    'goods',        text(2048),          'required', 'manual', '상품명', { example: '정기구독' }],
  ['PCD_PAY_TOTAL',    'amount',       wonDigits(wonLimit), 'required', 'manual', '결제금액'],
  ['PCD_PAY_ISTAX',    'taxable',      flag,                'required', 'public', '과세 여부'],
  ['PCD_PAY_TAXTOTAL', 'vat',          wonOrZero(wonLimit), 'required', 'public', '부가세', { example: '91' }],
  ['PCD_PAY_TIME',     'paidAt',       wireInstant(14),     'required', 'manual', '결제완료 시간'],
  [monthlyNames[0],    'monthly',      flag,                'required', 'manual', '월 1회 정기결제 여부', { example: 'N' }],
  ['PCD_SIMPLE_FLAG',  'simple',       flag,                'optional', 'public', '횟수 제한 없는 결제', { example: 'N' }],
  ...cardFields,
  ...olderCardFields,
  ...accountFields,
  ['PCD_USER_DEFINE1', 'extra1',       text(2048),          'optional', 'public', '가맹점 입력값 1'],
  ['PCD_USER_DEFINE2', 'extra2',       text(2048),          'optional', 'public', '가맹점 입력값 2'],
]);
