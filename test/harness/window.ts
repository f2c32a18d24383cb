// A buyer and his browser: opens a window as a shop's page does, and acts in it as its page does.

import type { Boot, PayRequest } from '../../wire/window.ts';
import { type Fields, openPayple, type PaypleKeys, paypleDemo } from './payple.ts';
import { newOrderNumber, type WireAnswer } from './shop.ts';

export const shopOrigin = 'https://shop.example';

/** What approves; password and birth date are compared by accounts that behave as live ones. */
export const goodCard: Extract<PayRequest, { way: 'card' }> = {
  way: 'card',
  number: '4111111111111111',
  expiry: '3012',
  password: '12',
  birthDate: '900101',
  instalment: 0,
};

export const declinedCard = { ...goodCard, number: '9906100000001010' };

export const goodAccount: Extract<PayRequest, { way: 'transfer' }> = {
  way: 'transfer',
  bank: '004',
  number: '99900400000001',
  holder: '홍길동',
  birthDate: '900101',
};

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The form that the browser script makes of the page's object and the tokens. */
export function windowForm(work: 'AUTH' | 'CERT' | 'PAY', fields: Fields = {}): Fields {
  const sale = { PCD_PAY_GOODS: '휴대폰', PCD_PAY_TOTAL: '50000', PCD_PAY_OID: newOrderNumber() };
  return {
    ...{ PCD_PAY_TYPE: 'card', PCD_PAY_WORK: work, PCD_CARD_VER: '01', PCD_RST_URL: '/result' },
    ...{ PCD_PAYER_NO: '2335', PCD_PAYER_NAME: '홍길동', PCD_PAYER_HP: '01012345678' },
    ...{ PCD_PAYER_EMAIL: 'buyer@example.com' },
    ...(work === 'AUTH' ? {} : sale),
    ...fields,
  };
}

export interface Opening {
  readonly keys?: PaypleKeys;
  readonly flags?: Fields;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  /** Tokens of an authentication that was made before. */
  readonly tokens?: Fields;
}

/** As a browser posts it; the answer is not followed. */
export async function postWindow(
  base: string,
  form: Fields,
  opening: Opening = {},
): Promise<Answered> {
  const { keys = paypleDemo, flags, path = '/index.php?ACT_=PAYM' } = opening;
  const tokens = opening.tokens ?? (await openPayple(base, keys).tokens(flags));
  const fields = Object.entries({ ...tokens, ...form }).filter(([, value]) => value !== undefined);
  const response = await fetch(`${base}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: shopOrigin, ...opening.headers },
    body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, `${value}`])),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** What a page carries for its script. */
export function bootIn({ text }: Answered): Boot {
  const json = /<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(text)?.[1];
  if (json === undefined) throw new Error(`no boot data in ${text.slice(0, 200)}`);
  return JSON.parse(json) as Boot;
}

export interface BuyerWindow {
  readonly id: string;
  page(path?: string): Promise<Answered>;
  state(): Promise<Boot>;
  pay(input: PayRequest | Fields): Promise<Boot>;
  close(): Promise<Boot>;
  post(action: 'pay' | 'close', body: unknown, headers?: Fields): Promise<Boot>;
}

export async function openWindow(
  base: string,
  form: Fields,
  opening: Opening = {},
): Promise<BuyerWindow> {
  const opened = await postWindow(base, form, opening);
  const location = opened.headers.get('location') ?? '';
  if (opened.status !== 303) throw new Error(`not opened: ${JSON.stringify(bootIn(opened).error)}`);
  return windowAt(base, location.replace('/window/', ''));
}

export function windowAt(base: string, id: string): BuyerWindow {
  const url = `${base}/window/${id}`;
  const post: BuyerWindow['post'] = async (action, body, headers = {}) => {
    const own = { origin: base, 'content-type': 'application/json' };
    const response = await fetch(`${url}/${action}`, {
      method: 'POST',
      headers: { ...own, ...headers } as Record<string, string>,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return (await response.json()) as Boot;
  };
  return {
    id,
    post,
    async page(path = '') {
      const response = await fetch(`${url}${path}`, { redirect: 'manual' });
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
    state: async () => (await (await fetch(`${url}/state`)).json()) as Boot,
    pay: (input) => post('pay', input),
    close: () => post('close', {}),
  };
}

/** What the shop's page is told by message; throws where there is nothing yet. */
export function toldBy({ done }: Boot): WireAnswer {
  if (done?.by !== 'message') throw new Error(`not told by message: ${JSON.stringify(done)}`);
  return done.data;
}
