// The tables of what a shop is told unasked (통지전문): JSON, every value as text.
import { orderNumber, quota, text, wireInstant, wonDigits } from '../field.ts';
import { message } from '../message.ts';

// The published sizes do not fit real data (ACCEPT_DATE has fourteen digits), so ours are wider.
// RESULTCODE and RESULTMSG are not in the published table; receivers look for them.
// biome-ignore format: a table
export const approvalNotice = message('approval notice', [
  // wire             means             rule             presence    source    meaning
  ['RESULTCODE',     'code',           text(4),         'required', 'public', '결과 코드', { example: '0000' }],
  ['RESULTMSG',      'message',        text(100),       'required', 'public', '결과 메시지', { example: '성공' }],
  ['PAY_METHOD',     'method',         text(20),        'required', 'public', '결제수단', { example: 'CARD' }],
  ['API_ID',         'publicId',       text(20),        'required', 'public', '쿠키페이 연동 ID', { example: 'demo_kiwoom' }],
  ['ORDERNO',        'orderNumber',    orderNumber(50), 'required', 'public', '주문번호', { example: 'ORDER-0001' }],
  ['AMOUNT',         'amount',         wonDigits(10),   'required', 'public', '결제 금액'],
  ['TID',            'tid',            text(50),        'required', 'public', 'PG 거래 고유번호', { example: '260131093000A1B2C3D4' }],
  ['BUYEREMAIL',     'buyerEmail',     text(50),        'optional', 'public', '고객 E-MAIL', { example: 'buyer@example.com' }],
  ['BUYERNAME',      'buyerName',      text(20),        'required', 'public', '고객명', { example: '홍길동' }],
  ['BUYERADDRESS',   'buyerAddress',   text(100),       'optional', 'public', '고객 주소'],
  ['BUYERPHONE',     'buyerPhone',     text(20),        'optional', 'public', '고객 연락처'],
  ['USERID',         'buyerId',        text(20),        'optional', 'public', '고객 ID'],
  ['PRODUCTCODE',    'productCode',    text(10),        'required', 'public', '상품코드'],
  ['PRODUCTNAME',    'productName',    text(40),        'required', 'public', '상품명', { example: '텀블러' }],
  ['ACCEPT_DATE',    'approvedAt',     wireInstant(20), 'required', 'public', '승인일시'],
  ['ACCEPT_NO',      'approvalNumber', text(10),        'required', 'public', '승인번호', { example: '12345678' }],
  ['CARDCODE',       'issuerCode',     text(10),        'optional', 'public', '카드사 또는 은행 코드', { example: '41' }],
  ['CARDNAME',       'issuerName',     text(10),        'optional', 'public', '카드사 또는 은행명', { example: '신한카드' }],
  ['CARDNO',         'cardNumber',     text(20),        'optional', 'public', '마스킹된 카드번호', { example: '************1010' }],
  ['QUOTA',          'instalment',     quota,           'required', 'public', '할부기간 (00: 일시불)'],
  ['ACCOUNTNO',      'accountNumber',  text(50),        'optional', 'public', '가상계좌번호'],
  ['RECEIVERNAME',   'accountHolder',  text(20),        'optional', 'public', '가상계좌 예금주'],
  ['DEPOSITENDDATE', 'depositBefore',  wireInstant(20), 'optional', 'public', '가상계좌 입금마감일시'],
  ['ETC1',           'extra1',         text(100),       'optional', 'public', '사용자 추가 필드1'],
  ['ETC2',           'extra2',         text(100),       'optional', 'public', '사용자 추가 필드2'],
  ['ETC3',           'extra3',         text(100),       'optional', 'public', '사용자 추가 필드3'],
  ['ETC4',           'extra4',         text(100),       'optional', 'public', '사용자 추가 필드4'],
  ['ETC5',           'extra5',         text(100),       'optional', 'public', '사용자 추가 필드5'],
]);

// Lower-case names only: receivers take a notice with capitals for a new approval.
// biome-ignore format: a table
export const cancelNotice = message('cancel notice', [
  // wire           means          rule             presence    source    meaning
  ['noti_type',     'kind',        text(20),        'required', 'public', '취소 cancel, 입금 후 취소 deposit_cancel', { example: 'cancel' }],
  ['paymethod',     'method',      text(20),        'required', 'public', '결제수단', { example: 'CARD' }],
  ['orderno',       'orderNumber', orderNumber(50), 'required', 'public', '주문번호', { example: 'ORDER-0001' }],
  ['cancel_amount', 'amount',      wonDigits(10),   'required', 'public', '취소 금액'],
  ['tid',           'tid',         text(50),        'required', 'public', 'PG 거래 고유번호', { example: '260131093000A1B2C3D4' }],
  ['cancel_date',   'cancelledAt', wireInstant(20), 'required', 'public', '취소일시'],
]);

/** Receivers know these words only; key-in and billing are cards to them. */
export const noticeMethods = {
  card: 'CARD',
  account: 'BANK',
  'virtual-account': 'VACCOUNT',
} as const;
