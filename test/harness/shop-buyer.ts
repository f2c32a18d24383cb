// A buyer at the sample shop, without a browser: does what its page and the gateway's script do.
import { expect } from 'vitest';
import type { PayRequest } from '../../wire/window.ts';
import { placeOrder, type SampleShop } from './sample-shop.ts';
import { type BuyerWindow, postWindow, toldBy, windowAt } from './window.ts';

type Fields = Readonly<Record<string, string>>;

export interface Buyer {
  readonly number: string;
  /** The page of the order, as HTML. */
  page(): Promise<string>;
  /** Presses the button of the page; the tokens are the ones that its proxy or client key gets. */
  openWindow(changed?: Fields): Promise<BuyerWindow>;
  /** Opens the window, pays in it, and lets the page tell its server. */
  pay(input: PayRequest): Promise<string>;
  /** Sends one of the page's forms, and reads the page that follows. */
  send(does: string, fields?: Fields): Promise<string>;
}

export async function orderAt(shop: SampleShop, gateway: string, offer: string): Promise<Buyer> {
  const path = await placeOrder(shop, offer);
  const at = shop.url + path;
  const page = (): Promise<string> => fetch(at).then((answer) => answer.text());
  const send: Buyer['send'] = async (does, fields = {}) => {
    const body = new URLSearchParams(fields);
    return (await fetch(`${at}/${does}`, { method: 'POST', body })).text();
  };
  const openWindow: Buyer['openWindow'] = async (changed = {}) => {
    const asks = { ...asksOf(await page()), ...changed };
    const tokens = await tokensFor(asks, { shop: shop.url, gateway });
    const { payple_auth_file: _, clientKey: __, ...form } = asks;
    const opened = await postWindow(gateway, form, { tokens, headers: { origin: shop.url } });
    expect(opened.status, opened.text.slice(0, 400)).toBe(303);
    return windowAt(gateway, (opened.headers.get('location') ?? '').replace('/window/', ''));
  };
  return {
    number: path.replace('/orders/', ''),
    ...{ page, send, openWindow },
    async pay(input) {
      const window = await openWindow();
      const boot = await window.pay(input);
      return send(
        'result',
        boot.done?.by === 'form' ? await handedOver(window) : (toldBy(boot) as Fields),
      );
    },
  };
}

function asksOf(page: string): Fields {
  const [, json = '{}'] = /data-asks="([^"]*)"/.exec(page) ?? [];
  return JSON.parse(json.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as Fields;
}

/** Multipart to the shop's own path, or the client key to the gateway. */
async function tokensFor(
  asks: Fields,
  hosts: { readonly shop: string; readonly gateway: string },
): Promise<Fields> {
  const form = new FormData();
  form.set('payple_dir_path', '');
  const answer = asks.payple_auth_file
    ? await fetch(hosts.shop + asks.payple_auth_file, { method: 'POST', body: form })
    : await fetch(`${hosts.gateway}/js/v1/auth`, {
        method: 'POST',
        headers: { origin: hosts.shop },
        body: new URLSearchParams({ clientKey: asks.clientKey ?? '' }),
      });
  const auth = (await answer.json()) as Fields;
  expect(auth.result, JSON.stringify(auth)).toBe('success');
  return {
    PCD_CST_ID: auth.cst_id ?? '',
    PCD_CUST_KEY: auth.custKey ?? '',
    PCD_AUTH_KEY: auth.AuthKey ?? '',
  };
}

/** The fields of the form that the window submits when it is the whole page. */
async function handedOver(window: BuyerWindow): Promise<Fields> {
  const { text } = await window.page('/handoff');
  const inputs = [...text.matchAll(/<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g)];
  const plain = (value: string): string =>
    value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  return Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, plain(value)]));
}
