// Every native and sandbox route × a foreign merchant, generated from the table of routes: somebody
// else's ids are ids that never were, lists hold one's own only, and operators' routes stay closed.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NativeRoute } from '../../server/native/route.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import {
  allNativeRoutes,
  type NativeSent,
  paramNames,
  sendNative,
} from '../harness/native-client.ts';
import { call, openShop, operatorKey } from '../harness/shop.ts';
import { openWitness, type Witness } from '../harness/witness.ts';
import { differences, echoesOf } from './absent.ts';
import { type NativeWorld, openNativeWorlds, sample } from './native-samples.ts';
import { propertyPaths, withValue } from './schema-cases.ts';

let gyeol: TestGateway;
let witness: Witness;
const worlds: NativeWorld[] = [];

beforeAll(async () => {
  gyeol = await openGateway();
  witness = await openWitness(gyeol.databaseUrl);
  for (const opened of await openNativeWorlds(gyeol.url, ['첫째', '둘째'])) {
    worlds.push({ ...opened, ids: { ...opened.ids, cursor: [await cursorOf(opened)] } });
  }
});
afterAll(async () => {
  await witness.close();
  await gyeol.stop();
});

const sides = [
  { side: 'the second asks for what is of the first', attacker: 1, victim: 0 },
  { side: 'the first asks for what is of the second', attacker: 0, victim: 1 },
] as const;

function world(side: 0 | 1): NativeWorld {
  const found = worlds[side];
  if (found === undefined) throw new Error('the worlds are not open yet');
  return found;
}

const routes = allNativeRoutes.map((route) => ({ route, name: `${route.method} ${route.path}` }));

test.each(routes)('T25: every id-like field of $name is declared', ({ route }) => {
  const named = [...propertyPaths(route.query), ...propertyPaths(route.body)];
  const idLike = named.filter((name) =>
    /(^|\.)(id|tid|cursor|endpoint|merchant|contract|credential|payment|notice|key|billingKey)$|(Id|Number)$|^accountNo$/i.test(
      name,
    ),
  );
  expect([...route.ids].sort()).toEqual([...paramNames(route), ...idLike].sort());
});

const forMerchants = routes.filter(({ route }) => route.role !== 'operator');
const fields = forMerchants.flatMap(({ route, name }) =>
  route.ids.map((field) => ({ route, field, name })),
);

/** What a merchant has said himself; his lists may say it again. */
const ownWords = new Set<string>();

/** A reset makes a merchant's own payments vanish, so it comes last. */
const withoutReset = forMerchants.filter(({ route }) => route.name !== 'reset');

describe.each(sides)('$side', ({ attacker, victim }) => {
  test.concurrent.each(fields)('T25 T26: $name $field', async ({ route, field }) => {
    const before = await witness.digestOf(world(victim).merchant.id);
    const asker = world(attacker);
    const probe = {
      ask: (value: string) => ask(route, asker, withId(sample(route, asker), field, value)),
      never: () => neverSeen(field),
      echoes: echoesOf,
    };
    for (const value of foreignValues(field, world(victim))) {
      // An order number is anybody's to use: his own payment then has it.
      if (field === 'orderNumber' && route.body !== undefined) ownWords.add(value);
      expect(await differences(probe, value), value).toEqual([]);
    }
    expect(await witness.digestOf(world(victim).merchant.id), 'UNCHANGED').toBe(before);
  });

  test.each(withoutReset)('T26: $name tells nothing of the other', async ({ route }) => {
    const { text, json } = await ask(route, world(attacker), sample(route, world(attacker)));
    if (route.name === 'notices.endpoints.create') await closeEndpoint(world(attacker), json.id);
    const { name, merchant, ids } = world(victim);
    // Restorations are counted for the whole installation: such a number is nobody's.
    const { epoch: _, ...theirs } = ids;
    const secrets = [...Object.values(theirs).flat(), name, merchant.keys.id].filter(
      (secret) => !ownWords.has(secret),
    );
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});

/** Else what is tried later is told at it, tried again, and changes something in mid-test. */
async function closeEndpoint({ base, merchant }: NativeWorld, id: unknown): Promise<void> {
  const path = `/v1/notices/endpoints/${id}`;
  const closed = await call(base, { method: 'DELETE', path, key: merchant.key });
  expect(closed.status).toBeLessThan(300);
}

test('T26: a cursor of one’s own is taken', async () => {
  const search = allNativeRoutes.find(({ name }) => name === 'payments.search');
  const [cursor = ''] = foreignValues('cursor', world(0));
  if (search === undefined) throw new Error('no route searches payments');
  const reply = await ask(search, world(0), { params: {}, query: { cursor }, body: undefined });
  expect(reply.status).toBe(200);
  expect((reply.json.data as unknown[]).length).toBe(18);
});

const forOperators = routes.filter(({ route }) => route.role === 'operator');

test.each(forOperators)('T25: $name is closed to merchants', async ({ route }) => {
  const before = await witness.digest();
  const [own, other] = [world(0), world(1)];
  const strangers: NativeSent = {
    ...sample(route, own),
    params: Object.fromEntries(paramNames(route).map((name) => [name, neverSeen(name)])),
  };
  // His own, somebody else's and what never was: one answer, so that it tells nothing.
  const sent = [sample(route, own), sample(route, other), strangers];
  const replies = await Promise.all(sent.map((each) => ask(route, own, each)));
  expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(replies[0]?.status).toBe(403);
  expect(await witness.digest(), 'UNCHANGED').toBe(before);
});

const crossed = forOperators.filter(({ route }) => paramNames(route).length > 1);

test.each(crossed)('T25: $name does not mix what is of two merchants', async ({ route }) => {
  const before = await witness.digest();
  const [one, other] = [sample(route, world(0)), sample(route, world(1))];
  for (const name of paramNames(route)) {
    const params = { ...one.params, [name]: other.params[name] ?? '' };
    const never = { ...one.params, [name]: neverSeen(name) };
    const reply = await askAsOperator(route, { ...one, params });
    expect(reply.status).toBe(404);
    expect(reply.text).toBe((await askAsOperator(route, { ...one, params: never })).text);
  }
  expect(await witness.digest(), 'UNCHANGED').toBe(before);
});

test.each(routes)('T25 T31: $name needs a key, and says no more', async ({ route }) => {
  const before = await witness.digest();
  const wrong = ['', 'sk_sandbox_wrong', `${world(0).merchant.key}x`, 'ok_sandbox_dem'];
  const replies = await Promise.all(
    wrong.map((key) => sendNative(gyeol.url, route, { sent: sample(route, world(0)), key })),
  );
  expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(replies[0]?.status).toBe(401);
  expect(await witness.digest(), 'UNCHANGED').toBe(before);
});

test('T25: a reset is of one’s own world only', async () => {
  const before = await witness.digestOf(world(0).merchant.id);
  const reset = allNativeRoutes.find(({ name }) => name === 'reset');
  if (reset === undefined) throw new Error('no route resets a world');
  expect((await ask(reset, world(1), sample(reset, world(1)))).status).toBe(200);
  expect(await witness.digestOf(world(0).merchant.id), 'UNCHANGED').toBe(before);
  const { body } = await call(gyeol.url, { path: '/v1/payments', key: world(0).merchant.key });
  expect((body.data as unknown[]).length).toBe(50);
});

test('the books close after all of it', async () => {
  const verdict = await call(gyeol.url, { path: '/v1/ledger/verify', key: operatorKey });
  expect(verdict.body).toEqual({ ok: true, breaks: [] });
});

function ask(route: NativeRoute, { base, merchant }: NativeWorld, sent: NativeSent) {
  return sendNative(base, route, { sent, key: merchant.key });
}

function askAsOperator(route: NativeRoute, sent: NativeSent) {
  return sendNative(gyeol.url, route, { sent, key: operatorKey });
}

/** A request by this id, wherever the route takes it. */
function withId(sent: NativeSent, field: string, value: string): NativeSent {
  if (field in sent.params) return { ...sent, params: { ...sent.params, [field]: value } };
  const place = sent.body === undefined ? 'query' : 'body';
  const path = field.split('.');
  return withValue(sent, { place, path, schema: {}, isRequired: false }, value);
}

/** More payments than one page holds, and the cursor that leads to the rest of them. */
async function cursorOf({ base, merchant }: NativeWorld): Promise<string> {
  const shop = await openShop(base, merchant.keys);
  await Promise.all(Array.from({ length: 60 }, () => shop.keyin()));
  const { body } = await call(base, { path: '/v1/payments', key: merchant.key });
  expect(body.nextCursor).toEqual(expect.any(String));
  return String(body.nextCursor);
}

function foreignValues(field: string, { ids }: NativeWorld): readonly string[] {
  const found = ids[field];
  if (found === undefined) throw new Error(`No foreign value of ${field}; add it to the world.`);
  return found;
}

let made = 0;

function neverSeen(field: string): string {
  made += 1;
  const serial = String(made).padStart(4, '0');
  if (field === 'cursor') return `${randomUUID()}.${'x'.repeat(28)}${serial}`;
  if (/tid$/i.test(field)) return `260101000000NEVR${serial}`;
  return /number$/i.test(field) ? `NEVER-${serial}` : randomUUID();
}
