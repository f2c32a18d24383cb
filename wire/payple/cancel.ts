// The tables of POST /php/account/api/cPayCAct.php: a payment taken back, whole or in part. The
// manual's chapter sends the same body to /php/PayChkAct.php (manual 004, 승인취소).
import { orderNumber, secret, text, wireInstant, wonOrZero } from '../field.ts';
import { message } from '../message.ts';
import { day, flag, month, refundWon, year } from './field.ts';
import {
  authKey,
  cancelNames,
  clientId,
  clientKey,
  monthlyNames,
  payType,
  wonLimit,
} from './words.ts';

const vatNames = ['PCD_PAY_TAXTOTAL', 'PCD_REFUND_TAXTOTAL'] as const;

// The payment is found by order number and day; the period is only echoed, from the payment itself.
// biome-ignore format: a table
export const cancelRequest = message('cancel request', [
  // wire              means          rule                 presence    source    meaning
  clientId,
  clientKey,
  authKey,
  ['PCD_REFUND_KEY',   'refundKey',   secret(255),         'required', 'manual', '취소요청 키', { masked: true, example: 'demo-refund-key', refusal: { kind: 'wrong-refund-key' } }],
  [cancelNames[0],     'cancelling',  flag,                'optional', 'manual', 'Y'],
  ['PCD_PAY_OID',      'orderNumber', orderNumber(255),    'required', 'manual', '취소할 주문번호'],
  ['PCD_PAY_DATE',     'paidOn',      day,                 'required', 'manual', '취소할 원거래일자'],
  ['PCD_REFUND_TOTAL', 'amount',      refundWon(wonLimit), 'required', 'manual', '취소금액. 결제금액보다 낮으면 부분취소', { number: true }],
  [vatNames[0],        'vat',         wonOrZero(wonLimit), 'optional', 'manual', '취소금액 중 부가세 (복합과세)', { number: true, aliases: vatNames.slice(1), example: '10' }],
  [monthlyNames[0],    'monthly',     flag,                'ignored',  'manual', '원거래의 값을 사용', { example: 'N' }],
  ['PCD_PAY_YEAR',     'billingYear', year,                'ignored',  'manual', '원거래의 값을 사용'],
  ['PCD_PAY_MONTH',    'billingMonth', month,              'ignored',  'manual', '원거래의 값을 사용'],
]);

// biome-ignore format: a table
export const cancelAnswer = message('cancel answer', [
  // wire                   means                rule                 presence    source    meaning
  ['PCD_PAY_RST',          'result',            text(8),             'required', 'manual', '결과 (success, error)', { example: 'success' }],
  ['PCD_PAY_CODE',         'code',              text(8),             'required', 'manual', '결과 코드', { example: 'PAYC0000' }],
  ['PCD_PAY_MSG',          'message',           text(255),           'required', 'manual', '결과 메시지', { example: '환불성공' }],
  ['PCD_PAY_TYPE',         'paidBy',            payType,             'required', 'manual', '결제수단'],
  ['PCD_PAY_OID',          'orderNumber',       orderNumber(255),    'required', 'manual', '주문번호'],
  ['PCD_PAYER_NO',         'payerNumber',       text(255),           'optional', 'manual', '가맹점의 고객 번호', { number: true, example: '1234' }],
  ['PCD_PAYER_ID',         'billingKey',        text(255),           'optional', 'manual', '빌링키', { example: 'NS9qNTgzU2xRNHR2RmFBWWFBTWk5UT09' }],
  ['PCD_PAY_YEAR',         'billingYear',       year,                'optional', 'manual', '결제 구분 년도'],
  ['PCD_PAY_MONTH',        'billingMonth',      month,               'optional', 'manual', '결제 구분 월'],
  ['PCD_PAY_GOODS',        'goods',             text(2048),          'required', 'manual', '상품명', { example: '정기구독' }],
  [monthlyNames[0],        'monthly',           flag,                'required', 'manual', '월 1회 정기결제 여부', { example: 'N' }],
  ['PCD_REFUND_TOTAL',     'amount',            refundWon(wonLimit), 'required', 'manual', '취소금액', { number: true }],
  [vatNames[0],            'vat',               wonOrZero(wonLimit), 'required', 'manual', '취소금액 중 부가세', { number: true, aliases: [vatNames[1]], example: '91' }],
  [vatNames[1],            'vat',               wonOrZero(wonLimit), 'required', 'public', '취소금액 중 부가세', { number: true, aliases: [vatNames[0]], example: '91' }],
  ['PCD_REFUND_TIME',      'cancelledAt',       wireInstant(14),     'required', 'public', '취소시간'],
  ['PCD_PAY_CARDTRADENUM', 'cancelNumber',      text(50),            'optional', 'public', '취소의 거래 키', { example: '260131093000A1B2C3D4' }],
  ['PCD_PAY_CARDRECEIPT',  'receiptUrl',        text(1024),          'optional', 'public', '매출전표 출력 링크', { example: 'http://127.0.0.1:8080/api/receipt?tid=…' }],
  ['PCD_TAXSAVE_RST',      'receiptCode',       text(8),             'optional', 'public', '계좌: 현금영수증 취소 결과 (0000)'],
  ['PCD_TAXSAVE_MSG',      'receiptMessage',    text(255),           'optional', 'public', '계좌: 현금영수증 취소 메시지'],
]);
