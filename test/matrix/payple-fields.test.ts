// Every field of every Payple route over HTTP, generated from the table of routes: what is unfit is
// refused by its name with the code of its family and changes nothing; what fits is taken.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../wire/message.ts';
import { readPaypleBody } from '../../wire/payple/body.ts';
import { families } from '../../wire/payple/codes.ts';
import { fieldCodes, resultOf } from '../../wire/payple/results.ts';
import type { Route } from '../../wire/payple/routes.ts';
import { booksClose } from '../harness/books.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { jsonText } from '../harness/native-client.ts';
import { type Fields, paypleDemo } from '../harness/payple.ts';
import { literal } from '../harness/wire-client.ts';
import { openWitness, type Witness } from '../harness/witness.ts';
import { hostileTexts } from './field-cases.ts';
import {
  certified,
  completePayple,
  objectRoutes,
  openPaypleWorld,
  type PaypleReply,
  type PaypleWorld,
  sendPayple,
} from './payple-samples.ts';

let gyeol: TestGateway;
let witness: Witness;
let world: PaypleWorld;
beforeAll(async () => {
  gyeol = await openGateway();
  witness = await openWitness(gyeol.databaseUrl);
  world = await openPaypleWorld(gyeol.url, gyeol.gateway.parts, paypleDemo);
});
afterAll(async () => {
  await booksClose(gyeol);
  await witness.close();
  await gyeol.stop();
});

test.each(objectRoutes)('the matrix of $name can be built: its sample succeeds', async (route) => {
  const told = await certified(gyeol.url, paypleDemo);
  const reply = await sendPayple(world, route, completePayple(route, { ...world, told }));
  expect(reply.result, reply.text.slice(0, 300)).toBe('success');
  const documented = (route.answer?.rows ?? []).map(([name]: Row) => name);
  expect(Object.keys(reply.json).sort()).toEqual([...new Set(documented)].sort());
});

const fields = objectRoutes.flatMap((route) =>
  route.request.rows.map((row: Row) => ({ route, row, name: `${route.name}: ${row[0]}` })),
);

interface Case {
  readonly what: string;
  readonly value: unknown;
  readonly fits: boolean;
}

/** By the row itself; the decoder is not asked. A list of one is its one value, null is nothing. */
function ruled(route: Route, [wireName, , rule, presence]: Row): Case[] {
  const ignored = presence === 'ignored';
  const sample = completePayple(route, world);
  const absent = ignored || !isNeeded(presence, { ...sample, [wireName]: undefined });
  const over =
    rule.limit === null
      ? []
      : [{ what: 'one over', value: `${rule.longest}${rule.longest.slice(-1)}`, fits: ignored }];
  const strange = [[], {}, { a: rule.example }, [rule.example, 'b'], [[rule.example]], [{}]];
  return [
    { what: 'at its length', value: rule.longest, fits: true },
    { what: 'in a list of one', value: [rule.longest], fits: true },
    ...[undefined, ''].map((value) => ({ what: value ?? 'missing', value, fits: absent })),
    { what: 'null', value: null, fits: rule.refusesNull ? ignored : absent },
    ...[true, false].map((value) => ({
      what: `${value}`,
      value,
      fits: ignored || rule.takesBoolean,
    })),
    ...strange.map((value) => ({ what: JSON.stringify(value), value, fits: ignored })),
    ...over,
  ];
}

function isNeeded(presence: Row[3], sent: Fields): boolean {
  if (typeof presence === 'string') return presence === 'required';
  const body = bodyFields(sent);
  if (body === null) throw new Error('the sample is no message');
  return presence.holds({ gateway: 'payple' }, body);
}

function bodyFields(sent: Fields) {
  const raw = Buffer.from(jsonText(sent));
  const body = readPaypleBody({ method: 'POST', contentType: undefined, raw, query: '' });
  return body.ok ? body.value : null;
}

const literals = ['9007199254740993', '1e30', '1e400', '-1', '1.5', '0', '1e3', '-0'];

/** Routes that share a message share its reader: the first of them speaks for all. */
const readers = fields.filter(
  ({ route }) => objectRoutes.find(({ request }) => request === route.request) === route,
);

/** Whether they fit is for the wire's reader to say; over HTTP that must be said, and only that. */
function hostile(route: Route, [wireName]: Row): Case[] {
  const values = [...hostileTexts.map(([, text]) => text), ...literals.map(literal)];
  return values.map((value) => {
    const body = bodyFields({ ...completePayple(route, world), [wireName]: value });
    const fits =
      body !== null && route.request.decode({ body, headers: {} }, { gateway: 'payple' }).ok;
    return { what: JSON.stringify(value), value, fits };
  });
}

/** Every one of them was read by the tables above; some are enough to see that they are carried out. */
function some(cases: readonly Case[]): readonly Case[] {
  return cases.filter((_, index) => cases.length < 9 || index % 8 === 0);
}

describe.each(fields)('$name', ({ route, row }) => {
  test('T62 T66: length, absence and type', async () => {
    await judge(route, row, ruled(route, row));
  });
});

describe.each(readers)('$name', ({ route, row }) => {
  test('T64 T65 T66 T67 T68 T71: what attackers send', async () => {
    await judge(route, row, hostile(route, row));
  });
});

test('T65: nothing polluted the prototype of objects', () => {
  expect(({} as Readonly<Record<string, unknown>>).polluted).toBeUndefined();
});

async function judge(route: Route, row: Row, cases: readonly Case[]): Promise<void> {
  expect(cases.length).toBeGreaterThan(2);
  const before = await witness.digest();
  const refused = cases.filter(({ fits }) => !fits);
  expect(await complaints({ route, row }, refused, isRefusalOf)).toEqual([]);
  expect(await witness.digest(), 'UNCHANGED').toBe(before);
  const taken = some(cases.filter(({ fits }) => fits));
  expect(await complaints({ route, row }, taken, isTaken)).toEqual([]);
}

type Judge = (route: Route, row: Row, reply: PaypleReply) => boolean;

async function complaints(
  { route, row }: { readonly route: Route; readonly row: Row },
  cases: readonly Case[],
  right: Judge,
): Promise<string[]> {
  const found = await Promise.all(
    cases.map(async ({ what, value }) => {
      const reply = await sendPayple(world, route, {
        ...completePayple(route, world),
        [row[0]]: value,
      });
      const documented = reply.status === 200 && /^(success|error)$/.test(reply.result);
      return documented && right(route, row, reply)
        ? null
        : `${what}: ${reply.status} ${reply.text.slice(0, 200)}`;
    }),
  );
  return found.filter((each) => each !== null);
}

/** Where a row is a proof, the code of what it proves; else its family's code and the field's name. */
function isRefusalOf(route: Route, row: Row, { result, code, message }: PaypleReply): boolean {
  const [wireName, means, , , , , traits] = row;
  const { family } = route;
  if (result !== 'error') return false;
  if (traits?.refusal !== undefined) {
    const kinds = isProof(means)
      ? (['wrong-credentials', 'session-expired'] as const)
      : [traits.refusal.kind];
    return kinds.some((kind) => resultOf({ kind } as never, family).code === code);
  }
  const own = fieldCodes[family]?.[means] ?? `${families[family].prefix}8002`;
  return code === own && message.startsWith(`[${own}] ${wireName}: `);
}

const isProof = (means: string): boolean => /^(clientId|clientKey|authKey)$/.test(means);

/** Within its rule a value may still be refused for what it means, as a day that is past. */
function isTaken(
  { family }: Route,
  [wireName, means]: Row,
  { code, message }: PaypleReply,
): boolean {
  const { prefix } = families[family];
  if (code === `${prefix}8001` || code === `${prefix}8008`) return false;
  return !message.includes(`] ${wireName}: `) || meanings.includes(means);
}

/** Compared with the payment, the contract or the clock after they were read. */
const meanings = ['amount', 'vat', 'expiry', 'afterUrl', 'billingKey', 'receiptIdentity'];
