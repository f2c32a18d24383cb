// Every Payple route × a foreign merchant, generated from the table of routes: somebody else's ids
// are ids that never were, proofs of two merchants do not mix, and nothing of the other moves.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../wire/message.ts';
import { resultOf } from '../../wire/payple/results.ts';
import type { Route } from '../../wire/payple/routes.ts';
import { booksClose } from '../harness/books.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { type Fields, type PaypleKeys, paypleDemo } from '../harness/payple.ts';
import { moveClock } from '../harness/sandbox.ts';
import { bootIn, postWindow, windowForm } from '../harness/window.ts';
import { openWitness, type Witness } from '../harness/witness.ts';
import { differences, echoesOf } from './absent.ts';
import {
  completePayple,
  newPaypleMerchant,
  objectRoutes,
  openPaypleWorld,
  type PaypleWorld,
  paypleRoutes,
  sendPayple,
  serverRoutes,
} from './payple-samples.ts';

let gyeol: TestGateway;
let witness: Witness;
let second: PaypleKeys;
const worlds: PaypleWorld[] = [];
beforeAll(async () => {
  gyeol = await openGateway();
  witness = await openWitness(gyeol.databaseUrl);
  second = await newPaypleMerchant(gyeol.url);
  for (const keys of [paypleDemo, second]) {
    worlds.push(await openPaypleWorld(gyeol.url, gyeol.gateway.parts, keys));
  }
});
afterAll(async () => {
  await booksClose(gyeol);
  await witness.close();
  await gyeol.stop();
});

const sides = [
  { name: 'the second merchant asks for what is of demo', attacker: 1, victim: 0 },
  { name: 'demo asks for what is of the second merchant', attacker: 0, victim: 1 },
] as const;

function world(side: 0 | 1): PaypleWorld {
  const found = worlds[side];
  if (found === undefined) throw new Error('the worlds are not open yet');
  return found;
}

/** Meanings that sound like ids and name nothing of ours. */
const noIds = [
  'payerNumber',
  'cardNumber',
  'receiptIdentity',
  'clientId',
  'clientKey',
  'authKey',
  'refundKey',
  'browserKey',
];

test.each(paypleRoutes)('T25: every id-like field of $name is declared', (route) => {
  const idLike = route.request.rows.filter(
    ([, means, , presence]: Row) =>
      /(id|key|token|number|reference|signature|cursor)$/i.test(means) && presence !== 'ignored',
  );
  const undeclared = idLike.filter(
    ([wireName, means]: Row) => !noIds.includes(means) && !route.ids.includes(wireName),
  );
  expect(undeclared.map(([wireName]: Row) => wireName)).toEqual([]);
});

const fields = objectRoutes.flatMap((route) =>
  route.ids.map((field) => ({ route, field, name: route.name })),
);

describe.each(sides)('$name', ({ attacker, victim }) => {
  test.each(fields)('T25: $name $field', async ({ route, field }) => {
    const victims = await withFreshOrders(world(victim));
    const before = await witness.digestOf(victims.merchantId);
    const probe = {
      ask: async (value: string) => {
        const sent = { ...completePayple(route, world(attacker)), [field]: value };
        const { status, text } = await sendPayple(world(attacker), route, sent);
        // Each try of a guarded month is another month, and a second may pass between two tries.
        return {
          status,
          text: text.replace(/"PCD_(PAY_YEAR|PAY_MONTH|PAY_TIME|REFUND_TIME)":"\d+",?/g, ''),
        };
      },
      never: () => neverSeen(field),
      echoes: echoesOf,
    };
    const foreign = foreignValue(route, field, victims);
    expect(await differences(probe, foreign)).toEqual([]);
    const { text } = await probe.ask(foreign);
    const { paid, card, account, told, keys } = victims;
    const secrets = [
      paid.PCD_PAY_OID,
      paid.PCD_PAY_CARDTRADENUM,
      told.PCD_PAY_OID,
      card,
      account,
      keys.id,
    ];
    expect(secrets.filter((each) => each !== foreign && text.includes(`"${each}"`))).toEqual([]);
    expect(await witness.digestOf(victims.merchantId), 'UNCHANGED').toBe(before);
  });

  test('T25: a window opens for no billing key of another', async () => {
    const before = await witness.digestOf(world(victim).merchantId);
    const open = async (PCD_PAYER_ID: string) => {
      const form = windowForm('PAY', { PCD_PAYER_ID, PCD_SIMPLE_FLAG: 'Y' });
      const opened = await postWindow(gyeol.url, form, { keys: world(attacker).keys });
      return { status: opened.status, error: opened.status === 303 ? null : bootIn(opened).error };
    };
    const foreign = await open(world(victim).card);
    expect(foreign).toEqual(await open(neverSeen('PCD_PAYER_ID')));
    expect(foreign.status).not.toBe(303);
    expect(await witness.digestOf(world(victim).merchantId), 'UNCHANGED').toBe(before);
  });

  test.each(serverRoutes)('T14 T25: $name takes no mixture of proofs of both', async (route) => {
    const before = await witness.digest();
    const own = completePayple(route, world(attacker));
    const other = completePayple(route, world(victim));
    const codes = new Set<string>();
    for (const proofs of mixtures()) {
      const ids = Object.fromEntries(route.ids.map((name) => [name, other[name]]));
      const mixed = Object.fromEntries(proofs.map((name) => [name, other[name]]));
      codes.add((await sendPayple(world(attacker), route, { ...own, ...ids, ...mixed })).code);
    }
    const allowed = refusalCodes(route, ['wrong-credentials', 'session-expired']);
    expect([...codes].filter((code) => !allowed.includes(code))).toEqual([]);
    expect(await witness.digest(), 'UNCHANGED').toBe(before);
  });
});

test('T25 T31: a key of one merchant is no key of another, nor its refund key', async () => {
  const before = await witness.digest();
  const [cancel] = objectRoutes.filter(({ name }) => name === 'cancel');
  if (cancel === undefined) throw new Error('no route cancels');
  const sent = { ...completePayple(cancel, world(1)), PCD_REFUND_KEY: paypleDemo.refundKey };
  const wrong = await sendPayple(world(1), cancel, sent);
  const unknown = await sendPayple(world(1), cancel, { ...sent, PCD_REFUND_KEY: 'never' });
  expect(wrong.code).toBe('PAYC0002');
  expect(wrong.text).toBe(unknown.text);
  expect(await witness.digest(), 'UNCHANGED').toBe(before);
});

describe.each(serverRoutes)('$name', (route) => {
  test('T14: truncated, bit-flipped, exchanged and mixed tokens', async () => {
    const before = await witness.digest();
    const asker = world(0);
    const again = await asker.shop.tokens({ PCD_PAYCANCEL_FLAG: 'Y' });
    const tokens = { ...asker.tokens };
    const names = ['PCD_CST_ID', 'PCD_CUST_KEY', 'PCD_AUTH_KEY'] as const;
    const changed: Fields[] = names.flatMap((name) => [
      { [name]: tokens[name].slice(0, -1) },
      { [name]: tokens[name].slice(0, 20) },
      ...[12, 40, tokens[name].length - 2].map((at) => ({ [name]: flipped(tokens[name], at) })),
      { [name]: again[name] },
    ]);
    const exchanged = { PCD_CST_ID: tokens.PCD_CUST_KEY, PCD_CUST_KEY: tokens.PCD_CST_ID };
    const wrong: string[] = [];
    for (const change of [...changed, exchanged]) {
      const reply = await sendPayple(asker, route, {
        ...completePayple(route, asker),
        ...tokens,
        ...change,
      });
      if (!refusalCodes(route, ['session-expired']).includes(reply.code))
        wrong.push(`${JSON.stringify(change)}: ${reply.text}`);
    }
    expect(wrong).toEqual([]);
    expect(await witness.digest(), 'UNCHANGED').toBe(before);
  });

  test('T13 T14: tokens of a window, as pages hold them, prove no server', async () => {
    const before = await witness.digest();
    const asker = world(0);
    const page = await asker.shop.tokens();
    const reply = await sendPayple(asker, route, { ...completePayple(route, asker), ...page });
    expect(refusalCodes(route, ['token-refused'])).toContain(reply.code);
    expect(await witness.digest(), 'UNCHANGED').toBe(before);
  });
});

test('T14: tokens are good for thirty minutes, for every route, and no longer', async () => {
  const { shop } = world(0);
  const tokens = await shop.tokens({ PCD_PAYCHK_FLAG: 'Y' });
  const query = serverRoutes.find(({ name }) => name === 'query') as Route;
  await moveClock(gyeol.url, { advance: 'PT29M' });
  const last = await sendPayple(world(0), query, { ...completePayple(query, world(0)), ...tokens });
  expect(last.result).toBe('success');
  await moveClock(gyeol.url, { advance: 'PT1M1S' });
  const before = await witness.digest();
  for (const route of serverRoutes) {
    const reply = await sendPayple(world(0), route, {
      ...completePayple(route, world(0)),
      ...tokens,
    });
    expect(refusalCodes(route, ['session-expired']), `${route.name} ${reply.text}`).toContain(
      reply.code,
    );
  }
  expect(await witness.digest(), 'UNCHANGED').toBe(before);
});

function refusalCodes(
  { family, request }: Route,
  kinds: readonly ('wrong-credentials' | 'session-expired' | 'token-refused')[],
): string[] {
  return kinds.map((kind) => resultOf({ kind }, family, request).code);
}

/** Every choice of proofs of the other merchant but all of them, which would be his own request. */
function mixtures(): string[][] {
  const names = ['PCD_CST_ID', 'PCD_CUST_KEY', 'PCD_AUTH_KEY'];
  return [1, 2, 3, 4, 5, 6].map((bits) => names.filter((_, place) => (bits & (1 << place)) !== 0));
}

function flipped(text: string, at: number): string {
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
}

/** The asker's own tries use an order number up, so each test asks for one that he never had. */
async function withFreshOrders(of: PaypleWorld): Promise<PaypleWorld> {
  const { shop, card, account } = of;
  const transferred = await shop.charge(account, {
    PCD_PAY_TYPE: 'transfer',
    PCD_PAY_TOTAL: 10_000,
  });
  return { ...of, paid: await shop.charge(card), transferred };
}

let made = 0;

function neverSeen(field: string): string {
  made += 1;
  return `NEVER-${field}-${made}`;
}

function foreignValue(
  { name }: Route,
  field: string,
  { paid, told, card, account, transferred }: PaypleWorld,
): string {
  if (field === 'PCD_PAY_REQKEY') return told.PCD_PAY_REQKEY ?? '';
  if (field === 'PCD_PAYER_ID') {
    if (name.startsWith('confirm')) return told.PCD_PAYER_ID ?? '';
    return name.endsWith('account') || name.includes('receipt') ? account : card;
  }
  if (field === 'PCD_PAY_OID')
    return (name.includes('receipt') ? transferred : paid).PCD_PAY_OID ?? '';
  throw new Error(`No foreign value is known for ${field}; add it here.`);
}
