// A fitting value for every field of every Payple request, so that one field can be changed.
import type { Parts } from '../../server/parts.ts';
import type { Row } from '../../wire/message.ts';
import { givenPath, type Route, routes } from '../../wire/payple/routes.ts';
import { jsonText } from '../harness/native-client.ts';
import {
  type Fields,
  makeKey,
  openPayple,
  type PaypleKeys,
  type PaypleShop,
  type Tokens,
} from '../harness/payple.ts';
import { call, newOrderNumber, operatorKey, type WireAnswer } from '../harness/shop.ts';
import { goodCard, openWindow, toldBy, windowForm } from '../harness/window.ts';

export const paypleRoutes: readonly Route[] = routes;

/** Everything that answers in JSON; pages are the subject of the stories of the window. */
export const objectRoutes = paypleRoutes.filter(({ answers }) => answers === 'object');
export const serverRoutes = paypleRoutes.filter(({ proof }) => proof === 'server');

export interface PaypleWorld {
  readonly base: string;
  readonly parts: Parts;
  readonly keys: PaypleKeys;
  readonly merchantId: string;
  readonly shop: PaypleShop;
  /** Of a server, so that they prove every operation. */
  readonly tokens: Tokens;
  readonly card: string;
  readonly account: string;
  /** A key that may be removed. */
  readonly doomed: string;
  /** A card payment with enough left for a thousand small cancels. */
  readonly paid: WireAnswer;
  /** An account payment, which may have a cash receipt. */
  readonly transferred: WireAnswer;
  /** What a window handed over that waits for its confirmation. */
  readonly told: WireAnswer;
}

export interface PaypleReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: WireAnswer;
  readonly result: string;
  readonly code: string;
  readonly message: string;
}

/** A merchant with a Payple contract, made as an operator makes one. */
export async function newPaypleMerchant(base: string): Promise<PaypleKeys> {
  const post = async (path: string, body?: unknown) => {
    const made = await call(base, { method: 'POST', path, body, key: operatorKey });
    if (made.status !== 201) throw new Error(JSON.stringify(made));
    return made.body as Record<string, string>;
  };
  const merchant = await post('/v1/merchants', { name: '이웃 상점' });
  const contract = await post(`/v1/merchants/${merchant.id}/contracts`, {
    dialect: 'payple',
    pg: 'payple',
  });
  const made = await post(`/v1/contracts/${contract.id}/credentials`);
  return { id: made.publicId ?? '', key: made.secret ?? '', refundKey: made.refundKey ?? '' };
}

export async function openPaypleWorld(
  base: string,
  parts: Parts,
  keys: PaypleKeys,
): Promise<PaypleWorld> {
  const shop = openPayple(base, keys);
  const caller = await parts.callers.find('payple', keys.id);
  const card = await makeKey(parts, { publicId: keys.id });
  const account = await makeKey(parts, { publicId: keys.id, account: '99900400000001' });
  const paid = await shop.charge(card, { PCD_PAY_TOTAL: 900_000 });
  const transferred = await shop.charge(account, {
    PCD_PAY_TYPE: 'transfer',
    PCD_PAY_TOTAL: 10_000,
  });
  for (const answer of [paid, transferred]) {
    if (answer.PCD_PAY_RST !== 'success') throw new Error(JSON.stringify(answer));
  }
  return {
    ...{ base, parts, keys, shop, card, account, paid, transferred },
    merchantId: caller?.merchant.id ?? '',
    tokens: await shop.tokens({ PCD_PAYCANCEL_FLAG: 'Y' }),
    doomed: await makeKey(parts, { publicId: keys.id }),
    told: await certified(base, keys),
  };
}

/** What the page is told of a window in which a card was certified. */
export async function certified(base: string, keys: PaypleKeys): Promise<WireAnswer> {
  const window = await openWindow(base, windowForm('CERT'), { keys });
  return toldBy(await window.pay(goodCard));
}

/** A request that is answered with success; every row has a value, those of ignored rows too. */
export function completePayple(route: Route, world: PaypleWorld): Fields {
  const special = specials(route, world);
  return Object.fromEntries(
    route.request.rows.map(([wireName, , rule, , , , traits]: Row) => [
      wireName,
      wireName in special ? special[wireName] : (traits?.example ?? rule.example),
    ]),
  );
}

/** What the row's own example cannot be, because it must exist, or must not exist yet. */
function specials(route: Route, world: PaypleWorld): Fields {
  const { keys, paid, told, transferred } = world;
  const own = {
    cst_id: keys.id,
    custKey: keys.key,
    PCD_REFUND_KEY: keys.refundKey,
    ...world.tokens,
  };
  if (route.name.startsWith('confirm')) {
    const { PCD_AUTH_KEY, PCD_PAY_REQKEY, PCD_PAYER_ID, PCD_PAY_OID, PCD_PAY_TOTAL } = told;
    const raw = { PCD_CST_ID: keys.id, PCD_CUST_KEY: keys.key };
    return {
      ...own,
      ...raw,
      PCD_AUTH_KEY,
      PCD_PAY_REQKEY,
      PCD_PAYER_ID,
      PCD_PAY_OID,
      PCD_PAY_TOTAL,
    };
  }
  const payment = { PCD_PAY_OID: paid.PCD_PAY_OID, PCD_PAY_DATE: paid.PCD_PAY_TIME?.slice(0, 8) };
  if (route.name === 'query') return { ...own, ...payment };
  if (route.name === 'cancel')
    return { ...own, ...payment, PCD_REFUND_TOTAL: 1, PCD_PAY_TAXTOTAL: 0 };
  if (/cash-receipt/.test(route.name)) {
    const { PCD_PAY_OID, PCD_PAY_TOTAL } = transferred;
    return {
      ...own,
      PCD_PAYER_ID: world.account,
      PCD_PAY_OID,
      PCD_TAXSAVE_AMOUNT: PCD_PAY_TOTAL,
      PCD_TAXSAVE_TAXTOTAL: '',
    };
  }
  if (route.name === 'remove-key') return { ...own, PCD_PAYER_ID: world.doomed };
  if (route.name === 'find-key') return { ...own, PCD_PAYER_ID: world.card };
  if (route.name === 'link') return { ...own, PCD_REGULER_FLAG: 'N', PCD_PAY_TYPE: 'card' };
  return /^(charge|monthly)/.test(route.name) ? { ...own, ...saleOf(route, world) } : own;
}

let months = 0;

/** Each is an order of its own, and of a month of its own. */
function saleOf({ name }: Route, { card, account }: PaypleWorld): Fields {
  months += 1;
  const monthly = name.startsWith('monthly');
  const byCard = name.endsWith('card');
  return {
    ...{ PCD_PAY_TYPE: byCard ? 'card' : 'transfer', PCD_PAYER_ID: byCard ? card : account },
    ...{ PCD_PAY_TOTAL: 1_000, PCD_PAY_OID: newOrderNumber() },
    ...{ PCD_REGULER_FLAG: monthly ? 'Y' : 'N', PCD_SIMPLE_FLAG: monthly ? 'N' : 'Y' },
    PCD_PAY_YEAR: String(1000 + Math.floor(months / 12)),
    PCD_PAY_MONTH: String(1 + (months % 12)).padStart(2, '0'),
  };
}

export async function sendPayple(
  world: PaypleWorld,
  route: Route,
  fields: Fields,
): Promise<PaypleReply> {
  // Wrong keys are tried by the hundred; how they are slowed down is another test's subject.
  world.parts.throttle.clear([world.keys.id]);
  const response = await fetch(`${world.base}${givenPath(route)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: jsonText(fields),
  });
  return replyOf(response);
}

export async function replyOf(response: Response): Promise<PaypleReply> {
  const text = await response.text();
  const { status, headers } = response;
  const json = JSON.parse(text) as WireAnswer;
  const message = json.PCD_PAY_MSG ?? json.PCD_LINK_MSG ?? json.result_msg ?? '';
  const code = json.PCD_PAY_CODE ?? /^\[(\w+)\]/.exec(message)?.[1] ?? '';
  const result = json.PCD_PAY_RST ?? json.PCD_LINK_RST ?? json.result ?? '';
  return { status, headers, text, json, result, code, message };
}
