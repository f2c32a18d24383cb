// The table of POST /api/cancel: everything or a part of one payment.
import { cancelWon, text, wireInstant, wonDigits } from '../field.ts';
import { type Condition, message } from '../message.ts';
import { apiKeyHeader, tokenHeader } from './proofs.ts';

/** Which only the payment can tell: refund-account.ts judges it then. */
const afterDeposit: Condition = { says: '가상계좌 (입금 후)', holds: () => false };

// biome-ignore format: a table
export const cancelRequest = message('cancel request', [
  // wire           means            rule           presence    source      meaning
  tokenHeader,
  apiKeyHeader,
  ['tid',          'tid',           text(100),     'required', 'public',   'PG 거래 고유번호', { example: '260131093000A1B2C3D4' }],
  ['reason',       'reason',        text(50),      'required', 'public',   '취소 사유', { example: '고객 변심' }],
  ['amount',       'amount',        cancelWon(10), 'optional', 'public',   '취소 금액. 없거나 0이면 전체취소'],
  ['bank',         'bankCode',      text(10),      afterDeposit, 'public', '환불 은행코드 3자리', { example: '088', late: true }],
  ['account_no',   'accountNumber', text(50),      afterDeposit, 'public', '환불 계좌번호', { example: '99908800000001', late: true, masked: true }],
  ['account_name', 'accountHolder', text(20),      afterDeposit, 'public', '환불 예금주', { example: '홍길동', late: true }],
]);

// RESULTCODE and RESULTMSG repeat the code for a client that looks for them here as elsewhere.
// biome-ignore format: a table
export const cancelAnswer = message('cancel answer', [
  // wire          means            rule             presence    source      meaning
  ['cancel_tid',  'tid',           text(50),        'required', 'public',   'PG 거래 고유번호', { example: '260131093000A1B2C3D4' }],
  ['cancel_code', 'code',          text(4),         'required', 'public',   '결과 코드 (성공시 0000)', { example: '0000' }],
  ['cancel_msg',  'message',       text(100),       'required', 'public',   '결과 메시지', { example: '성공' }],
  ['cancel_date', 'cancelledAt',   wireInstant(50), 'required', 'public',   '취소일시'],
  ['cancel_amt',  'amount',        wonDigits(10),   'required', 'public',   '이번에 취소된 금액'],
  ['RESULTCODE',  'resultCode',    text(4),         'required', 'inferred', '결과 코드, cancel_code와 같음', { example: '0000' }],
  ['RESULTMSG',   'resultMessage', text(100),       'required', 'inferred', '결과 메시지, cancel_msg와 같음', { example: '성공' }],
]);
