// A fitting value for every field of every CookiePay request, so that one field can be changed.

import type { Route } from '../../wire/cookiepay/routes.ts';
import type { Row } from '../../wire/message.ts';
import { type Keys, newOrderNumber, openShop, type Shop, takeToken } from '../harness/shop.ts';
import { rowOf, type Sent, sendWire, type WireReply } from '../harness/wire-client.ts';

export interface WireWorld {
  readonly base: string;
  readonly keys: Keys;
  readonly shop: Shop;
  /** A payment with enough left for a thousand small cancels. */
  readonly tid: string;
  readonly orderNumber: string;
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
  TID:      ({ tid }) => tid,
  ORDERNO:  () => newOrderNumber(),
  CARDNO:   () => '4111111111111111',
  sig:      () => undefined,
  STD_DT:   () => '2020-01-01',
  END_DT:   () => '2099-12-31',
};

export async function openWorld(base: string, keys: Keys): Promise<WireWorld> {
  const shop = await openShop(base, keys);
  const orderNumber = newOrderNumber();
  const proof = { CARDPWD: '12', CARDAUTH: '900101' };
  const paid = await shop.keyin({ ...proof, AMOUNT: '9000000', ORDERNO: orderNumber });
  if (paid.RESULTCODE !== '0000') throw new Error(`no payment: ${JSON.stringify(paid)}`);
  return { base, keys, shop, tid: paid.TID ?? '', orderNumber };
}

export function freshToken({ base, keys }: WireWorld): Promise<string> {
  return takeToken(base, keys);
}

/** A request that is answered with success; every row has a value, those of ignored rows too. */
export function complete(route: Route, world: WireWorld): Sent {
  return Object.fromEntries(route.request.rows.map((row: Row) => [row[0], sampleOf(row, world)]));
}

function sampleOf([wireName, , rule, , , , traits]: Row, world: WireWorld): unknown {
  const sample = samples[wireName];
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
