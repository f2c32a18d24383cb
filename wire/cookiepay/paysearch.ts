// The table of POST /api/paysearch: payments of some days, or one by its id.
import { date, text, wonOrZero } from '../field.ts';
import { type Condition, message } from '../message.ts';
import { paycertAnswer } from './paycert.ts';
import { tokenHeader } from './proofs.ts';

const withoutTid: Condition = {
  says: 'TID가 없으면 필수',
  holds: (_, body) => (body.get('TID')?.text ?? '') === '',
};

// biome-ignore format: a table
export const paysearchRequest = message('paysearch request', [
  // wire     means     rule       presence    source    meaning
  tokenHeader,
  ['API_ID', 'apiId',  text(30),  'required', 'public', '쿠키페이 결제 연동 id', { example: 'demo' }],
  ['TID',    'tid',    text(100), 'optional', 'public', 'PG 거래 고유번호. 있으면 날짜보다 우선', { example: '260131093000A1B2C3D4' }],
  ['STD_DT', 'from',   date,      withoutTid, 'public', '조회 시작일 (YYYY-MM-DD)'],
  ['END_DT', 'to',     date,      withoutTid, 'public', '조회 종료일 (YYYY-MM-DD)'],
]);

/** One element of the array; the vendor spells the sum this way. */
// biome-ignore format: a table
export const paysearchElement = message('paysearch element', [
  ...paycertAnswer.rows,
  ['CANCLE_SUM_AMOUNT', 'cancelledAmount', wonOrZero(10), 'required', 'public', '취소된 금액의 합계'],
]);

/** Nothing found, or refused: one object instead of an array. */
// biome-ignore format: a table
export const paysearchRefusal = message('paysearch refusal', [
  // wire         means      rule       presence    source    meaning
  ['RESULTCODE', 'code',    text(4),   'required', 'public', '결과 코드 (내역 없음: E008)', { example: 'E008' }],
  ['RESULTMSG',  'message', text(100), 'required', 'public', '결과 메시지'],
]);
