// A shop made from the manual's sample page (manual 004, 결제요청): its script tag, its object, its
// click handler and its call, with the hosts replaced; and the file that its payple_auth_file names.
import { createServer, type IncomingMessage } from 'node:http';

export interface ManualShop {
  readonly url: string;
  /** What the shop's server was asked and answered, in order. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

export interface ManualShopOptions {
  readonly gateway: string;
  readonly work: 'CERT' | 'PAY';
  readonly result: 'callback' | 'url';
}

const credentials = { cst_id: 'test', custKey: 'abcd1234567890' };

export async function openManualShop(options: ManualShopOptions): Promise<ManualShop> {
  const log: string[] = [];
  const answers = answersOf(options);
  const server = createServer((request, response) => {
    void read(request).then(async (text) => {
      const name = `${request.method} ${request.url}`;
      const [type, body] = (await answers[name]?.(new URLSearchParams(text))) ?? ['text/plain', ''];
      if (answers[name] !== undefined) log.push(name);
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** What the shop's own server does: the two calls that a browser must not make, and its pages. */
type Answers = Record<string, (body: URLSearchParams) => Promise<[type: string, body: string]>>;

function answersOf(options: ManualShopOptions): Answers {
  const relay = async (path: string, body: unknown): Promise<[string, string]> => {
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-cache' };
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    return ['application/json', await (await fetch(options.gateway + path, request)).text()];
  };
  return {
    'GET /order.html': async () => ['text/html', orderPage(options)],
    'POST /pg/auth': () => relay('/php/auth.php', { ...credentials, PCD_PAY_TYPE: 'card' }),
    'POST /pg/confirm': (told) => {
      const { pathname, search } = new URL(told.get('PCD_PAY_COFURL') ?? '');
      return relay(pathname + search, {
        PCD_CST_ID: credentials.cst_id,
        PCD_CUST_KEY: credentials.custKey,
        PCD_AUTH_KEY: told.get('PCD_AUTH_KEY'),
        PCD_PAY_REQKEY: told.get('PCD_PAY_REQKEY'),
        PCD_PAYER_ID: told.get('PCD_PAYER_ID'),
      });
    },
    'POST /order_result.html': async (told) => ['text/html', resultPage(told)],
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

// The sample's page loads jQuery, of which it uses three things; they stand here in its place.
const jQuery = `
  window.$ = window.jQuery = function (what) {
    var found = typeof what === 'string' ? document.querySelector(what) : what;
    return {
      ready: function (then) { document.addEventListener('DOMContentLoaded', then); },
      on: function (name, then) { found.addEventListener(name, then); },
    };
  };`;

/** The manual offers both ways to get the result; a page takes one of them. */
const wanted = {
  callback: 'obj.callbackFunction = getResult;',
  url: "obj.PCD_RST_URL = '/order_result.html';",
};

function orderPage({ gateway, work, result }: ManualShopOptions): string {
  const values = { jQuery, gateway, work, order: `test${Date.now()}`, wanted: wanted[result] };
  return sample.replace(
    /\{(jQuery|gateway|work|order|wanted)\}/g,
    (_, name: keyof typeof values) => values[name],
  );
}

const sample = `<!doctype html><html lang="ko"><meta charset="utf-8"><title>주문</title>
<link rel="icon" href="data:,">
<script>{jQuery}</script>
<script src="{gateway}/js/cpay.payple.1.0.1.js"></script>
<script>
function getResult(res) {
  if (res.PCD_PAY_RST !== 'success' || res.PCD_PAY_WORK !== 'CERT') return show(res);
  fetch('/pg/confirm', { method: 'POST', body: new URLSearchParams(res) })
    .then(function (answer) { return answer.json(); })
    .then(show);
}
function show(res) { document.querySelector('#result').textContent = JSON.stringify(res); }
$(document).ready(function () {
  $('#payAction').on('click', function (event) {
    var pay_work = "{work}";
    var buyer_no = "2335";
    var buyer_name = "홍길동";
    var buyer_hp = "01012345678";
    var buyer_email = "buyer@example.com";
    var buy_goods = "휴대폰";
    var buy_total = "1000";
    var pay_istax = "";
    var pay_taxtotal = "10";
    var order_num = "{order}";
    var is_reguler = "N";
    var pay_year = "";
    var pay_month = "";

    var obj = new Object();
    obj.PCD_CPAY_VER = "1.0.1";
    obj.PCD_PAY_TYPE = 'card';
    obj.PCD_PAY_WORK = pay_work;
    obj.PCD_CARD_VER = "02"
    obj.payple_auth_file = '/pg/auth';
    {wanted}
    obj.PCD_PAYER_NO = buyer_no;
    obj.PCD_PAYER_NAME = buyer_name;
    obj.PCD_PAYER_HP = buyer_hp;
    obj.PCD_PAYER_EMAIL = buyer_email;
    obj.PCD_PAY_GOODS = buy_goods;
    obj.PCD_PAY_TOTAL = buy_total;
    obj.PCD_PAY_ISTAX = pay_istax;
    obj.PCD_PAY_TAXTOTAL = pay_taxtotal;
    obj.PCD_PAY_OID = order_num;
    obj.PCD_REGULER_FLAG = is_reguler;
    obj.PCD_PAY_YEAR = pay_year;
    obj.PCD_PAY_MONTH = pay_month;
    PaypleCpayAuthCheck(obj);

    event.preventDefault();
  });
});
</script>
<button id="payAction">결제하기</button>
<pre id="result"></pre></html>`;

/** What the sample's result page reads out of its form. */
function resultPage(told: URLSearchParams): string {
  const json = JSON.stringify(Object.fromEntries(told)).replace(/[<&]/g, '');
  return `<!doctype html><html lang="ko"><meta charset="utf-8"><title>결과</title><link rel="icon" href="data:,"><pre id="result">${json}</pre></html>`;
}
