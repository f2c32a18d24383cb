// The table of POST /api/paycert: what became of one payment (manual 000, 결제검증).
import type { PaymentMethod } from '../../core/payment/payment.ts';
import { text, wireInstant, wonDigits } from '../field.ts';
import { message } from '../message.ts';
import { tokenHeader } from './proofs.ts';

// The manual says 50; ids of up to 100 characters exist.
// biome-ignore format: a table
export const paycertRequest = message('paycert request', [
  // wire  means  rule       presence    source    meaning
  tokenHeader,
  ['tid', 'tid', text(100), 'required', 'manual', 'PG사 결제 거래고유번호', { example: '260131093000A1B2C3D4' }],
]);

// All keys are always there, also for a card that has no virtual account.
// biome-ignore format: a table
export const paycertAnswer = message('paycert answer', [
  // wire             means             rule             presence    source    meaning
  ['RESULTCODE',     'code',           text(4),         'required', 'manual', '결과 코드 (성공시 0000, 그외 에러)', { example: '0000' }],
  ['RESULTMSG',      'message',        text(100),       'required', 'manual', '결과 메시지 (성공 또는 오류 메세지)', { example: '성공' }],
  ['ORDERNO',        'orderNumber',    text(50),        'required', 'manual', '주문번호', { example: 'ORDER-0001' }],
  ['AMOUNT',         'amount',         wonDigits(10),   'required', 'manual', '결제 된 금액 (취소와 무관한 원금액)'],
  ['BUYERNAME',      'buyerName',      text(20),        'required', 'manual', '고객명', { example: '홍길동' }],
  ['BUYEREMAIL',     'buyerEmail',     text(50),        'required', 'manual', '고객 E-MAIL', { example: 'buyer@example.com' }],
  ['PRODUCTNAME',    'productName',    text(40),        'required', 'manual', '상품명', { example: '텀블러' }],
  ['PRODUCTCODE',    'productCode',    text(10),        'required', 'manual', '상품코드'],
  ['PAYMETHOD',      'method',         text(20),        'required', 'manual', '결제수단', { example: 'CARD_SUGI' }],
  ['BUYERID',        'buyerId',        text(20),        'required', 'manual', '고객 ID'],
  ['TID',            'tid',            text(50),        'required', 'manual', 'PG 거래 고유번호', { example: '260131093000A1B2C3D4' }],
  ['ACCEPTNO',       'approvalNumber', text(10),        'required', 'manual', '승인번호', { example: '12345678' }],
  ['ACCEPTDATE',     'approvedAt',     wireInstant(20), 'required', 'manual', '승인일시'],
  ['CANCELDATE',     'cancelledAt',    wireInstant(20), 'optional', 'manual', '취소날짜, 마지막 취소의 것'],
  ['CANCELMSG',      'cancelReason',   text(50),        'optional', 'manual', '취소메시지, 마지막 취소의 것'],
  ['ACCOUNTNO',      'accountNumber',  text(50),        'optional', 'public', '가상계좌번호'],
  ['RECEIVERNAME',   'accountHolder',  text(10),        'optional', 'public', '가상계좌 예금주'],
  ['DEPOSITENDDATE', 'depositBefore',  wireInstant(20), 'optional', 'public', '입금마감일시'],
  ['CARDNAME',       'bankName',       text(10),        'optional', 'public', '가상계좌 은행명'],
  ['CARDCODE',       'bankCode',       text(10),        'optional', 'public', '가상계좌 은행코드'],
]);

/** What a key-in payment is called; plugins choose the pair of keys for a refund by it. */
/** Shops choose the credential of a refund by these very words. */
export const methodNames = {
  'card-key-in': 'CARD_SUGI',
  'card-window': 'CARD',
  'card-billing': 'CARD_BATCH',
  'transfer-window': 'BANK',
  'transfer-billing': 'BANK',
  'virtual-account': 'VACCOUNT',
} as const satisfies Record<PaymentMethod, string>;
