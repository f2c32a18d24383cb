// Two runs that differ in CARDPWD, CARDAUTH and EXPIREDT only leave the same tables, the same logs
// and the same answers (threats §3.8b): two digits cannot be searched for, but shown to leave no
// trace.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../harness/database.ts';
import { eventually } from '../harness/patience.ts';
import { startServer, stop, temporaryFolder } from '../harness/program.ts';
import { openShop, type Shop, type WireAnswer } from '../harness/shop.ts';
import { type Dump, openWitness } from '../harness/witness.ts';

interface Secrets {
  readonly CARDPWD: string;
  readonly CARDAUTH: string;
  readonly EXPIREDT: string;
}

/** Both fit the table of fields; which of them fits a card is for its issuer to say. */
const secrets: readonly [Secrets, Secrets] = [
  { CARDPWD: '17', CARDAUTH: '851224', EXPIREDT: '3107' },
  { CARDPWD: '93', CARDAUTH: '901103', EXPIREDT: '2911' },
];

interface Trace {
  readonly answers: readonly string[];
  readonly dump: Dump;
  readonly log: readonly string[];
}

const folder = temporaryFolder();
let traces: readonly Trace[];

beforeAll(async () => {
  // One data folder, so that both runs have the same root keys; one database for each.
  traces = [await traceOf(secrets[0]), await traceOf(secrets[1])];
});
afterAll(() => folder.remove());

async function traceOf(chosen: Secrets): Promise<Trace> {
  const database = await createDatabase();
  const server = await startServer(`${folder.path}/data`, {
    DATABASE_URL: database.url,
    LOG_LEVEL: 'debug',
  });
  const shops = [
    await openShop(server.url),
    await openShop(server.url, { id: 'demo-danal', key: 'demo-danal-key' }),
  ];
  const answers: WireAnswer[] = [];
  for (const [index, shop] of shops.entries()) {
    answers.push(...(await useOf(shop, chosen, `SHOP-${index}`)));
  }
  const witness = await openWitness(database.url);
  // Noted after the answer has left; only then do both runs stand still.
  await eventually(async () => {
    const open = 'select count(*) from cancel_request where not handed_over';
    expect(await witness.query(open)).toEqual([{ count: '0' }]);
  });
  const dump = await witness.dump();
  await witness.close();
  const { err } = await stop(server);
  await database.drop();
  const approvals = (dump['public.payment'] ?? []).map((row) => row.approval_number ?? '');
  const mask = masker(approvals.filter((number) => number !== 'null' && number !== ''));
  return { answers: answers.map((each) => mask(JSON.stringify(each))), ...masked(dump, err, mask) };
}

/** Cards that approve, that decline, that know their password, and fields that do not fit. */
async function useOf(shop: Shop, chosen: Secrets, name: string): Promise<WireAnswer[]> {
  const answers: WireAnswer[] = [];
  const pay = async (fields: Readonly<Record<string, string>>): Promise<WireAnswer> => {
    const answer = await shop.keyin({ ORDERNO: `${name}-${answers.length}`, ...chosen, ...fields });
    answers.push(answer);
    return answer;
  };
  const { TID: tid = '' } = await pay({});
  await pay({ QUOTA: '03' });
  for (const CARDNO of ['9906100000001051', '9906100000001069', '9906100000001010']) {
    await pay({ CARDNO });
  }
  await pay({ CARDPWD: `${chosen.CARDPWD}0` });
  await pay({ CARDAUTH: `${chosen.CARDAUTH}0` });
  await pay({ EXPIREDT: `${chosen.EXPIREDT}0` });
  await pay({ CARDNO: '4539578763621486' });
  answers.push(await shop.paycert(tid), await shop.cancel({ tid, amount: '1000' }));
  answers.push(await shop.cancel({ tid }));
  return answers;
}

type Mask = (text: string) => string;

/** Ids, instants and what the bank made up differ in every two runs. */
function masker(approvals: readonly string[]): Mask {
  return (text) => {
    const plain = text
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
      .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-][\d:]+)/g, '<instant>')
      .replace(/\b\d{12}[0-9A-Z]{8}\b/g, '<tid>')
      .replace(/(tid=)[^&"]+&sig=[\w-]+/g, '$1<receipt>')
      .replace(/"(ms)":[\d.]+/g, '"$1":0')
      .replace(/\b\d{14}\b|\b\d{12}\b/g, '<instant>')
      .replace(/localhost:\d+|127\.0\.0\.1:\d+/g, '<host>');
    return approvals.reduce((rest, number) => rest.replaceAll(number, '<approval>'), plain);
  };
}

function masked(dump: Dump, err: string, mask: Mask): Pick<Trace, 'dump' | 'log'> {
  const tables = Object.entries(dump).map(([table, rows]) => {
    const plain = rows.map((row) => JSON.parse(mask(JSON.stringify(row))) as typeof row);
    const sorted = plain.sort((left, right) => order(JSON.stringify(left), JSON.stringify(right)));
    return [table, sorted] as const;
  });
  return { dump: Object.fromEntries(tables), log: mask(err).split('\n') };
}

function order(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

test('the runs did something, and the masks left it in', () => {
  const [one] = traces;
  expect(one?.dump['public.payment']).toHaveLength(10);
  expect(one?.dump['public.posting']?.length).toBeGreaterThan(4);
  expect(one?.log.length).toBeGreaterThan(20);
  const codes = one?.answers.map((each) => /"RESULTCODE":"(\w+)"/.exec(each)?.[1]);
  expect(new Set(codes)).toEqual(new Set(['0000', '8001', '8005', '8006', 'E004', 'E012']));
  expect(JSON.stringify(one?.dump)).toContain('SHOP-1-0');
});

test('the answers are the same', () => {
  expect(traces[1]?.answers).toEqual(traces[0]?.answers);
});

test('every table is the same', () => {
  const [one, two] = traces;
  expect(Object.keys(two?.dump ?? {})).toEqual(Object.keys(one?.dump ?? {}));
  for (const [table, rows] of Object.entries(one?.dump ?? {})) {
    expect(two?.dump[table], table).toEqual(rows);
  }
});

test('the logs are the same', () => {
  expect(traces[1]?.log).toEqual(traces[0]?.log);
});
