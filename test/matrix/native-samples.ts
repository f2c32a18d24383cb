// A fitting request for every native and sandbox route, made from its schema and the ids it names.
import type { JsonSchema, NativeRoute } from '../../server/native/route.ts';
import {
  type NativeReply,
  type NativeSent,
  paramNames,
  propertiesOf,
  requiredOf,
  sendNative,
} from '../harness/native-client.ts';
import { type MadeMerchant, newMerchant } from '../harness/sandbox.ts';
import { openShop, operatorKey } from '../harness/shop.ts';

/** One merchant with all that the routes can name. */
export interface NativeWorld {
  readonly base: string;
  readonly name: string;
  readonly merchant: MadeMerchant;
  /** By the name that paths, queries and bodies have for them. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
}

export async function openNativeWorld(base: string, name: string): Promise<NativeWorld> {
  const merchant = await newMerchant(base, { name });
  const shop = await openShop(base, merchant.keys);
  const paid = await shop.keyin({ BUYERNAME: `${name}손님`, PRODUCTNAME: `${name}상품` });
  const tid = paid.TID ?? '';
  const orderNumber = paid.ORDERNO ?? '';
  const one = await fetch(`${base}/v1/payments/${tid}`, {
    headers: { authorization: `Bearer ${merchant.key}` },
  });
  const { id } = (await one.json()) as { readonly id: string };
  return {
    base,
    name,
    merchant,
    ids: {
      id: [id, tid],
      orderNumber: [orderNumber],
      merchant: [merchant.id],
      contract: [merchant.contract],
      credential: [merchant.credential],
      'match.orderNumber': [orderNumber],
      'match.tid': [tid],
      'match.endpoint': [id],
    },
  };
}

/** The key of the role that a route is for. */
export function keyFor(route: NativeRoute, world: NativeWorld): string {
  return route.role === 'operator' ? operatorKey : world.merchant.key;
}

export function sample(route: NativeRoute, world: NativeWorld): NativeSent {
  return {
    params: Object.fromEntries(paramNames(route).map((name) => [name, idOf(world, name)])),
    query: {},
    body: route.body === undefined ? undefined : sampleOf(route.body, '$'),
  };
}

export function idOf(world: NativeWorld, name: string): string {
  const found = world.ids[name]?.[0];
  if (found === undefined) throw new Error(`No sample id is called ${name}; add it to the world.`);
  return found;
}

/** What is required, and what comes with an example, as OpenAPI knows it. */
export function sampleOf(schema: JsonSchema, name: string): unknown {
  const { examples, enum: values, type, minimum } = schema;
  if (Array.isArray(examples)) return examples[0];
  if (Array.isArray(values)) return values[0];
  if (type === 'object') {
    const wanted = propertiesOf(schema).filter(
      ([each, inner]) => requiredOf(schema).includes(each) || 'examples' in inner,
    );
    return Object.fromEntries(wanted.map(([each, inner]) => [each, sampleOf(inner, each)]));
  }
  if (type === 'integer') return minimum ?? 1;
  if (type === 'boolean') return true;
  if (type === 'string') return '가나다';
  throw new Error(`No sample can be made of ${name}: ${JSON.stringify(schema)}`);
}

export function send(
  route: NativeRoute,
  world: NativeWorld,
  sent: NativeSent,
): Promise<NativeReply> {
  return sendNative(world.base, route, { sent, key: keyFor(route, world) });
}
