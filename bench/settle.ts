// A whole day after its sales: captured, fixed, paid out, listed and proved; seconds and memory.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type pg from 'pg';
import { openDatabase } from './database.ts';
import { type Filling, fill } from './fill.ts';
import { cards, demo, keyIn, takeToken } from './order.ts';
import { peakMegabytes, waitUntilIdle } from './processes.ts';
import { type Server, startServer } from './server.ts';

const steps = ['capture', 'fixing', 'payout', 'listing', 'verify'] as const;
type Step = (typeof steps)[number];

export interface Taken {
  readonly seconds: number;
  /** The most that the server process held meanwhile, shared pages included. */
  readonly peakMegabytes: number;
}

export interface SettledDay {
  readonly sales: number;
  readonly took: Readonly<Record<Step, Taken>>;
  /** What was wrong; a figure of a day that does not close means nothing. */
  readonly faults: readonly string[];
}

const dayMs = 86_400_000;
const seoulMs = 9 * 3_600_000;
const operatorKey = 'ok_sandbox_demo';

export async function measureSettlement(
  folder: string,
  sizes: readonly number[],
): Promise<SettledDay[]> {
  const days: SettledDay[] = [];
  for (const sales of sizes) {
    const parent = join(folder, `day-of-${sales}`);
    mkdirSync(parent, { mode: 0o711 });
    console.log(`a day of ${sales} sales`);
    const server = await startServer(join(parent, 'data'));
    try {
      days.push(await settle(server, sales));
    } finally {
      await server.stop();
      rmSync(parent, { recursive: true, force: true });
    }
  }
  return days;
}

async function settle(server: Server, sales: number): Promise<SettledDay> {
  const { url } = server;
  // One real sale tells whose the others are; it is captured before they begin.
  const token = await takeToken(url);
  const order = `DAY-${Date.now()}`;
  const code = await keyIn(url, { token, order, card: cards[0] ?? '' });
  if (code !== '0000') throw new Error(`the first sale was answered ${code}`);
  const midnight = nextMidnight((await ask(url, '/sandbox/clock')).now);
  const start = midnight + dayMs / 4;
  await moveClock(url, start);
  const database = await openDatabase(server.dataFolder);
  try {
    await fill(
      database.gateway,
      { start, ...(await ownerOf(database.gateway)) },
      { from: 0, to: sales },
    );
    return await afterTheDay(server, {
      sales,
      midnight: midnight + dayMs,
      client: database.gateway,
    });
  } finally {
    await database.close();
  }
}

interface Day {
  readonly sales: number;
  /** The end of the day, in milliseconds since 1970. */
  readonly midnight: number;
  readonly client: pg.Client;
}

async function afterTheDay(server: Server, { sales, midnight, client }: Day): Promise<SettledDay> {
  const { url } = server;
  await moveClock(url, midnight - dayMs / 24);
  const capture = await timed(server, () => moveClock(url, midnight));
  const [payout] = await rowsOf<{ date: string; closes: Date; pays: Date; rows: bigint }>(
    client,
    `select p.date::text, p.closes_at as closes, p.pays_at as pays, count(*) as rows
     from payout p join settlement_row r on r.contract_id = p.contract_id and r.payout_date = p.date
     group by p.contract_id, p.date, p.closes_at, p.pays_at order by rows desc limit 1`,
  );
  if (payout === undefined) throw new Error('nothing was captured');
  const fixing = await timed(server, () => moveClock(url, payout.closes.getTime()));
  const paying = await timed(server, () => moveClock(url, payout.pays.getTime()));
  const listing = await timed(server, () => list(url, payout.date));
  const verify = await timed(server, () => ask(url, '/v1/ledger/verify'));
  const faults = [
    ...(Number(payout.rows) >= sales ? [] : [`${payout.rows} rows of ${sales} sales`]),
    ...(listing.result.rows === Number(payout.rows) ? [] : [`${listing.result.rows} rows listed`]),
    ...(listing.result.paid ? [] : ['not paid out']),
    ...(verify.result.ok === true ? [] : [`verify: ${JSON.stringify(verify.result)}`]),
  ];
  return { sales, faults, took: { capture, fixing, payout: paying, listing, verify } };
}

export async function timed<Result>(
  server: Server,
  work: () => Promise<Result>,
): Promise<Taken & { readonly result: Result }> {
  await waitUntilIdle();
  // Linux forgets the highest resident size of a process when this is written.
  writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
  const begun = performance.now();
  const result = await work();
  const seconds = (performance.now() - begun) / 1_000;
  return { seconds, peakMegabytes: peakMegabytes(server.pid), result };
}

async function ownerOf(client: pg.Client): Promise<Omit<Filling, 'start'>> {
  const [owner] = await rowsOf<Omit<Filling, 'start'>>(
    client,
    `select merchant_id as merchant, contract_id as contract, credential_id as credential
     from payment`,
  );
  if (owner === undefined) throw new Error('the first sale is not there');
  return owner;
}

export async function rowsOf<Row extends pg.QueryResultRow>(
  client: pg.Client,
  sql: string,
): Promise<Row[]> {
  return (await client.query<Row>(sql)).rows;
}

/** Counts rows as they arrive and keeps none of them. */
async function list(url: string, date: string): Promise<{ rows: number; paid: boolean }> {
  const response = await fetch(`${url}/api/settlement`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ApiKey: demo.key, TOKEN: await takeToken(url) },
    body: JSON.stringify({ API_ID: demo.id, DATE: date.replaceAll('-', '') }),
  });
  let rows = 0;
  let open = 0;
  let rest = '';
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const pieces = (rest + piece).split('}');
    rest = pieces.pop() ?? '';
    for (const row of pieces) {
      if (row.includes('"ORDERNO"')) rows += 1;
      if (row.includes('"01"')) open += 1;
    }
  }
  return { rows, paid: open === 0 };
}

export async function moveClock(url: string, to: number): Promise<void> {
  await ask(url, '/sandbox/clock', JSON.stringify({ to: new Date(to).toISOString() }));
}

interface Answer {
  readonly now: string;
  readonly ok?: boolean;
}

/** fetch gives up after five minutes without an answer; a million sales may take longer. */
export async function ask(url: string, path: string, sent?: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' };
  const method = sent === undefined ? 'GET' : 'POST';
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url + path, { method, headers }, resolve)
      .once('error', reject)
      .end(sent);
  });
  const body = await text(response);
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode} ${body}`);
  return JSON.parse(body) as Answer;
}

/** The first midnight of Seoul after an instant. */
function nextMidnight(now: string): number {
  const day = Math.floor((Date.parse(now) + seoulMs) / dayMs);
  return (day + 1) * dayMs - seoulMs;
}

export function printSettlement(days: readonly SettledDay[]): void {
  for (const { sales, took, faults } of days) {
    for (const step of steps) {
      const { seconds, peakMegabytes: peak } = took[step];
      const rate = `${((1e6 * seconds) / sales).toFixed(0)} µs a sale`;
      console.log(
        `${sales} sales, ${step}: ${seconds.toFixed(1)} s, ${rate}, ${peak.toFixed(0)} MB`,
      );
    }
    for (const fault of faults) console.log(`WRONG: ${fault}`);
  }
  const [least, most] = [days[0], days.at(-1)];
  if (least === undefined || most === undefined || least === most) return;
  for (const step of steps) {
    const memory = most.took[step].peakMegabytes / least.took[step].peakMegabytes;
    console.log(`${step}: ${most.sales} ÷ ${least.sales} sales, memory ${memory.toFixed(2)}`);
  }
}
