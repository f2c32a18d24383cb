// The table of POST /keyin/payment: a card payment from keyed-in card data (manual 000, 비인증결제).
import { asksCardholderProof } from '../../core/merchant/merchant.ts';
import {
  birthOrBusiness,
  cardNumber,
  digits,
  except,
  orderNumber,
  quota,
  text,
  wireInstant,
  wonDigits,
  yymm,
} from '../field.ts';
import { type Condition, message } from '../message.ts';
import { apiKeyHeader, tokenHeader } from './proofs.ts';

const danalOrToss: Condition = {
  says: '다날, 토스 필수',
  holds: ({ gateway }) => asksCardholderProof(gateway),
};

// RETURNURL stands in the manual's curl sample only, HANACARD_USE and TAXYN in two plugins.
// biome-ignore format: a table
export const keyinRequest = message('key-in request', [
  // wire           means           rule                   presence     source      meaning
  tokenHeader,
  apiKeyHeader,
  ['API_ID',       'apiId',        text(20),              'required',  'manual',   '쿠키페이 결제 연동 id', { example: 'demo' }],
  ['ORDERNO',      'orderNumber',  orderNumber(50),       'required',  'manual',   '주문번호, 각 주문마다 유니크해야 합니다'],
  ['PRODUCTNAME',  'productName',  except('&', text(40)), 'required',  'manual',   '상품명, & 문자 포함시 오류', { example: '텀블러' }],
  ['AMOUNT',       'amount',       wonDigits(10),         'required',  'manual',   '결제 금액, 숫자만 사용합니다'],
  ['BUYERNAME',    'buyerName',    text(20),              'required',  'manual',   '고객명, 결제자 이름', { example: '홍길동' }],
  ['BUYEREMAIL',   'buyerEmail',   text(50),              'required',  'manual',   '고객 e-mail', { example: 'buyer@example.com' }],
  ['CARDNO',       'cardNumber',   cardNumber,            'required',  'manual',   '카드번호', { masked: true }],
  ['EXPIREDT',     'expiry',       yymm,                  'required',  'manual',   '카드유효기간 (YYMM)', { masked: true }],
  ['CARDPWD',      'cardPassword', digits(2),             danalOrToss, 'manual',   '카드비밀번호 앞 2자리', { masked: true }],
  ['CARDAUTH',     'cardHolder',   birthOrBusiness,       danalOrToss, 'manual',   '카드소유자 생년월일 YYMMDD 혹은 사업자번호 10자리', { masked: true }],
  ['PRODUCTCODE',  'productCode',  text(10),              'optional',  'manual',   '상품코드'],
  ['BUYERID',      'buyerId',      text(20),              'optional',  'manual',   '고객 ID'],
  ['BUYERADDRESS', 'buyerAddress', text(100),             'optional',  'manual',   '고객 주소'],
  ['BUYERPHONE',   'buyerPhone',   text(20),              'optional',  'manual',   '고객 휴대폰번호'],
  ['QUOTA',        'instalment',   quota,                 'optional',  'manual',   '할부개월. 일시불: 00, 2개월: 02, ... 12개월: 12 (최대12개월)'],
  ['ETC1',         'extra1',       text(100),             'optional',  'manual',   '사용자 추가 필드1, 응답에 그대로 전달합니다'],
  ['ETC2',         'extra2',       text(100),             'optional',  'manual',   '사용자 추가 필드2, 응답에 그대로 전달합니다'],
  ['ETC3',         'extra3',       text(100),             'optional',  'manual',   '사용자 추가 필드3, 응답에 그대로 전달합니다'],
  ['ETC4',         'extra4',       text(100),             'optional',  'manual',   '사용자 추가 필드4, 응답에 그대로 전달합니다'],
  ['ETC5',         'extra5',       text(100),             'optional',  'manual',   '사용자 추가 필드5, 응답에 그대로 전달합니다'],
  ['RETURNURL',    'returnUrl',    text(200),             'ignored',   'manual',   '샘플에만 있음. 결과는 응답으로 전달합니다'],
  ['HANACARD_USE', 'hanaCard',     text(1),               'ignored',   'public',   '하나카드 여부'],
  ['TAXYN',        'taxFlag',      text(1),               'ignored',   'public',   '페이누리 과세 여부'],
]);

// CARDNAME, TEMP_ORDERNO and RECEIPT_URL stand in the manual's C# sample only.
// biome-ignore format: a table
export const keyinAnswer = message('key-in answer', [
  // wire           means                   rule             presence    source    meaning
  ['RESULTCODE',   'code',                 text(4),         'required', 'manual', '결과 코드 (성공시 0000, 그외 에러)', { example: '0000' }],
  ['RESULTMSG',    'message',              text(100),       'required', 'manual', '결과 메시지 (성공 또는 오류 메세지)', { example: '성공' }],
  ['ORDERNO',      'orderNumber',          orderNumber(50), 'required', 'manual', '결제한 주문번호'],
  ['AMOUNT',       'amount',               wonDigits(10),   'required', 'manual', '결제 된 금액'],
  ['TID',          'tid',                  text(50),        'required', 'manual', 'PG 거래 고유번호, 전표출력 및 결제취소에 사용', { example: '260131093000A1B2C3D4' }],
  ['ACCEPTDATE',   'approvedAt',           wireInstant(20), 'required', 'manual', '승인일시'],
  ['ACCEPTNO',     'approvalNumber',       text(10),        'required', 'manual', '승인번호', { example: '12345678' }],
  ['QUOTA',        'instalment',           quota,           'required', 'manual', '할부기간 (00: 일시불)'],
  ['ETC1',         'extra1',               text(100),       'optional', 'manual', '사용자 추가 필드1'],
  ['ETC2',         'extra2',               text(100),       'optional', 'manual', '사용자 추가 필드2'],
  ['ETC3',         'extra3',               text(100),       'optional', 'manual', '사용자 추가 필드3'],
  ['ETC4',         'extra4',               text(100),       'optional', 'manual', '사용자 추가 필드4'],
  ['ETC5',         'extra5',               text(100),       'optional', 'manual', '사용자 추가 필드5'],
  ['CARDNAME',     'issuerName',           text(10),        'optional', 'manual', '카드사명', { example: '신한카드' }],
  ['TEMP_ORDERNO', 'temporaryOrderNumber', text(50),        'optional', 'manual', '임시 주문번호'],
  ['RECEIPT_URL',  'receiptUrl',           text(1024),      'optional', 'manual', '매출전표 주소'],
]);
