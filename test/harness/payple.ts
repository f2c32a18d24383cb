// A subscription shop's back end: authenticates, charges, queries, cancels, as its samples do.

import type { BillingKey } from '../../core/billing/billing-key.ts';
import type { BillingKeyId } from '../../core/payment/payment.ts';
import { SensitiveAccount } from '../../core/payment/sensitive-account.ts';
import { SensitiveCard } from '../../core/payment/sensitive-card.ts';
import type { Parts } from '../../server/parts.ts';
import { insertBillingKey } from '../../storage/billing-key.ts';
import { newOrderNumber, postJson, type WireAnswer } from './shop.ts';

export interface PaypleKeys {
  readonly id: string;
  readonly key: string;
  readonly refundKey: string;
}

export const paypleDemo: PaypleKeys = {
  id: 'demo',
  key: 'demo-payple-key',
  refundKey: 'demo-refund-key',
};

/** The public test account of the manual. */
export const paypleTest: PaypleKeys = {
  id: 'test',
  key: 'abcd1234567890',
  refundKey: 'a41ce010ede9fcbfb3be86b24858806596a9db68b79d138b147c3e563e1829a0',
};

export interface Tokens {
  readonly PCD_CST_ID: string;
  readonly PCD_CUST_KEY: string;
  readonly PCD_AUTH_KEY: string;
}

export type Fields = Readonly<Record<string, unknown>>;

export interface PaypleShop {
  readonly keys: PaypleKeys;
  auth(flags?: Fields): Promise<WireAnswer>;
  tokens(flags?: Fields): Promise<Tokens>;
  /** To the address that the authentication named, with its tokens. */
  follow(
    flags: Fields,
    body: Fields,
    headers?: Readonly<Record<string, string>>,
  ): Promise<WireAnswer>;
  charge(key: string, body?: Fields): Promise<WireAnswer>;
  monthly(key: string, month: string, body?: Fields): Promise<WireAnswer>;
  query(orderNumber: string, day: string): Promise<WireAnswer>;
  cancel(
    paid: WireAnswer,
    body?: Fields,
    headers?: Readonly<Record<string, string>>,
  ): Promise<WireAnswer>;
  findKey(key: string): Promise<WireAnswer>;
  removeKey(key: string): Promise<WireAnswer>;
}

/** What a charge with a billing key is about, unless a test says otherwise. */
const saleOf = (key: string): Fields => ({
  PCD_PAY_TYPE: 'card',
  PCD_PAYER_ID: key,
  PCD_PAY_GOODS: '정기구독',
  PCD_PAY_TOTAL: 9_900,
  PCD_PAY_OID: newOrderNumber(),
});

const tokensOf = (answer: WireAnswer): Tokens => ({
  PCD_CST_ID: answer.cst_id ?? '',
  PCD_CUST_KEY: answer.custKey ?? '',
  PCD_AUTH_KEY: answer.AuthKey ?? '',
});

export function openPayple(base: string, keys: PaypleKeys = paypleDemo): PaypleShop {
  const auth = async (flags: Fields = {}): Promise<WireAnswer> =>
    (await postJson(`${base}/php/auth.php`, { cst_id: keys.id, custKey: keys.key, ...flags })).body;
  const follow: PaypleShop['follow'] = async (flags, body, headers = {}) => {
    const answer = await auth(flags);
    if (answer.result !== 'success') throw new Error(JSON.stringify(answer));
    const sent = { ...tokensOf(answer), ...body };
    return (await postJson(answer.return_url ?? '', sent, headers)).body;
  };
  return {
    keys,
    auth,
    follow,
    tokens: async (flags) => tokensOf(await auth(flags)),
    charge: (key, body = {}) =>
      follow(
        { PCD_SIMPLE_FLAG: 'Y', PCD_PAY_TYPE: body.PCD_PAY_TYPE ?? 'card' },
        { ...saleOf(key), PCD_SIMPLE_FLAG: 'Y', ...body },
      ),
    monthly(key, month, body = {}) {
      const [PCD_PAY_YEAR, PCD_PAY_MONTH] = month.split('-');
      const period = { PCD_REGULER_FLAG: 'Y', PCD_PAY_YEAR, PCD_PAY_MONTH };
      const flags = { PCD_REGULER_FLAG: 'Y', PCD_PAY_TYPE: body.PCD_PAY_TYPE ?? 'card' };
      return follow(flags, { ...saleOf(key), ...period, ...body });
    },
    query: (orderNumber, day) =>
      follow(
        { PCD_PAYCHK_FLAG: 'Y' },
        {
          ...{ PCD_PAYCHK_FLAG: 'Y', PCD_PAY_TYPE: 'card' },
          ...{ PCD_PAY_OID: orderNumber, PCD_PAY_DATE: day },
        },
      ),
    cancel: (paid, body = {}, headers = {}) =>
      follow(
        { PCD_PAYCANCEL_FLAG: 'Y' },
        {
          ...{ PCD_REFUND_KEY: keys.refundKey, PCD_PAYCANCEL_FLAG: 'Y' },
          ...{ PCD_PAY_OID: paid.PCD_PAY_OID, PCD_PAY_DATE: paid.PCD_PAY_TIME?.slice(0, 8) },
          PCD_REFUND_TOTAL: paid.PCD_PAY_TOTAL,
          ...body,
        },
        headers,
      ),
    findKey: (key) => follow({ PCD_PAY_WORK: 'PUSERINFO' }, { PCD_PAYER_ID: key }),
    removeKey: (key) => follow({ PCD_PAY_WORK: 'PUSERDEL' }, { PCD_PAYER_ID: key }),
  };
}

export interface KeyWish {
  readonly publicId?: string;
  readonly card?: string;
  /** A bank account instead of a card. */
  readonly account?: string;
}

/** A billing key as a window leaves it, without the window. */
export async function makeKey(parts: Parts, wish: KeyWish = {}): Promise<string> {
  const { publicId = 'demo', card = '4242424242424242', account } = wish;
  const caller = await parts.callers.find('payple', publicId);
  if (caller === null) throw new Error(`no credential ${publicId}`);
  const holder = '900101';
  const registered =
    account === undefined
      ? parts.rail.registerCard(
          new SensitiveCard({ number: card, expiry: '3012', password: '12', holder }),
        )
      : parts.rail.registerAccount(
          new SensitiveAccount({ bank: '004', number: account, holderName: '홍길동', holder }),
        );
  if (!registered.registered) throw new Error(registered.why);
  const key: BillingKey = {
    id: `key-${parts.newId()}` as BillingKeyId,
    merchantId: caller.merchant.id,
    generation: caller.merchant.generation,
    contractId: caller.contract.id,
    credentialId: caller.credential.id,
    version: 1,
    status: 'registered',
    instrument: { ...registered.facts, fingerprint: 'a test' },
    payer: { number: '2335', name: '홍길동', phone: '01012345678', email: 'buyer@example.com' },
    passwordHash: null,
    failures: 0,
    registeredAt: parts.clock.now(),
    removedAt: null,
  };
  await insertBillingKey(parts.store.pool, key);
  return key.id;
}
