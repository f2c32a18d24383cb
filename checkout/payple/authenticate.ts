// Tokens for a window: from the shop's own proxy, from what its server put into the page, or by
// the public key alone.
import { type ShopObject, textOf } from './shop-object.ts';

export interface Tokens {
  readonly fields: Readonly<Record<'PCD_CST_ID' | 'PCD_CUST_KEY' | 'PCD_AUTH_KEY', string>>;
  /** Where the window is opened. */
  readonly returnUrl: string;
}

/** What a shop or its buyer may be told; everything else is said to developers only. */
export class Refused extends Error {}

const usualPath = '/index.php?ACT_=PAYM';

export async function authenticate(object: ShopObject, home: string): Promise<Tokens> {
  const given = textOf(object, 'PCD_AUTH_KEY');
  if (given !== '') return fromPage(object, home, given);
  const clientKey = textOf(object, 'clientKey');
  if (clientKey !== '') return tokensOf(await post(`${home}/js/v1/auth`, { clientKey }), home);
  if (textOf(object, 'PCD_AUTH_URL') !== '') {
    console.warn(
      '[payple] PCD_AUTH_URL은 비밀키를 페이지에 드러냅니다. payple_auth_file을 쓰세요.',
    );
    throw new Refused('PCD_AUTH_URL은 사용할 수 없습니다.');
  }
  const directory = textOf(object, 'payple_dir_path');
  return tokensOf(await post(proxyOf(object, directory), { payple_dir_path: directory }), home);
}

function fromPage(object: ShopObject, home: string, authKey: string): Tokens {
  return {
    fields: {
      PCD_CST_ID: textOf(object, 'PCD_CST_ID'),
      PCD_CUST_KEY: textOf(object, 'PCD_CUST_KEY'),
      PCD_AUTH_KEY: authKey,
    },
    returnUrl: atHome(textOf(object, 'PCD_PAY_URL') || textOf(object, 'return_url'), home),
  };
}

/** A path of the shop's own; names without a slash stand in the usual folder. */
function proxyOf(object: ShopObject, directory: string): string {
  const file = textOf(object, 'payple_auth_file') || 'payple_payAuth.html';
  if (/^https?:\/\//i.test(file) || file.startsWith('/')) return file;
  return `${directory}/cPayPayple/${file}`;
}

/** Multipart, as the shop's proxies have always got it. */
async function post(url: string, fields: Readonly<Record<string, string>>): Promise<unknown> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const response = await fetch(url, { method: 'POST', body });
  return response.json();
}

function tokensOf(answer: unknown, home: string): Tokens {
  const said = (typeof answer === 'object' && answer !== null ? answer : {}) as ShopObject;
  if (textOf(said, 'result') !== 'success') {
    throw new Refused(textOf(said, 'result_msg') || '가맹점 인증에 실패했습니다.');
  }
  return {
    fields: {
      PCD_CST_ID: textOf(said, 'cst_id'),
      PCD_CUST_KEY: textOf(said, 'custKey'),
      PCD_AUTH_KEY: textOf(said, 'AuthKey'),
    },
    returnUrl: atHome(textOf(said, 'return_url'), home),
  };
}

/**
 * Tokens go to the server that this script came from, and to no other, whatever an answer says. One
 * server may have several names, so the path of another name is tried at home.
 */
function atHome(address: string, home: string): string {
  const { origin, pathname, search } = new URL(address || usualPath, home);
  if (origin !== home) {
    console.warn(`[payple] 결제창 주소(${origin})가 스크립트의 서버(${home})와 다릅니다.`);
  }
  return home + pathname + search;
}
