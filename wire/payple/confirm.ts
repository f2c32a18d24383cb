// The tables of POST /php/PayCardConfirmAct.php and /php/PayConfirmAct.php: the shop's final word
// on what a buyer has done in the window (manual 004, 결제생성 후 승인).
import { orderNumber, secret, text, wireInstant, wonDigits, wonOrZero } from '../field.ts';
import { message } from '../message.ts';
import { flag, month, year } from './field.ts';
import { accountFields, cardFields } from './paid.ts';
import { authKey, clientId, clientKey, monthlyNames, payType, wonLimit } from './words.ts';

// The amount was fixed by the window; a shop that sends it here has it compared.
// biome-ignore format: a table
export const confirmRequest = message('confirm request', [
  // wire             means          rule                 presence    source      meaning
  clientId,
  clientKey,
  authKey,
  ['PCD_PAY_REQKEY', 'requestKey',  secret(2048),        'required', 'manual',   '결제창이 전달한 최종승인용 키, 한 번만 사용', { masked: true, refusal: { kind: 'session-mismatch' } }],
  ['PCD_PAYER_ID',   'billingKey',  text(255),           'optional', 'manual',   '빌링키. PCD_CARD_VER 01과 계좌는 필수', { example: 'NS9qNTgzU2xRNHR2RmFBWWFBTWk5UT09' }],
  ['PCD_PAY_TOTAL',  'amount',      wonDigits(wonLimit), 'optional', 'inferred', '결제창의 금액과 다르면 승인하지 않음'],
  ['PCD_PAY_OID',    'orderNumber', orderNumber(255),    'optional', 'inferred', '결제창의 주문번호와 다르면 승인하지 않음'],
  ['PCD_PAY_TYPE',   'paidBy',      text(20),            'ignored',  'public',   '결제창의 결제수단으로 승인'],
]);

// The manual lists no answer; these are the fields that the vendor's samples read. All are text.
// biome-ignore format: a table
export const confirmAnswer = message('confirm answer', [
  // wire                  means           rule                 presence    source    meaning
  ['PCD_PAY_RST',         'result',       text(8),             'required', 'public', '결과 (success, error)', { example: 'success' }],
  ['PCD_PAY_CODE',        'code',         text(8),             'required', 'public', '결과 코드', { example: '0000' }],
  ['PCD_PAY_MSG',         'message',      text(255),           'required', 'public', '결과 메시지', { example: '카드결제완료' }],
  ['PCD_PAY_REQKEY',      'requestKey',   secret(2048),        'optional', 'public', '최종승인에 쓴 키', { masked: true }],
  ['PCD_PAY_OID',         'orderNumber',  orderNumber(255),    'required', 'public', '주문번호'],
  ['PCD_PAY_TYPE',        'paidBy',       payType,             'required', 'public', '결제수단'],
  ['PCD_PAY_METHOD',      'wallet',       text(20),            'optional', 'public', '간편결제 종류'],
  ['PCD_EASY_PAY_METHOD', 'wallet',       text(20),            'optional', 'public', '간편결제 종류'],
  ['PCD_PAYER_ID',        'billingKey',   text(255),           'optional', 'public', '빌링키', { example: 'NS9qNTgzU2xRNHR2RmFBWWFBTWk5UT09' }],
  ['PCD_PAYER_NO',        'payerNumber',  text(255),           'optional', 'public', '가맹점의 고객 번호', { example: '2335' }],
  ['PCD_PAYER_NAME',      'buyerName',    text(100),           'optional', 'public', '고객 이름', { example: '홍길동' }],
  ['PCD_PAYER_HP',        'buyerPhone',   text(20),            'optional', 'public', '고객 휴대폰번호', { example: '01012345678' }],
  ['PCD_PAYER_EMAIL',     'buyerEmail',   text(100),           'optional', 'public', '고객 이메일', { example: 'buyer@example.com' }],
  [monthlyNames[0],       'monthly',      flag,                'optional', 'public', '월 1회 정기결제 여부', { example: 'N' }],
  ['PCD_SIMPLE_FLAG',     'simple',       flag,                'optional', 'public', '등록된 결제수단으로 결제', { example: 'N' }],
  ['PCD_PAY_YEAR',        'billingYear',  year,                'optional', 'public', '정기결제 적용연도'],
  ['PCD_PAY_MONTH',       'billingMonth', month,               'optional', 'public', '정기결제 적용월'],
  ['PCD_PAY_GOODS',       'goods',        text(2048),          'required', 'public', '상품명', { example: '휴대폰' }],
  ['PCD_PAY_AMOUNT',      'amount',       wonDigits(wonLimit), 'required', 'public', '요청금액'],
  ['PCD_PAY_DISCOUNT',    'discount',     wonOrZero(wonLimit), 'optional', 'public', '이벤트 할인, 0', { example: '0' }],
  ['PCD_PAY_AMOUNT_REAL', 'amount',       wonDigits(wonLimit), 'required', 'public', '할인을 뺀 금액'],
  ['PCD_PAY_TOTAL',       'amount',       wonDigits(wonLimit), 'required', 'public', '결제금액'],
  ['PCD_PAY_ISTAX',       'taxable',      flag,                'required', 'public', '과세 여부'],
  ['PCD_PAY_TAXTOTAL',    'vat',          wonOrZero(wonLimit), 'required', 'public', '부가세', { example: '91' }],
  ['PCD_PAY_TIME',        'paidAt',       wireInstant(14),     'required', 'public', '결제시간'],
  ...cardFields,
  ...accountFields,
  ['PCD_USER_DEFINE1',    'extra1',       text(2048),          'optional', 'public', '가맹점 입력값 1'],
  ['PCD_USER_DEFINE2',    'extra2',       text(2048),          'optional', 'public', '가맹점 입력값 2'],
  ['PCD_TX_KEY',          'tid',          text(50),            'optional', 'public', '거래번호', { example: '260131093000A1B2C3D4' }],
]);
