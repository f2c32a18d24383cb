// A fitting value for every field of every CookiePay request, so that one field can be changed.

import type { Route } from '../../wire/cookiepay/routes.ts';
import type { Row } from '../../wire/message.ts';
import { moveClock } from '../harness/sandbox.ts';
import {
  call,
  type Keys,
  newOrderNumber,
  openShop,
  postJson,
  type Shop,
  takeToken,
} from '../harness/shop.ts';
import { rowOf, type Sent, sendWire, type WireReply } from '../harness/wire-client.ts';

export interface WireWorld {
  readonly base: string;
  readonly keys: Keys;
  readonly shop: Shop;
  /** A payment with enough left for a thousand small cancels. */
  readonly tid: string;
  readonly orderNumber: string;
  /** A sale that was paid out, and when. */
  readonly settled: { readonly tid: string; readonly payoutDate: string };
}

/** What the row's own example cannot be, because it must exist, or must not exist yet. */
type Sample = (world: WireWorld) => unknown;

// biome-ignore format: a table
const samples: Readonly<Record<string, Sample>> = {
  TOKEN:    ({ shop }) => shop.token,
  ApiKey:   ({ keys }) => keys.key,
  API_ID:   ({ keys }) => keys.id,
  pay2_id:  ({ keys }) => keys.id,
  pay2_key: ({ keys }) => keys.key,
  tid:      ({ tid }) => tid,
  TID:      ({ settled }) => settled.tid,
  DATE:     ({ settled }) => settled.payoutDate,
  ORDERNO:  () => newOrderNumber(),
  CARDNO:   () => '4111111111111111',
  sig:      () => undefined,
  STD_DT:   () => '2020-01-01',
  END_DT:   () => '2099-12-31',
};

export async function openWorld(base: string, keys: Keys): Promise<WireWorld> {
  const [world] = await openWorlds(base, [keys]);
  if (world === undefined) throw new Error('no world');
  return world;
}

/** Each shop has a sale that is long paid out, for which the clock is moved; tokens are new. */
export async function openWorlds(base: string, shops: readonly Keys[]): Promise<WireWorld[]> {
  const sold: string[] = [];
  for (const keys of shops) sold.push((await (await openShop(base, keys)).keyin(proof)).TID ?? '');
  await moveClock(base, { advance: 'P30D' });
  const worlds: WireWorld[] = [];
  for (const [n, keys] of shops.entries()) {
    const shop = await openShop(base, keys);
    const orderNumber = newOrderNumber();
    const paid = await shop.keyin({ ...proof, AMOUNT: '9000000', ORDERNO: orderNumber });
    if (paid.RESULTCODE !== '0000') throw new Error(`no payment: ${JSON.stringify(paid)}`);
    const settled = { tid: sold[n] ?? '', payoutDate: '2026-01-31' };
    const world = { base, keys, shop, tid: paid.TID ?? '', orderNumber, settled };
    const payoutDate = await payoutDateOf(world);
    worlds.push({ ...world, settled: { ...settled, payoutDate } });
  }
  return worlds;
}

const proof = { CARDPWD: '12', CARDAUTH: '900101' };
const dayMs = 86_400_000;

/** The day under which the settlement query knows the sale; only some gateways have the query. */
async function payoutDateOf({ base, keys, shop, settled }: WireWorld): Promise<string> {
  const { now } = (await call(base, { path: '/sandbox/clock' })).body;
  for (let days = 0; days < 30; days += 1) {
    const date = new Date(Date.parse(String(now)) - days * dayMs).toISOString().slice(0, 10);
    const body = { API_ID: keys.id, TID: settled.tid, DATE: date.replaceAll('-', '') };
    const found = await postJson(`${base}/api/settlement`, body, { TOKEN: shop.token });
    if (found.body.RESULTCODE === '0000') return date;
  }
  return settled.payoutDate;
}

export function freshToken({ base, keys }: WireWorld): Promise<string> {
  return takeToken(base, keys);
}

/** A request that is answered with success; every row has a value, those of ignored rows too. */
export function complete(route: Route, world: WireWorld): Sent {
  return Object.fromEntries(
    route.request.rows.map((row: Row) => [row[0], sampleOf(route, row, world)]),
  );
}

/** Where a field of one route has to name something else than elsewhere. */
const samplesOfRoute: Readonly<Partial<Record<string, Readonly<Record<string, Sample>>>>> = {
  cancelAccount: { tid: ({ settled }) => settled.tid },
};

function sampleOf(
  { name }: Route,
  [wireName, , rule, , , , traits]: Row,
  world: WireWorld,
): unknown {
  const sample = samplesOfRoute[name]?.[wireName] ?? samples[wireName];
  if (sample === undefined) return traits?.example ?? rule.example;
  const value = sample(world);
  // A receipt's TID is written in base64; everything else writes itself.
  return value === undefined || traits?.place === 'header' ? value : rule.write(value);
}

/** The request with one field changed; `undefined` leaves it out. */
export function withField(sent: Sent, wireName: string, value: unknown): Sent {
  return { ...sent, [wireName]: value };
}

export function send(route: Route, world: WireWorld, fields: Sent): Promise<WireReply> {
  return sendWire(world.base, route, fields);
}

export function isSent(route: Route, wireName: string): boolean {
  return rowOf(route, wireName) !== undefined;
}
