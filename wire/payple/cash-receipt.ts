// The tables of POST /php/taxsave/api/tsAct.php: a cash receipt for an account payment, issued or
// taken back.
import { orderNumber, secret, text, wonDigits, wonOrZero } from '../field.ts';
import { message } from '../message.ts';
import { flag } from './field.ts';
import { authKey, clientId, clientKey, monthlyNames, receiptUse, wonLimit } from './words.ts';

// What is left out is taken from the payment.
// biome-ignore format: a table
export const cashReceiptRequest = message('cash receipt request', [
  // wire                      means              rule                 presence    source    meaning
  clientId,
  clientKey,
  authKey,
  ['PCD_PAY_WORK',            'work',            text(20),            'ignored',  'public', '업무구분. 경로의 ACT_가 없을 때 사용', { example: 'TSREG' }],
  ['PCD_PAYER_ID',            'billingKey',      text(255),           'optional', 'public', '빌링키', { example: 'NS9qNTgzU2xRNHR2RmFBWWFBTWk5UT09' }],
  ['PCD_PAY_OID',             'orderNumber',     orderNumber(255),    'required', 'public', '주문번호'],
  ['PCD_TAXSAVE_AMOUNT',      'amount',          wonDigits(wonLimit), 'optional', 'public', '발행금액. 없으면 결제금액', { number: true }],
  ['PCD_TAXSAVE_TAXTOTAL',    'vat',             wonOrZero(wonLimit), 'optional', 'public', '발행금액 중 부가세', { number: true, example: '0' }],
  ['PCD_TAXSAVE_TRADEUSE',    'receiptUse',      receiptUse,          'optional', 'public', 'personal: 소득공제, company: 지출증빙', { aliases: ['PCD_TAXSAVE_TRADE'] }],
  ['PCD_TAXSAVE_IDENTINUM',   'receiptIdentity', secret(20),          'optional', 'public', '휴대폰번호, 사업자번호', { masked: true, aliases: ['PCD_TAXSAVE_IDNUM'], example: '01012345678' }],
  [monthlyNames[0],           'monthly',         flag,                'ignored',  'public', '원거래의 값을 사용', { example: 'N' }],
  ['PCD_TAXSAVE_EMAIL',       'buyerEmail',      text(100),           'optional', 'public', '구매자 이메일', { example: 'buyer@example.com' }],
]);

// biome-ignore format: a table
export const cashReceiptAnswer = message('cash receipt answer', [
  // wire                 means            rule                 presence    source    meaning
  ['PCD_PAY_RST',        'result',        text(8),             'required', 'public', '결과 (success, error)', { example: 'success' }],
  ['PCD_PAY_CODE',       'code',          text(8),             'required', 'public', '결과 코드', { example: 'TSRG0000' }],
  ['PCD_PAY_MSG',        'message',       text(255),           'required', 'public', '결과 메시지', { example: '현금영수증 발행완료' }],
  ['PCD_PAY_WORK',       'work',          text(20),            'required', 'public', '업무구분', { example: 'TSREG' }],
  ['PCD_PAYER_ID',       'billingKey',    text(255),           'optional', 'public', '빌링키', { example: 'NS9qNTgzU2xRNHR2RmFBWWFBTWk5UT09' }],
  ['PCD_PAY_OID',        'orderNumber',   orderNumber(255),    'required', 'public', '주문번호'],
  [monthlyNames[0],      'monthly',       flag,                'optional', 'public', '월 1회 정기결제 여부', { example: 'N' }],
  ['PCD_TAXSAVE_AMOUNT', 'amount',        wonDigits(wonLimit), 'required', 'public', '발행금액', { number: true }],
  ['PCD_TAXSAVE_MGTNUM', 'receiptNumber', text(24),            'required', 'public', '국세청 승인번호', { example: 'G12345678' }],
]);
