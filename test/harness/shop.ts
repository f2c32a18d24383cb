// A shop's back end, as small as real ones are: takes a token, charges, verifies, cancels.

export type WireAnswer = Readonly<Record<string, string>>;

export interface Keys {
  readonly id: string;
  readonly key: string;
}

export const demoKeys: Keys = { id: 'demo', key: 'demo-key' };
export const merchantKey = 'sk_sandbox_demo';
export const operatorKey = 'ok_sandbox_demo';

/** An approving test card; every field that the key-in message requires. */
export const keyinBody = {
  API_ID: 'demo',
  PRODUCTNAME: '텀블러',
  AMOUNT: '50000',
  BUYERNAME: '홍길동',
  BUYEREMAIL: 'buyer@example.com',
  CARDNO: '4111111111111111',
  EXPIREDT: '3012',
  QUOTA: '00',
} as const;

let orders = 0;

/** Never the same number twice in one process. */
export function newOrderNumber(): string {
  orders += 1;
  return `ORDER-${process.pid}-${Date.now()}-${orders}`;
}

export async function postJson(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: WireAnswer }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as WireAnswer };
}

export async function takeToken(base: string, keys: Keys = demoKeys): Promise<string> {
  const { body } = await postJson(`${base}/payAuth/token`, {
    pay2_id: keys.id,
    pay2_key: keys.key,
  });
  if (body.RTN_CD !== '0000') throw new Error(`no token: ${JSON.stringify(body)}`);
  return body.TOKEN ?? '';
}

export interface Shop {
  readonly token: string;
  readonly keyin: (fields?: Readonly<Record<string, unknown>>) => Promise<WireAnswer>;
  readonly paycert: (tid: string) => Promise<WireAnswer>;
  readonly cancel: (
    fields: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<WireAnswer>;
  /** An array of payments, or one object that says why there is none. */
  readonly paysearch: (fields: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

/** A shop with one token; order numbers are fresh unless the fields name one. */
export async function openShop(base: string, keys: Keys = demoKeys): Promise<Shop> {
  const token = await takeToken(base, keys);
  const headers = { ApiKey: keys.key, TOKEN: token };
  const post = async (path: string, body: unknown, more: Readonly<Record<string, string>> = {}) =>
    (await postJson(`${base}${path}`, body, { ...headers, ...more })).body;
  return {
    token,
    keyin: (fields = {}) =>
      post('/keyin/payment', {
        ...keyinBody,
        API_ID: keys.id,
        ORDERNO: newOrderNumber(),
        ...fields,
      }),
    paycert: (tid) => post('/api/paycert', { tid }),
    cancel: (fields, more) => post('/api/cancel', { reason: '고객 변심', ...fields }, more),
    paysearch: (fields) => post('/api/paysearch', { API_ID: keys.id, ...fields }),
  };
}

/** A call to the native API or the sandbox control; answers status and JSON. */
export async function call(
  base: string,
  request: {
    readonly method?: string;
    readonly path: string;
    readonly key?: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Promise<{ status: number; body: Record<string, unknown> }> {
  const { method = 'GET', path, key = merchantKey, body, headers = {} } = request;
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
