// One key-in request of a shop, in the parts that do not change and the two that do.
import { numberIn, testRanges } from '../rails/simulator/ranges.ts';

export const demo = { id: 'demo', key: 'demo-key' };

/** Every field of the manual that a shop fills; the order number and the card come in between. */
const before = { API_ID: demo.id };
const after = {
  PRODUCTNAME: '텀블러 500ml',
  AMOUNT: '50000',
  BUYERNAME: '홍길동',
  BUYEREMAIL: 'buyer@example.com',
  EXPIREDT: '3012',
  CARDPWD: '12',
  CARDAUTH: '900101',
  PRODUCTCODE: 'TB-500',
  BUYERID: 'hong',
  BUYERADDRESS: '서울특별시 강남구 테헤란로 1',
  BUYERPHONE: '010-1234-5678',
  QUOTA: '00',
  ETC1: 'a',
  ETC2: 'b',
  ETC3: 'c',
  ETC4: 'd',
  ETC5: 'e',
};

/** Characters; the run's tag and a counter of ten digits. */
export const tagLength = 14;
const orderLength = tagLength + 10;
const cardLength = 16;

/** Fresh numbers of approving cards, all of one length so that the body's length is fixed. */
export const cards: readonly string[] = testRanges
  .filter((range) => range.length === cardLength)
  .flatMap((range) => Array.from({ length: 32 }, (_, serial) => numberIn(range, serial)));

export interface RequestParts {
  /** The HTTP head and the body up to the order number. */
  readonly head: string;
  readonly middle: string;
  readonly tail: string;
}

export function requestParts(url: string, token: string): RequestParts {
  const opening = `${JSON.stringify(before).slice(0, -1)},"ORDERNO":"`;
  const middle = '","CARDNO":"';
  const tail = `",${JSON.stringify(after).slice(1)}`;
  const length = Buffer.byteLength(opening + middle + tail) + orderLength + cardLength;
  const lines = [
    'POST /keyin/payment HTTP/1.1',
    `Host: ${new URL(url).host}`,
    'Content-Type: application/json',
    `Content-Length: ${length}`,
    `ApiKey: ${demo.key}`,
    `TOKEN: ${token}`,
  ];
  return { head: `${lines.join('\r\n')}\r\n\r\n${opening}`, middle, tail };
}

/** The same request for fetch, with the order number given. */
export async function keyIn(
  url: string,
  { token, order, card }: { readonly token: string; readonly order: string; readonly card: string },
): Promise<string> {
  const response = await fetch(`${url}/keyin/payment`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ApiKey: demo.key, TOKEN: token },
    body: JSON.stringify({ ...before, ORDERNO: order, CARDNO: card, ...after }),
  });
  const answer = (await response.json()) as { readonly RESULTCODE?: string };
  return answer.RESULTCODE ?? '';
}

export async function takeToken(url: string): Promise<string> {
  const response = await fetch(`${url}/payAuth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ pay2_id: demo.id, pay2_key: demo.key }),
  });
  const answer = (await response.json()) as { readonly TOKEN?: string };
  if (answer.TOKEN === undefined) throw new Error('the gateway gave no token');
  return answer.TOKEN;
}

let tags = 0;
const bench = Math.floor(Date.now() / 1_000)
  .toString(36)
  .toUpperCase()
  .padStart(8, '0')
  .slice(-8);

/** No two runs share an order number; tags ascend, as the numbers of a shop do. */
export function nextTag(): string {
  tags += 1;
  return `B${bench}${String(tags).padStart(5, '0')}`;
}
