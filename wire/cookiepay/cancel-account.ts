// The table of POST /api/get_cancel_bank_account: paying in before a late cancel (manual 002).
import { date, text, wonDigits } from '../field.ts';
import { message } from '../message.ts';
import { apiKeyHeader, tokenHeader } from './proofs.ts';

// The manual says 50; ids of up to 100 characters exist.
// biome-ignore format: a table
export const cancelAccountRequest = message('cancel account request', [
  // wire     means     rule           presence    source    meaning
  tokenHeader,
  apiKeyHeader,
  ['tid',    'tid',    text(100),     'required', 'manual', 'PG사 거래 고유번호', { example: '260131093000A1B2C3D4' }],
  ['reason', 'reason', text(50),      'required', 'manual', '취소 사유', { example: '고객 변심' }],
  ['amount', 'amount', wonDigits(10), 'required', 'manual', '취소 요청 금액'],
]);

// DEPOSITENDDATE is ten characters in the manual, which a day with hyphens fills exactly.
// biome-ignore format: a table
export const cancelAccountAnswer = message('cancel account answer', [
  // wire             means            rule           presence    source    meaning
  ['RESULTCODE',     'code',          text(4),       'required', 'manual', '결과 코드 (성공시 0000)', { example: '0000' }],
  ['RESULTMSG',      'message',       text(100),     'required', 'manual', '결과 메시지', { example: '성공' }],
  ['TID',            'tid',           text(50),      'required', 'manual', 'PG사 거래 고유번호', { example: '260131093000A1B2C3D4' }],
  ['BANKNAME',       'bankName',      text(20),      'required', 'manual', '입금은행', { example: '신한은행' }],
  ['ACCOUNTNO',      'accountNumber', text(20),      'required', 'manual', '입금계좌번호', { example: '56212345678901' }],
  ['CANCELAMT',      'amount',        wonDigits(10), 'required', 'manual', '취소 요청 금액'],
  ['DEPOSITAMT',     'deposit',       wonDigits(10), 'required', 'manual', '입금하실 금액'],
  ['DEPOSITENDDATE', 'depositBefore', date,          'required', 'manual', '입금유효기간 (그날 23:59:59까지)'],
]);
