// The table of POST /api/settlement: what one payout consists of, row by row (manual 001).
import type { RowKind } from '../../core/settlement/row.ts';
import { compactDate, orderNumber, signedWon, text, wonDigits } from '../field.ts';
import { message } from '../message.ts';
import { tokenHeader } from './proofs.ts';
import { succeeded } from './results.ts';

// The manual says 20 for TID; ids of up to 100 characters exist.
// biome-ignore format: a table
export const settlementRequest = message('settlement request', [
  // wire     means     rule         presence    source    meaning
  tokenHeader,
  ['API_ID', 'apiId',  text(30),    'required', 'manual', 'COOKIEPAY에서 발급받은 ID', { example: 'demo_kiwoom' }],
  ['TID',    'tid',    text(100),   'optional', 'manual', '조회를 원하는 거래번호. 없으면 지급일의 모든 거래', { example: '260131093000A1B2C3D4' }],
  ['DATE',   'date',   compactDate, 'required', 'manual', '조회를 원하는 지급일 (YYYYMMDD)'],
]);

// The manual gives most of these no length. FINALAMT − FEE − VAT = PAYMENTAMT in every row; on
// cancels all four carry their sign. AUTHAMT is the whole approval, and the sale's TRXID and ORDERNO
// stand on its cancels too, so that one TID tells the whole story.
// biome-ignore format: a table
export const settlementRow = message('settlement row', [
  // wire              means           rule             presence    source    meaning
  ['AUTHAMT',         'approved',     wonDigits(10),   'required', 'manual', '승인금액 (취소에도 원거래의 승인금액)'],
  ['FEERATE',         'feeRate',      text(10),        'required', 'manual', '수수료율 (%, 부가세 제외)', { example: '2.50' }],
  ['PAYMENTSTATUS',   'kind',         text(2),         'required', 'manual', '11: 승인, 21: 당일취소, 22: 일반취소', { example: '11' }],
  ['FEE',             'fee',          signedWon(10),   'required', 'manual', '수수료 (취소는 음수)', { example: '1250' }],
  ['VAT',             'feeVat',       signedWon(10),   'required', 'manual', '수수료의 부가세 (취소는 음수)', { example: '125' }],
  ['SETTLE_CYCLE_CD', 'cycle',        text(10),        'required', 'manual', '정산주기 (D: 매일, W: 매주 마감, M: 매월 마감; 뒤는 지급까지의 일수)', { example: 'D+6' }],
  ['PAYTYPE',         'method',       text(20),        'required', 'manual', '결제수단', { example: 'CARD_SUGI' }],
  ['ACQUIRER',        'acquirer',     text(4),         'optional', 'manual', '매입사 코드 (카드가 아니면 없음)', { example: 'CCLG' }],
  ['PAYMENTAMT',      'net',          signedWon(10),   'required', 'manual', '지급금액 (취소는 음수)', { example: '48625' }],
  ['TRXID',           'tid',          text(50),        'required', 'manual', '원거래의 거래번호', { example: '260131093000A1B2C3D4' }],
  ['CPID',            'contract',     text(50),        'required', 'manual', 'PG사 상점 ID', { example: 'demo_kiwoom' }],
  ['ORDERNO',         'orderNumber',  orderNumber(50), 'required', 'manual', '원거래의 주문번호', { example: 'ORDER-0001' }],
  ['AUTHDT',          'date',         compactDate,     'required', 'manual', '승인일자, 취소는 취소일자', { example: '20260131' }],
  ['FINALAMT',        'gross',        signedWon(10),   'required', 'manual', '대사금액 (취소는 음수)', { example: '50000' }],
  ['PAYOFFDT',        'payoutDate',   compactDate,     'required', 'manual', '지급일자', { example: '20260210' }],
  ['STATUS_CD',       'payoutStatus', text(2),         'required', 'manual', '01: 지급예정, 03: 지급완료', { example: '01' }],
]);

/** Nothing found, or refused. */
// biome-ignore format: a table
export const settlementRefusal = message('settlement refusal', [
  // wire         means      rule       presence    source    meaning
  ['RESULTCODE', 'code',    text(4),   'required', 'manual', '결과 코드 (성공시 0000, 내역 없음 E008)', { example: 'E008' }],
  ['RESULTMSG',  'message', text(100), 'required', 'manual', '결과 메시지'],
]);

/** Kinds of rows that this dialect has a code for. */
export const settlementKinds = ['11', '21', '22'] as const satisfies readonly RowKind[];

export interface Frame {
  readonly before: string;
  readonly after: string;
}

/**
 * What stands around the rows of a success, which are written one by one: a day may have a million.
 * The manual's table puts them under DATA; its C# sample reads the whole body as an array.
 */
export function settlementFrame(form: 'object' | 'array'): Frame {
  if (form === 'array') return { before: '[', after: ']' };
  const body = JSON.stringify({ ...settlementRefusal.render(succeeded), DATA: [] });
  return { before: body.slice(0, -2), after: body.slice(-2) };
}

/** Rates are whole thousandths of a percent: two decimals, a third where it says more. */
export function percent(rate: bigint): string {
  const text = `${rate / 1_000n}.${String(rate % 1_000n).padStart(3, '0')}`;
  return text.endsWith('0') ? text.slice(0, -1) : text;
}
