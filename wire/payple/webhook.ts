// The tables of what merchants are told unasked, as JSON: results, cancels, removed billing keys.
import { orderNumber, text, wireInstant, wonDigits, wonOrZero } from '../field.ts';
import { message } from '../message.ts';
import { flag, month, refundWon, year } from './field.ts';
import { accountFields, cardFields } from './paid.ts';
import { cancelNames, monthlyNames, payType, payWork, wonLimit } from './words.ts';

// biome-ignore format: a table
const told = [
  // wire           means          rule              presence    source    meaning
  ['PCD_PAY_RST',   'result',      text(8),          'required', 'public', '결과 (success, error)', { example: 'success' }],
  ['PCD_PAY_CODE',  'code',        text(8),          'required', 'public', '결과 코드', { example: '0000' }],
  ['PCD_PAY_MSG',   'message',     text(255),        'required', 'public', '결과 메시지', { example: '결제완료' }],
  ['PCD_CST_ID',    'clientId',    text(255),        'required', 'public', '가맹점 ID', { example: 'demo' }],
  ['PCD_PAY_TYPE',  'paidBy',      payType,          'required', 'public', '결제수단'],
  ['PCD_PAY_WORK',  'work',        payWork,          'optional', 'public', '결제요청 방식 (결제창)', { example: '' }],
  ['PCD_PAY_OID',   'orderNumber', orderNumber(255), 'optional', 'public', '주문번호, 등록에는 없음', { example: 'ORDER-0001' }],
  ['PCD_PAYER_NO',  'payerNumber', text(255),        'optional', 'public', '가맹점의 고객 번호', { example: '2335' }],
  ['PCD_PAYER_ID',  'billingKey',  text(255),        'optional', 'public', '빌링키', { example: 'NS9qNTgzU2xRNHR2RmFBWWFBTWk5UT09' }],
  ['PCD_PAYER_NAME', 'buyerName',  text(100),        'optional', 'public', '고객 이름', { example: '홍길동' }],
  ['PCD_PAYER_HP',  'buyerPhone',  text(20),         'optional', 'public', '고객 휴대폰번호', { example: '01012345678' }],
  ['PCD_PAYER_EMAIL', 'buyerEmail', text(100),       'optional', 'public', '고객 이메일', { example: 'buyer@example.com' }],
  [monthlyNames[0], 'monthly',     flag,             'required', 'public', '월 1회 정기결제 여부', { example: 'N' }],
  ['PCD_SIMPLE_FLAG', 'simple',    flag,             'optional', 'public', '횟수 제한 없는 결제', { example: 'N' }],
  ['PCD_PAY_YEAR',  'billingYear', year,             'optional', 'public', '결제 구분 년도'],
  ['PCD_PAY_MONTH', 'billingMonth', month,           'optional', 'public', '결제 구분 월'],
  ['PCD_PAY_GOODS', 'goods',       text(2048),       'optional', 'public', '상품명', { example: '정기구독' }],
  ['PCD_PAY_TOTAL', 'amount',      wonDigits(wonLimit), 'optional', 'public', '결제금액', { example: '1000' }],
  ['PCD_PAY_ISTAX', 'taxable',     flag,             'optional', 'public', '과세 여부', { example: 'Y' }],
  ['PCD_PAY_TAXTOTAL', 'vat',      wonOrZero(wonLimit), 'optional', 'public', '부가세', { example: '91' }],
  ['PCD_PAY_TIME',  'paidAt',      wireInstant(14),  'optional', 'public', '결제시간', { example: '20260131093000' }],
  ...cardFields,
  ...accountFields,
  ['PCD_USER_DEFINE1', 'extra1',   text(2048),       'optional', 'public', '가맹점 입력값 1'],
  ['PCD_USER_DEFINE2', 'extra2',   text(2048),       'optional', 'public', '가맹점 입력값 2'],
] as const;

/** A payment or a registration; a link says with what it was made. */
// biome-ignore format: a table
export const resultNotice = message('result notice', [
  ...told,
  ['PCD_LINK_KEY',       'linkKey',       text(100),  'optional', 'public', '결제 링크의 키'],
  ['PCD_LINK_ADD_PARAM', 'linkParameter', text(2048), 'optional', 'public', '결제 링크의 PCD_LINK_PARAMETER'],
]);

/** A cancel, whoever made it. Shops know it by the presence of an amount that was paid back. */
// biome-ignore format: a table
export const cancelNotice = message('cancel notice', [
  ...told,
  [cancelNames[0],       'cancelling',   flag,                'required', 'public', 'Y'],
  ['PCD_REFUND_TOTAL',   'refund',       refundWon(wonLimit), 'required', 'public', '취소금액'],
  ['PCD_REFUND_TAXTOTAL', 'refundVat',   wonOrZero(wonLimit), 'required', 'public', '취소금액 중 부가세', { example: '91' }],
  ['PCD_REFUND_TIME',    'cancelledAt',  wireInstant(14),     'required', 'public', '취소시간'],
]);

/** A billing key that was removed on our side; a removal by the shop's own call is not told. */
// biome-ignore format: a table
export const removalNotice = message('removal notice', [
  // wire            means         rule       presence    source    meaning
  ['PCD_PAY_RST',    'result',     text(8),   'required', 'public', '결과', { example: 'success' }],
  ['PCD_PAY_CODE',   'code',       text(8),   'required', 'inferred', '결과 코드', { example: 'PUER0000' }],
  ['PCD_PAY_MSG',    'message',    text(255), 'required', 'public', '결과 메시지, 기관코드 2008로 시작', { example: '[2008] 해지완료' }],
  ['PCD_CST_ID',     'clientId',   text(255), 'required', 'public', '가맹점 ID', { example: 'demo' }],
  ['PCD_PAY_WORK',   'work',       text(20),  'required', 'public', '업무구분', { example: 'PUSERDEL' }],
  ['PCD_PAY_TYPE',   'paidBy',     payType,   'required', 'public', '결제수단'],
  ['PCD_PAYER_ID',   'billingKey', text(255), 'required', 'public', '빌링키', { example: 'NS9qNTgzU2xRNHR2RmFBWWFBTWk5UT09' }],
  ['PCD_PAYER_NO',   'payerNumber', text(255), 'optional', 'inferred', '가맹점의 고객 번호', { example: '2335' }],
  ['PCD_PAYER_NAME', 'buyerName',  text(100), 'optional', 'public', '고객 이름', { example: '홍길동' }],
  ['PCD_PAYER_HP',   'buyerPhone', text(20),  'optional', 'public', '고객 휴대폰번호', { example: '01012345678' }],
]);
