// Every CookiePay route × a foreign merchant, generated from the table of routes: somebody else's
// ids are ids that never were, proofs of two merchants do not mix, and nothing of the other moves.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Proof, Route } from '../../wire/cookiepay/routes.ts';
import type { Row } from '../../wire/message.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { type MadeMerchant, newMerchant } from '../harness/sandbox.ts';
import { call, demoKeys, operatorKey } from '../harness/shop.ts';
import { type Sent, wireRoutes } from '../harness/wire-client.ts';
import { openWitness, type Witness } from '../harness/witness.ts';
import { differences, echoesOf } from './absent.ts';
import { complete, openWorlds, send, type WireWorld, withField } from './wire-samples.ts';

let gyeol: TestGateway;
let witness: Witness;
let second: MadeMerchant;
const worlds: WireWorld[] = [];
const merchants: string[] = [];

beforeAll(async () => {
  gyeol = await openGateway();
  witness = await openWitness(gyeol.databaseUrl);
  second = await newMerchant(gyeol.url, { terms: { afterPayout: 'deposit' } });
  worlds.push(...(await openWorlds(gyeol.url, [demoKeys, second.keys])));
  const owner = await witness.query(`select merchant_id from tid_directory where tid = $1`, [
    worlds[0]?.tid,
  ]);
  merchants.push(String(owner[0]?.merchant_id), second.id);
});
afterAll(async () => {
  await witness.close();
  await gyeol.stop();
});

const sides = [
  { name: 'the second merchant asks for what is of demo', attacker: 1, victim: 0 },
  { name: 'demo asks for what is of the second merchant', attacker: 0, victim: 1 },
] as const;

function world(side: 0 | 1): WireWorld {
  const found = worlds[side];
  if (found === undefined) throw new Error('the worlds are not open yet');
  gyeol.gateway.parts.throttle.clear([found.keys.id]);
  return found;
}

/** Routes that prove nobody: what they tell is public, so there is no merchant to be foreign to. */
const publicRoutes = ['token', 'receipt'];

/** Meanings that sound like ids and name nothing of ours. */
const noIds: Readonly<Record<string, string>> = {
  buyerId: 'what the shop calls its buyer',
  cardNumber: 'of no merchant',
  accountNumber: 'of a bank',
};

test.each(wireRoutes)('T25: every id-like field of $name is declared', (route) => {
  const idLike = route.request.rows.filter(([, means]: Row) =>
    /(id|key|token|number|reference|signature|cursor)$/i.test(means),
  );
  const undeclared = idLike.filter(
    ([wireName, means]: Row) =>
      !(means in noIds) &&
      !route.ids.includes(wireName) &&
      !route.proofs.includes(wireName as Proof) &&
      !(publicRoutes.includes(route.name) && /^(client(Id|Key)|signature)$/.test(means)),
  );
  expect(undeclared.map(([wireName]: Row) => wireName)).toEqual([]);
  expect(route.proofs.length > 0).toBe(!publicRoutes.includes(route.name));
});

const provedRoutes = wireRoutes.filter(({ name }) => !publicRoutes.includes(name));
const fields = provedRoutes.flatMap((route) => route.ids.map((field) => ({ route, field })));

describe.each(sides)('$name', ({ attacker, victim }) => {
  test.each(fields)('T25: $route.name $field', async ({ route, field }) => {
    const before = await witness.digestOf(merchants[victim] ?? '');
    const probe = {
      ask: (value: string) => {
        const fresh = complete(route, world(attacker));
        return send(route, world(attacker), withField(fresh, field, value));
      },
      never: () => neverSeen(route, field),
      echoes: echoesOf,
    };
    expect(await differences(probe, foreignValue(field, world(victim)))).toEqual([]);
    expect(await witness.digestOf(merchants[victim] ?? ''), 'UNCHANGED').toBe(before);
  });

  test.each(fields)('T25: $route.name $field tells nothing of the other', async (each) => {
    const { route, field } = each;
    const sent = withField(
      complete(route, world(attacker)),
      field,
      foreignValue(field, world(victim)),
    );
    const { text } = await send(route, world(attacker), sent);
    const other = world(victim);
    const told = [other.tid, other.orderNumber].filter((value) => text.includes(value));
    expect(told.filter((value) => value !== sent[field])).toEqual([]);
  });
});

const mixed = provedRoutes.filter(({ proofs }) => proofs.length > 1);

describe.each(sides)('proofs of both: $name', ({ attacker, victim }) => {
  test.each(mixed)('T25: $name refuses every mixture alike', async (route) => {
    const before = await witness.digest();
    const told = new Set<string>();
    for (const proofs of mixtures(route)) {
      const own = complete(route, world(attacker));
      const other = complete(route, world(victim));
      const chosen = proofs.map((name) => [name, other[name]]);
      // The payment asked for is the other's, which the wrong proofs must not open either.
      const ids = route.ids.map((name) => [name, other[name]]);
      const sent: Sent = { ...own, ...Object.fromEntries(ids), ...Object.fromEntries(chosen) };
      told.add((await send(route, world(attacker), sent)).text);
    }
    const sent = withField(complete(route, world(attacker)), 'ApiKey', 'no-such-key');
    const unknown = withField(sent, 'API_ID', 'no-such-id');
    told.add((await send(route, world(attacker), unknown)).text);
    expect([...told]).toHaveLength(1);
    expect([...told][0]).toContain('"E003"');
    expect(await witness.digest(), 'UNCHANGED').toBe(before);
  });
});

test('T25 T31: the id of another merchant with one’s own key is an unknown id', async () => {
  const token = wireRoutes.find(({ name }) => name === 'token');
  if (token === undefined) throw new Error('no route gives tokens');
  const ask = (pay2_id: string) => send(token, world(1), { pay2_id, pay2_key: second.keys.key });
  const foreign = await ask(demoKeys.id);
  expect(foreign.code).toBe('E003');
  expect(foreign.text).toBe((await ask('never-existed')).text);
});

test('T25: a receipt opens by the signature of its own link only', async () => {
  const receipt = wireRoutes.find(({ name }) => name === 'receipt');
  if (receipt === undefined) throw new Error('no route shows receipts');
  const paid = await world(0).shop.keyin({ BUYERNAME: '손님' });
  const link = new URL((await world(1).shop.keyin({})).RECEIPT_URL ?? '');
  const tid = Buffer.from(paid.TID ?? '').toString('base64');
  const ask = async (sig: string | undefined) => (await send(receipt, world(1), { tid, sig })).text;
  const bare = await ask(undefined);
  expect(bare).toContain(paid.TID);
  expect(bare).not.toContain('손님');
  expect(await ask(link.searchParams.get('sig') ?? '')).toBe(bare);
  expect(await ask('x'.repeat(32))).toBe(bare);
});

test('the books close after all of it', async () => {
  const verdict = await call(gyeol.url, { path: '/v1/ledger/verify', key: operatorKey });
  expect(verdict.body).toEqual({ ok: true, breaks: [] });
});

/** Every choice of proofs of the other merchant but all of them, which would be his own request. */
function mixtures({ proofs }: Route): Proof[][] {
  const choices = Array.from({ length: 2 ** proofs.length - 2 }, (_, index) => index + 1);
  return choices.map((bits) => proofs.filter((_, place) => (bits & (1 << place)) !== 0));
}

let made = 0;

function neverSeen(route: Route, field: string): string {
  made += 1;
  const serial = String(made).padStart(4, '0');
  if (/tid$/i.test(field)) return `260101000000NEVR${serial}`;
  return `${route.name}-NEVER-${serial}`;
}

function foreignValue(field: string, { tid, orderNumber }: WireWorld): string {
  if (/tid$/i.test(field)) return tid;
  if (field === 'ORDERNO') return orderNumber;
  throw new Error(`No foreign value is known for ${field}; add it here.`);
}
