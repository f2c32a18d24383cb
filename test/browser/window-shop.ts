// A shop's order page for tests: its object comes from the address, its results are remembered.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PaypleKeys } from '../harness/payple.ts';

export type PageObject = Readonly<Record<string, string>>;
export type Result = Readonly<Record<string, string>>;

export interface WindowShop {
  readonly url: string;
  /** What came by form, newest last. */
  readonly results: Result[];
  /** Where the order page stands that opens a window for this object. */
  page(object: PageObject, more?: { readonly callback?: boolean }): string;
  close(): Promise<void>;
}

export const onePiece: PageObject = {
  PCD_PAY_TYPE: 'card',
  PCD_PAY_WORK: 'PAY',
  PCD_CARD_VER: '02',
  PCD_PAY_GOODS: '텀블러',
  PCD_PAY_TOTAL: '52000',
  PCD_PAYER_NAME: '홍길동',
};

export async function openWindowShop(gateway: string, keys: PaypleKeys): Promise<WindowShop> {
  const results: Result[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://shop');
    let text = '';
    request.on('data', (chunk) => {
      text += String(chunk);
    });
    request.on('end', async () => {
      const html = (body: string): void => {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(
          `<!doctype html><html lang="ko"><title>상점</title><link rel="icon" href="data:,">${body}`,
        );
      };
      if (url.pathname === '/auth') {
        const body = JSON.stringify({ cst_id: keys.id, custKey: keys.key });
        const answer = await fetch(`${gateway}/php/auth.php`, { method: 'POST', body });
        response.setHeader('content-type', 'application/json');
        response.end(await answer.text());
      } else if (url.pathname === '/result') {
        results.push(Object.fromEntries(new URLSearchParams(text)));
        html('<h1 id="thanks">주문이 완료되었습니다</h1>');
      } else if (url.pathname === '/moved') {
        response.writeHead(307, { location: '/result' }).end();
      } else html(orderPage(gateway, url));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    results,
    page: (object, { callback = true } = {}) =>
      `${url}/?callback=${callback ? 1 : 0}&object=${encodeURIComponent(JSON.stringify(object))}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function orderPage(gateway: string, url: URL): string {
  const object = (url.searchParams.get('object') ?? '{}').replaceAll('<', '\\u003c');
  const callback =
    url.searchParams.get('callback') === '1' ? 'object.callbackFunction = told;' : '';
  return `<meta name="viewport" content="width=device-width">
<h1>주문</h1><button id="buy">결제하기</button><pre id="told"></pre>
<script src="${gateway}/js/v1/payment.js"></script>
<script>
window.heard = 0;
function told(result) { window.heard += 1; window.result = result; document.getElementById('told').textContent = result.PCD_PAY_RST; }
document.getElementById('buy').onclick = function () {
  var object = ${object};
  if (!object.clientKey && !object.PCD_AUTH_KEY) object.payple_auth_file = '/auth';
  ${callback}
  PaypleCpayAuthCheck(object);
};
</script>`;
}
