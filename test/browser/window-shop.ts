// A shop's order page for tests: its object comes from the address, its results are remembered.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PaypleKeys } from '../harness/payple.ts';

export type PageObject = Readonly<Record<string, string>>;
export type Result = Readonly<Record<string, string>>;

interface PageWish {
  readonly callback?: boolean;
  /** Another of the script's addresses, or of the server's names. */
  readonly script?: string;
}

export interface WindowShop {
  readonly url: string;
  /** What came by form, newest last. */
  readonly results: Result[];
  /** What the script has asked the shop's proxies for: path and body. */
  readonly asked: string[];
  /** Where the order page stands that opens a window for this object. */
  page(object: PageObject, wish?: PageWish): string;
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

interface Asked {
  readonly url: URL;
  readonly text: string;
  readonly response: ServerResponse;
}

type Answer = (asked: Asked) => void | Promise<void>;

export async function openWindowShop(gateway: string, keys: PaypleKeys): Promise<WindowShop> {
  const results: Result[] = [];
  const asked: string[] = [];
  const answers: Readonly<Record<string, Answer>> = {
    '/': ({ url, response }) => html(response, orderPage(gateway, url)),
    '/result'({ text, response }) {
      results.push(Object.fromEntries(new URLSearchParams(text)));
      html(response, '<h1 id="thanks">주문이 완료되었습니다</h1>');
    },
    '/moved': ({ response }) => void response.writeHead(307, { location: '/result' }).end(),
    '/auth/refused': ({ response }) =>
      json(response, '{"result":"error","result_msg":"등록되지 않은 가맹점입니다."}'),
    '/auth/broken': ({ response }) => html(response, '<b>Fatal error</b>'),
    async '/auth'({ url, text, response }) {
      asked.push(`${url.pathname} ${text}`);
      const body = JSON.stringify({ cst_id: keys.id, custKey: keys.key });
      const answer = await fetch(`${gateway}/php/auth.php`, { method: 'POST', body });
      json(response, await answer.text());
    },
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://shop');
    let text = '';
    request.on('data', (chunk) => {
      text += String(chunk);
    });
    request.on('end', async () => {
      const path = url.pathname.endsWith('.html') ? '/auth' : url.pathname;
      await answers[path]?.({ url, text, response });
      if (!response.writableEnded) response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ url, results, asked },
    page(object, { callback = true, script = `${gateway}/js/v1/payment.js` } = {}) {
      const values = { object: JSON.stringify(object), script, callback: callback ? '1' : '0' };
      return `${url}/?${new URLSearchParams(values)}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function html(response: ServerResponse, body: string): void {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(
    `<!doctype html><html lang="ko"><title>상점</title><link rel="icon" href="data:,">${body}`,
  );
}

function json(response: ServerResponse, body: string): void {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(body);
}

function orderPage(gateway: string, url: URL): string {
  const given = (name: string): string => url.searchParams.get(name) ?? '';
  const callback = given('callback') === '1' ? 'object.callbackFunction = told;' : '';
  return `<meta name="viewport" content="width=device-width">
<h1>주문</h1><button id="buy">결제하기</button><pre id="told"></pre>
<script src="${given('script') || gateway}"></script>
<script>
window.heard = 0;
function told(result) {
  window.heard += 1;
  window.result = result;
  document.getElementById('told').textContent = result.PCD_PAY_RST;
}
var object = ${given('object').replaceAll('<', '\\u003c')};
var proofs = ['clientKey', 'PCD_AUTH_KEY', 'PCD_AUTH_URL', 'payple_auth_file', 'payple_dir_path'];
if (!proofs.some(function (name) { return name in object; })) object.payple_auth_file = '/auth';
${callback}
document.getElementById('buy').onclick = function () { PaypleCpayAuthCheck(object); };
</script>`;
}
