// One charge of a billing key, as a subscription shop sends it; its keys are registered as buyers
// do it, in the payment window.
import { numberIn, testRanges } from '../rails/simulator/ranges.ts';
import { type RequestParts, tagLength } from './order.ts';

const demo = { cst_id: 'demo', custKey: 'demo-payple-key' };
const orderLength = tagLength + 10;
const keyCount = 32;

/** Numbers of sixteen digits only: any approving card will do. */
const cards = testRanges
  .filter((range) => range.length === 16)
  .flatMap((range) => Array.from({ length: keyCount }, (_, serial) => numberIn(range, serial)));

interface Trio {
  readonly PCD_CST_ID: string;
  readonly PCD_CUST_KEY: string;
  readonly PCD_AUTH_KEY: string;
}

async function authenticate(url: string, flags: Record<string, string>): Promise<Trio> {
  const response = await fetch(`${url}/php/auth.php`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...demo, PCD_PAY_TYPE: 'card', ...flags }),
  });
  const answer = (await response.json()) as Record<string, string>;
  if (answer.result !== 'success') throw new Error(`no tokens: ${answer.result_msg}`);
  const { cst_id = '', custKey = '', AuthKey = '' } = answer;
  return { PCD_CST_ID: cst_id, PCD_CUST_KEY: custKey, PCD_AUTH_KEY: AuthKey };
}

/** All of one length, as the body's length is fixed. */
export async function registerKeys(url: string): Promise<string[]> {
  const keys: string[] = [];
  for (const number of cards.slice(0, keyCount)) keys.push(await registerKey(url, number));
  return keys;
}

async function registerKey(url: string, number: string): Promise<string> {
  const fields = {
    ...(await authenticate(url, {})),
    ...{ PCD_PAY_TYPE: 'card', PCD_PAY_WORK: 'AUTH', PCD_CARD_VER: '01', PCD_PAYER_NO: '1' },
  };
  const opened = await fetch(`${url}/index.php?ACT_=PAYM`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url },
    body: new URLSearchParams(fields),
  });
  const window = opened.headers.get('location');
  if (window === null) throw new Error(`no window: ${opened.status}`);
  const typed = { way: 'card', number, expiry: '3012', password: '12', birthDate: '900101' };
  const paid = await fetch(new URL(`${window}/pay`, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ ...typed, instalment: 0 }),
  });
  const boot = (await paid.json()) as { done?: { data?: { PCD_PAYER_ID?: string } } };
  const key = boot.done?.data?.PCD_PAYER_ID;
  if (key === undefined) throw new Error(`no billing key: ${JSON.stringify(boot)}`);
  return key;
}

/** Tokens live half an hour, so each group has its own; the keys stay. */
export async function chargeParts(url: string, keyLength: number): Promise<RequestParts> {
  const trio = await authenticate(url, { PCD_SIMPLE_FLAG: 'Y' });
  const before = JSON.stringify({ ...trio, PCD_PAY_TYPE: 'card' });
  const opening = `${before.slice(0, -1)},"PCD_PAY_OID":"`;
  const middle = '","PCD_PAYER_ID":"';
  const after = {
    PCD_PAY_GOODS: '정기구독',
    PCD_PAY_TOTAL: 9_900,
    PCD_SIMPLE_FLAG: 'Y',
    PCD_PAYER_NO: 2_324,
    PCD_PAYER_HP: '01012345678',
    PCD_PAYER_EMAIL: 'buyer@example.com',
    PCD_USER_DEFINE1: 'a',
    PCD_USER_DEFINE2: 'b',
  };
  const tail = `",${JSON.stringify(after).slice(1)}`;
  const length = Buffer.byteLength(opening + middle + tail) + orderLength + keyLength;
  const lines = [
    'POST /php/SimplePayCardAct.php?ACT_=PAYM HTTP/1.1',
    `Host: ${new URL(url).host}`,
    'Content-Type: application/json',
    `Content-Length: ${length}`,
  ];
  return { head: `${lines.join('\r\n')}\r\n\r\n${opening}`, middle, tail };
}
