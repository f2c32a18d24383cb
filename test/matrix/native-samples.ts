// A fitting request for every native and sandbox route, made from its schema and the ids it names.
import { randomUUID } from 'node:crypto';
import { fileColumns } from '../../core/reconciliation/file.ts';
import type { JsonSchema, NativeRoute } from '../../server/native/route.ts';
import {
  type NativeReply,
  type NativeSent,
  paramNames,
  propertiesOf,
  requiredOf,
  sendNative,
} from '../harness/native-client.ts';
import type { PaypleKeys } from '../harness/payple.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../harness/sandbox.ts';
import { call, openShop, operatorKey, postJson, takeToken } from '../harness/shop.ts';
import { goodAccount, goodCard, openWindow, toldBy, windowForm } from '../harness/window.ts';

/** One merchant with all that the routes can name. */
export interface NativeWorld {
  readonly base: string;
  readonly name: string;
  readonly merchant: MadeMerchant;
  /** By the name that paths, queries and bodies have for them. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
}

export async function openNativeWorld(base: string, name: string): Promise<NativeWorld> {
  const [world] = await openNativeWorlds(base, [name]);
  if (world === undefined) throw new Error('one name makes one world');
  return world;
}

/** All at once, because a week has to pass for what they hold, and one week is enough for all. */
export async function openNativeWorlds(
  base: string,
  names: readonly string[],
): Promise<NativeWorld[]> {
  const begun: Begun[] = [];
  for (const name of names) begun.push(await beginWorld(base, name));
  await moveClock(base, { advance: 'P7D' });
  const worlds: NativeWorld[] = [];
  for (const each of begun) worlds.push(await completeWorld(base, each));
  return worlds;
}

interface Begun {
  readonly name: string;
  readonly merchant: MadeMerchant;
  /** The sale whose payout will be fixed when the world is complete. */
  readonly soldTid: string;
  /** Of a contract in the other dialect, with the keys that prove it. */
  readonly registered: Awaited<ReturnType<typeof registeredKey>>;
  /** Has a round that was declined and will be tried again. */
  readonly schedule: string;
}

async function beginWorld(base: string, name: string): Promise<Begun> {
  const terms = { afterPayout: 'deposit', payoutDays: 1 };
  const merchant = await newMerchant(base, { name, terms });
  const sold = await (await openShop(base, merchant.keys)).keyin();
  const registered = await registeredKey(base, merchant);
  const schedule = await retryingSchedule(base, merchant, registered.key);
  return { name, merchant, soldTid: sold.TID ?? '', registered, schedule };
}

async function completeWorld(
  base: string,
  { name, merchant, soldTid, registered, schedule }: Begun,
): Promise<NativeWorld> {
  const account = await issuedAccount(base, merchant, soldTid);
  const waiting = await buyersAccount(base, merchant, 'WAITING-1');
  const deposit = await paidIn(base, merchant, `${name}-전문`);
  const shop = await openShop(base, merchant.keys);
  const paid = await shop.keyin({ BUYERNAME: `${name}손님`, PRODUCTNAME: `${name}상품` });
  const tid = paid.TID ?? '';
  const orderNumber = paid.ORDERNO ?? '';
  const one = await fetch(`${base}/v1/payments/${tid}`, {
    headers: { authorization: `Bearer ${merchant.key}` },
  });
  const { id } = (await one.json()) as { readonly id: string };
  const { contract, key, keys } = registered;
  const settlement = await plannedPayout(base, merchant, keys);
  const stray = await strayBreak(base);
  return {
    base,
    name,
    merchant,
    ids: {
      ...(await noticeIds(base, merchant)),
      ...{ key: [key], billingKey: [key], schedule: [schedule] },
      settlement: [settlement],
      account: [waiting.id, account.id],
      accountNo: [waiting.number, account.number],
      deposit: [deposit],
      messageId: [`${name}-전문`],
      payment: [id],
      id: [id, tid],
      orderNumber: [orderNumber],
      merchant: [merchant.id],
      contract: [merchant.contract, contract],
      credential: [merchant.credential],
      'match.orderNumber': [orderNumber],
      'match.tid': [tid],
      'match.endpoint': [id],
      // Found after a backup was put back only; planted where somebody needs one.
      ...{ approval: [randomUUID()], cancel: [randomUUID()], epoch: ['1'] },
      break: [stray],
      reconciliation: [stray.slice(0, 36)],
    },
  };
}

/** An endpoint that nothing is told at, so that no delivery of it changes anything in mid-test. */
async function noticeIds(base: string, { contract, key }: MadeMerchant) {
  const url = 'http://127.0.0.1:9/notices';
  const body = { contract, url, format: 'standard', purpose: 'deregistration' };
  const path = '/v1/notices/endpoints';
  const made = await call(base, { method: 'POST', path, body, key });
  const told = await call(base, { path: '/v1/notices', key });
  const [first] = told.body.data as readonly { readonly id: string }[];
  return { endpoint: [String(made.body.id)], notice: [first?.id ?? ''] };
}

/** A slip that is not ours: nothing is posted for it, and whoever looks into it says so. */
async function strayBreak(base: string): Promise<string> {
  const csv = `acquirer,kind,slip,approval,amount,charge,pay_in_date
CCLG,sale,S-9,,1000,20,2026-03-12`;
  const body = { kind: 'acquirer', account: 'CCLG', date: '2026-03-12', csv };
  const path = '/v1/reconciliations';
  const made = await call(base, { method: 'POST', path, body, key: operatorKey });
  const [first] = made.body.breaks as readonly { readonly id: string }[];
  return first?.id ?? '';
}

/** For a sale whose payout was fixed. */
async function issuedAccount(base: string, { key, keys }: MadeMerchant, tid: string) {
  const headers = { ApiKey: keys.key, TOKEN: await takeToken(base, keys) };
  const body = { tid, reason: '고객 변심', amount: '1000' };
  await postJson(`${base}/api/get_cancel_bank_account`, body, headers);
  const list = await call(base, { path: '/v1/virtual-accounts', key });
  const [first] = list.body.data as readonly { readonly id: string; readonly number: string }[];
  return { id: first?.id ?? '', number: first?.number ?? '' };
}

/** Waits for a deposit. */
async function buyersAccount(base: string, { contract, key }: MadeMerchant, orderNumber: string) {
  const body = { contract, orderNumber, amount: 10_000, buyerName: '손님' };
  const made = await call(base, { method: 'POST', path: '/v1/virtual-accounts', body, key });
  return made.body as { readonly id: string; readonly number: string };
}

/** A deposit that approved its payment. */
async function paidIn(base: string, merchant: MadeMerchant, messageId: string): Promise<string> {
  const { number: accountNo } = await buyersAccount(base, merchant, 'PAID-IN-1');
  const body = { accountNo, amount: 10_000, messageId };
  const { key } = merchant;
  const made = await call(base, { method: 'POST', path: '/sandbox/deposits', body, key });
  return String(made.body.id);
}

/** Of a contract in the other dialect: a buyer keeps a card in its window. */
async function registeredKey(base: string, { id }: MadeMerchant) {
  const post = async (path: string, body?: unknown) =>
    (await call(base, { method: 'POST', path, body, key: operatorKey })).body;
  const dialect = { dialect: 'payple', pg: 'payple' };
  const contract = await post(`/v1/merchants/${id}/contracts`, dialect);
  const made = await post(`/v1/contracts/${contract.id}/credentials`);
  const [publicId, secret] = [String(made.publicId), String(made.secret)];
  const keys = { id: publicId, key: secret, refundKey: String(made.refundKey) };
  const window = await openWindow(base, windowForm('AUTH'), { keys });
  const told = toldBy(await window.pay(goodCard));
  return { contract: String(contract.id), key: told.PCD_PAYER_ID ?? '', keys };
}

/** Declined on the first, second and fourth day of the week that passes: it waits for the eighth. */
async function retryingSchedule(base: string, { key }: MadeMerchant, billingKey: string) {
  const fault = { at: 'rail.authorise', effect: 'decline', times: 3 };
  await call(base, { method: 'POST', path: '/sandbox/faults', body: fault, key });
  const now = new Date((await moveClock(base, { advance: 'PT0S' })).now);
  const tomorrow = new Date(now.getTime() + 33 * 3_600_000);
  const recurrence = { every: 'month', day: tomorrow.getUTCDate() };
  const from = tomorrow.toISOString().slice(0, 10);
  const body = { billingKey, amount: 10_000, goods: '구독', recurrence, from };
  const made = await call(base, { method: 'POST', path: '/v1/schedules', body, key });
  return String(made.body.id);
}

/** The money of an account is planned for a payout at once, without a day passing. */
async function plannedPayout(base: string, { key }: MadeMerchant, keys: PaypleKeys) {
  const form = windowForm('PAY', { PCD_PAY_TYPE: 'transfer', PCD_CARD_VER: undefined });
  await (await openWindow(base, form, { keys })).pay(goodAccount);
  const { body } = await call(base, { path: '/v1/settlements', key });
  const [first] = body.data as readonly { readonly id: string }[];
  return first?.id ?? '';
}

/** The key of the role that a route is for. */
export function keyFor(route: NativeRoute, world: NativeWorld): string {
  return route.role === 'operator' ? operatorKey : world.merchant.key;
}

export function sample(route: NativeRoute, world: NativeWorld): NativeSent {
  return {
    params: Object.fromEntries(paramNames(route).map((name) => [name, idOf(world, name)])),
    query: neededOf(route.query),
    body: route.takesFile !== undefined ? file : bodyOf(route, world),
  };
}

/** A day on which nothing happened. */
const file = fileColumns.bank.map(([name]) => name).join(',');

/** Of a query only what it cannot do without: the rest is tried field by field. */
function neededOf(schema: JsonSchema | undefined): Record<string, unknown> {
  const properties = Object.fromEntries(propertiesOf(schema));
  const named = requiredOf(schema).map((name) => [name, sampleOf(properties[name] ?? {}, name)]);
  return Object.fromEntries(named);
}

/** Names of things are the world's own, where a route cannot do without them. */
function bodyOf({ body: schema, ids }: NativeRoute, world: NativeWorld): unknown {
  if (schema === undefined) return undefined;
  const body = sampleOf(schema, '$') as Readonly<Record<string, unknown>>;
  const shown = propertiesOf(schema).filter(([, inner]) => 'examples' in inner);
  const fresh = new Set(shown.map(([name]) => name));
  const named = requiredOf(schema).filter((name) => ids.includes(name) && !fresh.has(name));
  return { ...body, ...Object.fromEntries(named.map((name) => [name, idOf(world, name)])) };
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
  if (type === 'array') return [sampleOf(schema.items as JsonSchema, name)];
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
