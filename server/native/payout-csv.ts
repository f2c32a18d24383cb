// The rows of a payout as a file for a clerk: written out while they are read.
import { Readable } from 'node:stream';
import type { RowKind } from '../../core/settlement/row.ts';
import {
  type ListedRow,
  listRows,
  type RowPlace,
  type RowSearch,
} from '../../storage/settlement-list.ts';
import { byteOrderMark, type Cell, csvLine } from '../../wire/csv.ts';

type Column = readonly [heading: string, cell: (row: ListedRow) => Cell];

const kindWords: Readonly<Record<RowKind, string>> = {
  11: '승인',
  21: '당일취소',
  22: '취소',
  deposit: '취소 입금',
  adjustment: '수수료 조정',
};

// biome-ignore format: a table
const columns: readonly Column[] = [
  ['구분 Kind',                (row) => kindWords[row.kind]],
  ['거래일 Date',              (row) => row.date],
  ['거래번호 TID',             (row) => row.tid],
  ['주문번호 Order',           (row) => row.orderNumber],
  ['매입사 Acquirer',          (row) => row.acquirerName],
  ['할부개월 Instalment',      (row) => BigInt(row.instalment)],
  ['거래금액 Gross',           (row) => row.gross],
  ['기본수수료 Base fee',      (row) => row.fee - row.instalmentFee],
  ['할부수수료 Instalment fee', (row) => row.instalmentFee],
  ['수수료 부가세 Fee VAT',    (row) => row.feeVat],
  ['정산금액 Net',             (row) => row.net],
  ['지급일 Payout date',       (row) => row.payoutDate ?? ''],
];

const pageSize = 1_000;

type Rows = Omit<RowSearch, 'after' | 'limit' | 'tid'>;

/** A piece of text per page; a payout may have a million rows. */
export function csvOfRows(pool: Parameters<typeof listRows>[0], rows: Rows): Readable {
  return Readable.from(written(pool, rows));
}

async function* written(pool: Parameters<typeof listRows>[0], rows: Rows): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(columns.map(([heading]) => heading));
  let after: RowPlace | null = null;
  for (;;) {
    const page: ListedRow[] = await listRows(pool, { ...rows, tid: null, after, limit: pageSize });
    const lines = page.map((row) => csvLine(columns.map(([, cell]) => cell(row))));
    if (lines.length > 0) yield lines.join('');
    after = page.at(-1) ?? null;
    if (page.length < pageSize) return;
  }
}

/** A file where the query or, without one, the header asks for it. */
export function asksForCsv(format: string | undefined, accept: string): boolean {
  if (format !== undefined) return format === 'csv';
  const types = accept
    .toLowerCase()
    .split(',')
    .map((each) => each.split(';')[0]?.trim());
  return types.includes('text/csv') && !types.includes('application/json');
}
