// Every field of every native and sandbox route over HTTP, generated from the routes' schemas: what
// is unfit is a problem that names it and changes nothing; nothing is ever a fault of the server.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NativeRoute, statusOf } from '../../server/native/route.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import {
  allNativeRoutes,
  type NativeReply,
  type NativeSent,
  paramNames,
} from '../harness/native-client.ts';
import { call, operatorKey } from '../harness/shop.ts';
import { literal } from '../harness/wire-client.ts';
import { openWitness, type Witness } from '../harness/witness.ts';
import { hostileTexts } from './field-cases.ts';
import {
  keyFor,
  type NativeWorld,
  openNativeWorld,
  openNativeWorlds,
  sample,
  send,
} from './native-samples.ts';
import { plantFindings } from './planted-findings.ts';
import {
  openObjects,
  type SchemaField,
  schemaCases,
  schemaFields,
  withValue,
} from './schema-cases.ts';
import { untold } from './told-answers.ts';

let gyeol: TestGateway;
let witness: Witness;
let world: NativeWorld;

beforeAll(async () => {
  gyeol = await openGateway();
  witness = await openWitness(gyeol.databaseUrl);
  world = await openNativeWorld(gyeol.url, '둘째 상점');
});
afterAll(async () => {
  await witness.close();
  await gyeol.stop();
});

const routes = allNativeRoutes.map((route) => ({
  route,
  name: `${route.method} ${route.path}`,
  fields: schemaFields(route),
}));

describe('the matrix can be built, each sample on things that no other one touched', () => {
  let fresh: ReadonlyMap<string, NativeWorld>;
  beforeAll(async () => {
    const made = await openNativeWorlds(
      gyeol.url,
      routes.map((_, index) => `새 상점 ${index}`),
    );
    fresh = new Map(routes.map(({ name }, index) => [name, made[index] ?? world]));
  });

  test.each(routes)('$name: its sample succeeds', async ({ route, name }) => {
    expect(openObjects(route.query)).toEqual([]);
    expect(openObjects(route.body)).toEqual([]);
    const made = fresh.get(name) ?? world;
    // What was found stands in the way of whoever only wants to cancel.
    const isOfFindings = route.name.startsWith('restorations.');
    const own = isOfFindings ? await plantFindings(gyeol.databaseUrl, made) : made;
    const reply = await send(route, own, sample(route, own));
    expect(reply.status, reply.text.slice(0, 300)).toBe(statusOf(route));
    expect(untold(route.answer, reply.json)).toEqual([]);
    await forgetFaults(own);
  });
});

const withFields = routes.filter(({ fields }) => fields.length > 0);

describe.each(withFields)('$name', ({ route, fields }) => {
  test.each(fields)('T62 T66 T67: $place $path', async (field) => {
    const cases = schemaCases(field);
    expect(cases.length).toBeGreaterThan(2);
    const before = await witness.digest();
    const refused = cases.filter(({ fits }) => !fits);
    const isRefused = (reply: NativeReply): boolean => isProblemOf(reply, field);
    expect(await complaints({ route, field }, refused, isRefused)).toEqual([]);
    expect(await witness.digest(), 'UNCHANGED').toBe(before);
    // Within its schema a value may still be refused for what it means, as any other would be.
    const taken = cases.filter(({ fits }) => fits);
    expect(await complaints({ route, field }, taken, isAnswer)).toEqual([]);
  });

  test.each(fields)('T65 T67 T68 T71 T72: $place $path, what attackers send', async (field) => {
    const cases = hostileTexts
      // URLSearchParams mends lone surrogates before they are sent.
      .filter(([, value]) => field.place === 'body' || !/\p{Cs}/u.test(value))
      .map(([, value]) => ({ what: JSON.stringify(value), value }));
    expect(await complaints({ route, field }, cases, isAnswer)).toEqual([]);
  });
});

const withParams = routes.filter(({ route }) => paramNames(route).length > 0);

test.each(withParams)('T67 T68 T72: $name, what attackers put into the path', async ({ route }) => {
  const before = await witness.digest();
  const wrong: string[] = [];
  for (const name of paramNames(route)) {
    for (const [, value] of hostileTexts.filter((each) => !/\p{Cs}/u.test(each[1]))) {
      const sent = sample(route, world);
      const reply = await send(route, world, {
        ...sent,
        params: { ...sent.params, [name]: value },
      });
      const refused = isProblem(reply) && reply.status >= 400 && reply.status < 500;
      if (!refused) wrong.push(`${JSON.stringify(value)}: ${reply.status} ${reply.text}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await witness.digest(), 'UNCHANGED').toBe(before);
});

const withSchema = routes.filter(({ route }) => route.query ?? route.body);

test.each(withSchema)('a field that $name does not know is refused by name', async ({ route }) => {
  const before = await witness.digest();
  const place = route.query === undefined ? 'body' : 'query';
  const field: SchemaField = { place, path: ['polluted'], schema: {}, isRequired: false };
  const sent = withValue(sample(route, world), field, 'x');
  const reply = await send(route, world, sent);
  expect(isProblemOf(reply, field), reply.text).toBe(true);
  expect(await witness.digest(), 'UNCHANGED').toBe(before);
});

const withBody = routes.filter(({ route }) => route.body);

test.each(withBody)('T65: $name takes no property from a prototype', async ({ route }) => {
  const body = literal('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
  const reply = await send(route, world, { ...sample(route, world), body });
  expect(reply.status, reply.text).toBe(400);
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

async function complaints(
  { route, field }: { readonly route: NativeRoute; readonly field: SchemaField },
  cases: readonly Tried[],
  judge: (reply: NativeReply) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  const judgeOne = async ({ what, value }: Tried): Promise<void> => {
    const reply = await send(route, world, withValue(sample(route, world), field, value));
    if (!judge(reply)) found.push(`${what}: ${reply.status} ${reply.text.slice(0, 200)}`);
  };
  for (let from = 0; from < cases.length; from += atOnce) {
    await Promise.all(cases.slice(from, from + atOnce).map(judgeOne));
  }
  await forgetFaults(world);
  return found;
}

/** No case needs another one's answer, and together they share a commit. */
const atOnce = 8;

/** The tests of faults themselves must not make the next request fail. */
async function forgetFaults(of: NativeWorld): Promise<void> {
  const route = allNativeRoutes.find(({ name }) => name === 'faults.clear');
  const sent: NativeSent = { params: {}, query: {}, body: undefined };
  if (route === undefined) throw new Error(keyFor.name);
  await send(route, of, sent);
}

function isProblem({ headers, json, status }: NativeReply): boolean {
  const type = headers.get('content-type') ?? '';
  return type.startsWith('application/problem+json') && json.status === status;
}

/** 400, and the name of the innermost or outermost field that is at fault. */
function isProblemOf(reply: NativeReply, { path }: SchemaField): boolean {
  const named = String(reply.json.field).split(/[./]/);
  return reply.status === 400 && isProblem(reply) && path.some((name) => named.includes(name));
}

function isAnswer(reply: NativeReply): boolean {
  return reply.status < 300 || (reply.status < 500 && isProblem(reply));
}
