// Every field of every CookiePay route over HTTP, generated from the table of routes: what is unfit
// is refused by its name and changes nothing, what fits is taken and echoed exactly.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Gateway } from '../../core/merchant/merchant.ts';
import { readBody } from '../../wire/body.ts';
import type { Route } from '../../wire/cookiepay/routes.ts';
import { noFields } from '../../wire/fields.ts';
import type { Row } from '../../wire/message.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { call, demoKeys, type Keys, operatorKey } from '../harness/shop.ts';
import {
  isLiteral,
  jsonBody,
  type Sent,
  type WireReply,
  wireRoutes,
} from '../harness/wire-client.ts';
import { openWitness, type Witness } from '../harness/witness.ts';
import { type FieldUnderTest, hostileCases, ruledCases, variants } from './field-cases.ts';
import { complete, openWorlds, send, type WireWorld, withField } from './wire-samples.ts';

const shops: readonly { readonly gateway: Gateway; readonly keys: Keys }[] = [
  { gateway: 'kiwoom', keys: demoKeys },
  { gateway: 'danal', keys: { id: 'demo-danal', key: 'demo-danal-key' } },
];

let gyeol: TestGateway;
let witness: Witness;
const worlds = new Map<Gateway, WireWorld>();

beforeAll(async () => {
  gyeol = await openGateway();
  witness = await openWitness(gyeol.databaseUrl);
  const opened = await openWorlds(
    gyeol.url,
    shops.map(({ keys }) => keys),
  );
  for (const [n, world] of opened.entries()) {
    const shop = shops[n];
    if (shop !== undefined) worlds.set(shop.gateway, world);
  }
});
afterAll(async () => {
  await witness.close();
  await gyeol.stop();
});

function world(gateway: Gateway): WireWorld {
  const found = worlds.get(gateway);
  if (found === undefined) throw new Error(`no shop at ${gateway}`);
  // Wrong keys are tried here by the hundred; how they are slowed down is another test's subject.
  gyeol.gateway.parts.throttle.clear([found.keys.id]);
  return found;
}

/** Some routes are of one gateway only. */
const shopsOf = (route: Route) =>
  shops.filter(({ gateway }) => route.gateway === undefined || route.gateway === gateway);

const isSuccess = ({ code, status }: WireReply): boolean =>
  code === '0000' || (code === '' && status === 200);

test.each(wireRoutes)('the matrix of $name can be built: its sample succeeds', async (route) => {
  for (const { gateway } of shopsOf(route)) {
    const reply = await send(route, world(gateway), complete(route, world(gateway)));
    expect(isSuccess(reply), `${gateway}: ${reply.text.slice(0, 300)}`).toBe(true);
  }
});

const fields = wireRoutes.flatMap((route) =>
  route.request.rows.map((row: Row) => ({ route, row, name: `${route.name}: ${row[0]}` })),
);

describe.each(fields)('$name', ({ route, row }) => {
  test('T62: length, absence and type', async () => {
    for (const { gateway } of shopsOf(route)) {
      const sent = complete(route, world(gateway));
      for (const field of variants({ route, row, context: { gateway }, sent })) {
        const cases = ruledCases(field);
        expect(cases.length).toBeGreaterThan(2);
        await expectRefused(
          field,
          cases.filter(({ fits }) => !fits),
        );
        await expectTaken(
          field,
          cases.filter(({ fits }) => fits),
        );
      }
    }
  });

  test('T64 T65 T66 T67 T68 T71: what attackers send', async () => {
    const sent = complete(route, world('kiwoom'));
    const field: FieldUnderTest = { route, row, context: { gateway: 'kiwoom' }, sent };
    const cases = hostileCases(field).map((each) => ({ ...each, fits: fits(field, each.value) }));
    await expectRefused(
      field,
      cases.filter((each) => !each.fits),
    );
    await expectTaken(
      field,
      cases.filter((each) => each.fits),
    );
  });
});

test('T65: nothing polluted the prototype of objects', () => {
  expect(({} as Readonly<Record<string, unknown>>).polluted).toBeUndefined();
});

test('the books close after all of it', async () => {
  const verdict = await call(gyeol.url, { path: '/v1/ledger/verify', key: operatorKey });
  expect(verdict.body).toEqual({ ok: true, breaks: [] });
});

interface Tried {
  readonly what: string;
  readonly value: unknown;
}

async function expectRefused(field: FieldUnderTest, cases: readonly Tried[]): Promise<void> {
  const before = await witness.digest();
  const wrong = await complaints(field, cases, (reply) => isRefusalOf(field, reply));
  expect(wrong).toEqual([]);
  expect(await witness.digest(), 'UNCHANGED').toBe(before);
}

/** Unreadable, unfit, or busy with a fault of ours: none of it may be said of what fits. */
const complaintCodes = ['E001', 'E004', 'E010'];

async function expectTaken(field: FieldUnderTest, cases: readonly Tried[]): Promise<void> {
  const taken = async (reply: WireReply, sent: Sent): Promise<boolean> => {
    const { status, code } = reply;
    if (field.route.answers === 'page') return status === 200 || status === 404;
    if (status !== 200 || complaintCodes.includes(code)) return false;
    return code !== '0000' || (await isEchoed(field, { reply, sent }));
  };
  expect(await complaints(field, cases, taken)).toEqual([]);
}

type Judge = (reply: WireReply, sent: Sent) => boolean | Promise<boolean>;

async function complaints(
  { route, row, context, sent }: FieldUnderTest,
  cases: readonly Tried[],
  judge: Judge,
): Promise<string[]> {
  const found = await Promise.all(
    cases.map(async ({ what, value }) => {
      const fresh = { ...sent, ...freshOrder(sent), [row[0]]: value };
      const reply = await send(route, world(context.gateway), fresh);
      const right = await judge(reply, fresh);
      return right ? null : `${what}: ${reply.status} ${reply.text.slice(0, 160)}`;
    }),
  );
  return found.filter((each) => each !== null);
}

let orders = 0;

/** Each try is an order of its own. */
function freshOrder(sent: Sent): Sent {
  orders += 1;
  return 'ORDERNO' in sent ? { ORDERNO: `FIELD-${orders}` } : {};
}

/** The field's name in the message, or the code of the proof that it is; 404 for a page. */
function isRefusalOf(
  { route, row }: FieldUnderTest,
  { status, code, message }: WireReply,
): boolean {
  if (route.answers === 'page') return status === 404;
  const proof = row[6]?.refusal?.kind;
  const proofCodes: Readonly<Record<string, string>> = {
    'token-refused': 'E002',
    'wrong-credentials': 'E003',
  };
  if (proof !== undefined) return status === 200 && code === proofCodes[proof];
  return status === 200 && code === 'E004' && message.startsWith(`${row[0]}:`);
}

/** What the answer repeats, and what paycert tells of it later, is exactly what was sent. */
async function isEchoed(
  { route, row, context }: FieldUnderTest,
  { reply, sent }: { readonly reply: WireReply; readonly sent: Sent },
): Promise<boolean> {
  const value = sent[row[0]];
  if (typeof value !== 'string' || value === '' || route.answers !== 'object') return true;
  const said = reply.json as Readonly<Record<string, string>>;
  const repeated = route.answer?.wireNameOf(row[1]);
  if (route.ids.includes(row[0]) || /^extra/.test(row[1])) {
    if (repeated !== undefined && said[repeated] !== value) return false;
  }
  if (route.name !== 'keyin' || !stored.includes(row[1])) return true;
  const told = await world(context.gateway).shop.paycert(said.TID ?? '');
  const paycert = wireRoutes.find(({ name }) => name === 'paycert');
  return told[paycert?.answer?.wireNameOf(row[1]) ?? ''] === value;
}

/** What a key-in payment stores of its request and paycert tells. */
const stored = ['orderNumber', 'productName', 'productCode', 'buyerName', 'buyerEmail', 'buyerId'];

/** The wire's own verdict, which tests in wire/ hold to the tables; here it must be carried out. */
function fits({ route, row, context, sent }: FieldUnderTest, value: unknown): boolean {
  const fields = withField(sent, row[0], value);
  const body = readBody(Buffer.from(jsonBody(route, fields)), undefined);
  const place = row[6]?.place;
  const text = { text: isLiteral(value) ? value.literal : String(value), type: 'string' } as const;
  if (place !== undefined) return row[2].read(text).ok;
  const headers = { token: 'any', apikey: 'any' };
  const decoded = route.request.decode({ body: body.ok ? body.value : noFields, headers }, context);
  return decoded.ok;
}
