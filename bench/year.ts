// A year of monthly schedules in one move of the clock: charged, captured, paid out and proved.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { registerKeys } from './charge.ts';
import { openDatabase } from './database.ts';
import { cpuSecondsOf, cpuSecondsOfFamily, machineTimes } from './processes.ts';
import { type Server, startServer } from './server.ts';
import { ask, moveClock, rowsOf, type Taken, timed } from './settle.ts';

export interface Year extends Taken {
  readonly schedules: number;
  readonly payments: number;
  /** CPU seconds of the server and of its database, and of the whole machine meanwhile. */
  readonly cpu: { readonly server: number; readonly database: number; readonly machine: number };
  /** Of the last minute, when the move had ended. */
  readonly load: number;
  readonly faults: readonly string[];
}

const buyer = { name: '홍길동', email: '', id: '', phone: '', address: '' };

const begins = Date.parse('2027-01-01T00:30:00+09:00');
const ends = Date.parse('2028-01-01T00:30:00+09:00');

export async function measureYears(folder: string, sizes: readonly number[]): Promise<Year[]> {
  const years: Year[] = [];
  for (const schedules of sizes) {
    const parent = join(folder, `year-of-${schedules}`);
    mkdirSync(parent, { mode: 0o711 });
    console.log(`a year of ${schedules} monthly schedules`);
    const server = await startServer(join(parent, 'data'));
    try {
      years.push(await measure(server, schedules));
    } finally {
      await server.stop();
      rmSync(parent, { recursive: true, force: true });
    }
  }
  return years;
}

async function measure(server: Server, schedules: number): Promise<Year> {
  await moveClock(server.url, begins);
  const keys = await registerKeys(server.url);
  const database = await openDatabase(server.dataFolder);
  const { gateway: client, postmaster } = database;
  try {
    await plant(client, { key: keys[0] ?? '', schedules });
    const before = {
      ...{ server: cpuSecondsOf(server.pid), database: cpuSecondsOfFamily(postmaster) },
      machine: machineTimes().busy,
    };
    const taken = await timed(server, () => moveClock(server.url, ends));
    const { seconds, peakMegabytes } = taken;
    const cpu = {
      server: cpuSecondsOf(server.pid) - before.server,
      database: cpuSecondsOfFamily(postmaster) - before.database,
      machine: machineTimes().busy - before.machine,
    };
    const load = Number(readFileSync('/proc/loadavg', 'latin1').split(' ', 1)[0]);
    const [found] = await rowsOf<{ payments: number }>(
      client,
      `select count(*)::int as payments from payment
       where schedule_id is not null and status = 'approved'`,
    );
    const faults = await faultsOf(server, client, schedules);
    const payments = found?.payments ?? 0;
    return { ...{ schedules, payments, seconds, peakMegabytes, cpu, load, faults } };
  } finally {
    await database.close();
  }
}

/** Each with a key of its own, spread over the days of the month, as if registered one by one. */
async function plant(
  client: pg.Client,
  { key, schedules }: { readonly key: string; readonly schedules: number },
): Promise<void> {
  await client.query(
    `insert into billing_key (merchant_id, id, version, status, generation, contract_id,
       credential_id, instrument, payer_number, payer_name, payer_phone, payer_email, registered_at)
     select merchant_id, id || '-' || n, version, status, generation, contract_id, credential_id,
       instrument, payer_number, payer_name, payer_phone, payer_email, registered_at
     from billing_key, generate_series(1, $2::int) as n where id = $1`,
    [key, schedules],
  );
  await client.query(
    `with planted as (
       insert into schedule (merchant_id, id, generation, contract_id, credential_id, billing_key,
         amount, supply, vat, tax_free, vat_given, goods_name, goods_code, buyer, recurrence,
         first_round, first_date, status, created_at)
       select merchant_id, gen_random_uuid(), generation, contract_id, credential_id, id, 9900,
         9000, 900, 0, false, '정기구독', '', $2::json,
         json_build_object('every', 'month', 'day', 1 + n % 31), 1, date '2027-01-01' + n % 31,
         'active', registered_at
       from (select *, split_part(id, '-', -1)::int - 1 as n from billing_key where id like $1) as k
       returning *
     )
     insert into schedule_round (merchant_id, schedule_id, number, date, status, due_at)
     select merchant_id, id, 1, first_date, 'due',
       (first_date + time '09:00') at time zone 'Asia/Seoul'
     from planted`,
    [`${key}-%`, JSON.stringify(buyer)],
  );
  await client.query('vacuum analyze billing_key, schedule, schedule_round');
}

async function faultsOf(server: Server, client: pg.Client, schedules: number): Promise<string[]> {
  const wrong = await rowsOf<{ id: string; charged: number }>(
    client,
    `select schedule_id as id, count(*) filter (where status = 'charged')::int as charged
     from schedule_round group by schedule_id
     having count(*) filter (where status = 'charged') <> 12`,
  );
  const [open] = await rowsOf<{ rows: number }>(
    client,
    `select count(*)::int as rows from payment p where p.schedule_id is not null
       and p.captured_at is null and p.approved_at < timestamptz '2027-12-31T00:00:00+09:00'`,
  );
  const verify = await ask(server.url, '/v1/ledger/verify');
  return [
    ...wrong.slice(0, 3).map(({ id, charged }) => `${id}: ${charged} rounds of 12 charged`),
    ...(wrong.length === 0 ? [] : [`${wrong.length} of ${schedules} schedules are wrong`]),
    ...(open?.rows === 0 ? [] : [`${open?.rows} payments not captured`]),
    ...(verify.ok === true ? [] : [`verify: ${JSON.stringify(verify)}`]),
  ];
}

export function printYears(years: readonly Year[]): void {
  for (const { schedules, payments, seconds, peakMegabytes, cpu, load, faults } of years) {
    const figures = [
      ...[`${payments} payments`, `${seconds.toFixed(1)} s`, `${peakMegabytes.toFixed(0)} MB`],
      `CPU ${cpu.server.toFixed(1)} s server, ${cpu.database.toFixed(1)} s database`,
      `${(cpu.machine - cpu.server - cpu.database).toFixed(1)} s others, load ${load}`,
    ];
    console.log(`a year of ${schedules} schedules: ${figures.join(', ')}`);
    for (const fault of faults) console.log(`WRONG: ${fault}`);
  }
}
