// Story: what a bank and an acquirer say of a day is compared with the books, break by break.
import { once } from 'node:events';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOwner, booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { moveClock } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
let acquirerFile: string;
let bankFile: string;

const asked = (path: string) => call(gyeol.url, { path, key: operatorKey });

/** Sold on Thursday the 9th of March 2028; the acquirer pays on Tuesday, we on Monday after. */
beforeAll(async () => {
  gyeol = await openGateway();
  await moveClock(gyeol.url, { to: '2028-03-09T10:00:00+09:00' });
  const shop = await openShop(gyeol.url);
  for (let n = 0; n < 14; n += 1) {
    const sold = await shop.keyin({ AMOUNT: String(10_000 + n * 111) });
    // Two slips of cancels, for a line that is the sum of both.
    if (n < 2) await shop.cancel({ tid: sold.TID, amount: String(1_000 + n) });
  }
  await moveClock(gyeol.url, { to: '2028-03-21T00:00:00+09:00' });
  const day = await asked('/sandbox/acquirers/file?acquirer=CCLG&date=2028-03-14');
  acquirerFile = String(day.body.csv);
  bankFile = String((await asked('/sandbox/bank/statement?date=2028-03-20')).body.csv);
});
afterAll(async () => {
  await booksClose(gyeol);
  await gyeol.stop();
});

interface Result {
  readonly id: string;
  readonly matched: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly breaks: readonly { readonly kind: string; readonly difference: number }[];
}

function send(csv: string, kind = 'acquirer', other?: string) {
  const [account, date] = kind === 'bank' ? ['settlement', '2028-03-20'] : ['CCLG', '2028-03-14'];
  const body = { kind, account: other ?? account, date, csv };
  return call(gyeol.url, { method: 'POST', path: '/v1/reconciliations', body, key: operatorKey });
}

async function compare(csv: string, kind = 'acquirer'): Promise<Result> {
  const made = await send(csv, kind);
  expect(made.status).toBe(201);
  return made.body as unknown as Result;
}

const linesOf = (csv: string) => csv.trim().split('\n').slice(1);
const fileOf = (lines: readonly string[]) => [acquirerFile.split('\n')[0], ...lines].join('\n');

test('files as they should be have no break', async () => {
  expect(linesOf(acquirerFile)).toHaveLength(16);
  expect(await compare(acquirerFile)).toMatchObject({ matched: 16, breaks: [] });
  expect(linesOf(bankFile)).toHaveLength(1);
  expect(await compare(bankFile, 'bank')).toMatchObject({ matched: 1, breaks: [] });
});

/** acquirer, kind, slip, approval, amount, charge, pay_in_date */
function changed(line: string, change: Readonly<Record<number, string>>): string {
  return line
    .split(',')
    .map((field, index) => change[index] ?? field)
    .join(',');
}

function amountOf(line: string): number {
  return Number(line.split(',')[4]);
}

/** Each kind once but `sent-back`, in a file that is otherwise right. */
function broken(): string[] {
  const lines = linesOf(acquirerFile);
  const sales = lines.filter((line) => line.includes(',sale,'));
  const cancels = lines.filter((line) => line.includes(',cancel,'));
  const [missing, amount, fee, early, twice, split, account, sign, unknown, late, ...right] = sales;
  const half = Math.floor(amountOf(split ?? '') / 2);
  const charge = Number((split ?? '').split(',')[5]);
  expect(missing).not.toBe(undefined);
  const sum = (index: number) =>
    String(cancels.reduce((total, line) => total + Number(line.split(',')[index]), 0));
  return [
    ...right,
    changed(right[0] ?? '', { 2: 'S-9', 3: '', 4: '777', 5: '7' }),
    changed(amount ?? '', { 4: String(amountOf(amount ?? '') - 100) }),
    changed(fee ?? '', { 5: '1' }),
    changed(early ?? '', { 6: '2028-03-13' }),
    ...[twice ?? '', twice ?? ''],
    changed(split ?? '', { 4: String(half), 5: '0' }),
    changed(split ?? '', { 4: String(amountOf(split ?? '') - half), 5: String(charge) }),
    changed(account ?? '', { 0: 'CCBC' }),
    changed(sign ?? '', { 1: 'cancel' }),
    changed(unknown ?? '', { 2: 'S-8' }),
    changed(late ?? '', { 6: '2028-03-15' }),
    changed(cancels[0] ?? '', { 2: '', 3: '', 4: sum(4), 5: sum(5) }),
  ];
}

const kinds = [
  ...['amount', 'date', 'duplicate', 'extra', 'fee', 'late', 'merged', 'missing'],
  ...['probable', 'sign', 'split', 'wrong-account'],
];

test('twelve kinds of break, each planted once: all are found, and none is invented', async () => {
  const { counts, matched } = await compare(fileOf(broken()));
  expect(Object.keys(counts).sort()).toEqual(kinds);
  expect(new Set(Object.values(counts))).toEqual(new Set([1]));
  // The four that are right, and the one that stands twice.
  expect(matched).toBe(5);
});

test('the order of lines decides nothing, and the same file adds nothing', async () => {
  const once = await compare(fileOf(broken()));
  const again = await compare(fileOf(broken()));
  expect(again.id).toBe(once.id);
  const shuffled = await compare(fileOf([...broken()].reverse()));
  expect(shuffled.counts).toEqual(once.counts);
  const list = await asked('/v1/reconciliations');
  const ids = (list.body.data as Result[]).map(({ id }) => id);
  expect(ids.filter((id) => id === once.id)).toHaveLength(1);
});

/** How much is kept of files and of what they said. */
async function kept(): Promise<unknown[]> {
  const tables = ['reconciliation', 'statement_line', 'settled_move', 'journal', 'posting'];
  const counts = tables.map((name) => `(select count(*) from ${name}) as ${name}`);
  return rowsOf(gyeol, `select ${counts.join(', ')}`);
}

const header = 'account,date,direction,amount,reference,bank_reference';
const third = (second: string) =>
  [header, 'settlement,2028-03-20,in,800,,B-1', second, 'settlement,2028-03-20,in,800,,B-3'].join(
    '\n',
  );

// biome-ignore format: a table
const unreadable: readonly (readonly [string, string, string])[] = [
  ['another header',     'a,b',                                            `in line 1: the header ${header}`],
  ['garbage',            'garbage',                                        `in line 1: the header ${header}`],
  ['too few fields',     third('settlement,2028-03-20,in,800'),            'in line 3: 6 fields'],
  ['an amount in words', third('settlement,2028-03-20,in,8won,,B-2'),      'in line 3, column 4 (amount): won in digits, without sign or separator'],
  ['a day that is none', third('settlement,2028-02-30,in,800,,B-2'),       'in line 3, column 2 (date): a day, YYYY-MM-DD'],
  ['an open quote',      third('settlement,2028-03-20,in,800,"a,B-2'),     'in line 3, column 5 (reference): a quote at the end of the field'],
  ['an empty line',      third(''),                                        'in line 3: a line that is not empty'],
];

test.each(
  unreadable,
)('T70: %s: the file is refused with its place, nothing of it is kept', async (_, csv, place) => {
  const before = await kept();
  const refusal = { status: 400, field: 'csv', detail: `csv: expected ${place}` };
  expect(await send(csv, 'bank')).toMatchObject({ status: 400, body: refusal });
  const made = await fetch(upload('settlement'), { method: 'PUT', headers, body: csv });
  expect(await made.json()).toMatchObject(refusal);
  expect(await kept()).toEqual(before);
});

test('T70: an empty file, and one of an account that nobody has, are refused', async () => {
  const before = await kept();
  const empty = await fetch(upload('settlement'), { method: 'PUT', headers, body: '' });
  expect(await empty.json()).toMatchObject({ status: 400, field: 'csv' });
  const stranger = await send(acquirerFile, 'acquirer', 'XXXX');
  expect(stranger).toMatchObject({ status: 400, body: { field: 'account' } });
  const other = await send(bankFile, 'bank', 'operating');
  expect(other).toMatchObject({ status: 400, body: { field: 'account' } });
  expect(await kept()).toEqual(before);
});

test('T70: a file of strangers is the wrong file, and nothing of it is kept', async () => {
  const before = await kept();
  const lines = Array.from({ length: 50_001 }, (_, n) => `settlement,2028-03-20,in,800,,B-${n}`);
  const body = [header, ...lines].join('\n');
  const made = await fetch(upload('settlement'), { method: 'PUT', headers, body });
  expect(await made.json()).toMatchObject({ status: 400, field: 'csv' });
  expect(await kept()).toEqual(before);
});

const upload = (account: string) => {
  const kind = account === 'settlement' ? 'bank' : 'acquirer';
  return `${gyeol.url}/v1/reconciliations?kind=${kind}&account=${account}&date=2028-03-14`;
};
const headers = { authorization: `Bearer ${operatorKey}`, 'content-type': 'text/csv' };

describe('a file as it is, read while it comes', () => {
  test('T70: a hundred thousand lines, in any order: the two that do not fit are found', async () => {
    // Four slips become as many thousand as a sequence can count, for this comparison only.
    const copies = `insert into settlement_row (merchant_id, payment_id, sequence, contract_id, kind,
        gross, fee, fee_vat, net, charge, date, journal_id, subject, asked_at, tid,
        generation, undatable)
      select r.merchant_id, r.payment_id, n, contract_id, kind, gross, fee, fee_vat, net, charge,
        date, journal_id, 'copy', asked_at, tid, generation, true
      from settlement_row r, generate_series(101, 25100) as n
      where r.sequence = 1 and r.tid in (
        select tid from settlement_row where kind = '11' order by tid limit 4)`;
    try {
      await asOwner(gyeol, copies);
      const path = '/sandbox/acquirers/file?acquirer=CCLG&date=2028-03-14';
      const csv = String((await asked(path)).body.csv);
      expect(linesOf(csv)).toHaveLength(100_016);
      const lines = linesOf(csv);
      lines[80_000] = changed(lines[80_000] ?? '', { 5: '1' });
      lines.splice(20_000, 1);
      const body = fileOf(lines.reverse());
      const made = await fetch(upload('CCLG'), { method: 'PUT', headers, body });
      expect(made.status).toBe(201);
      const counts = { fee: 1, missing: 1 };
      expect(await made.json()).toMatchObject({ matched: 100_014, counts });
    } finally {
      const forget = "delete from settlement_row where subject = 'copy'";
      await asOwner(gyeol, forget, ['settlement_row']);
    }
  });

  test('T70: what is no text, or too much of it, is refused with its place', async () => {
    const zip = new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0xff, 0xfe]);
    const made = await fetch(upload('settlement'), { method: 'PUT', headers, body: zip });
    expect(made.status).toBe(400);
    expect(await made.json()).toMatchObject({ detail: 'encoding at line 1, column 1' });
    const request = http.request(upload('settlement'), {
      method: 'PUT',
      headers: { ...headers, 'content-length': String(65 * 1024 * 1024) },
    });
    const answered = once(request, 'response');
    request.flushHeaders();
    const [response] = (await answered) as [http.IncomingMessage];
    expect(response.statusCode).toBe(413);
    request.on('error', () => {});
    request.destroy();
  });
});
