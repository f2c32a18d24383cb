// A small shop that sells through Gyeol: one Node process, no packages. Read README.md first.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { isSigned, listenAt } from './gyeol.mjs';
import { offers } from './offers.mjs';
import * as orders from './orders.mjs';
import { cardsPage, homePage, lostPage, orderPage, policy } from './pages.mjs';
import { authenticateWindow } from './payple.mjs';

const largest = 65_536;
const files = {
  '/shop.css': ['text/css', readFileSync(new URL('public/shop.css', import.meta.url))],
  '/pay.mjs': ['text/javascript', readFileSync(new URL('public/pay.mjs', import.meta.url))],
};

const home = () => page(homePage(offers, orders.latest()));
const show = async (order) => page(await orderPage(order));
const back = (order) => ({ status: 303, headers: { location: `/orders/${order.number}` } });

// What may be asked of the shop. `order` is the one that the path names; `sent` is the body.
const routes = {
  'GET /': home,
  'GET /cards': async () => page(await cardsPage()),
  'POST /orders': ({ sent }) => placeOrder(sent.offer),
  'GET /orders/:': ({ order }) => show(order),
  'GET /orders/:/version': ({ order }) => json({ version: order.version }),
  'POST /orders/:/result': ({ order, sent }) => orders.heard(order, sent).then(() => back(order)),
  'POST /orders/:/look': ({ order }) => orders.look(order).then(() => back(order)),
  'POST /orders/:/refund': ({ order, sent }) =>
    orders.refund(order, Number(sent.amount)).then(() => back(order)),
  'POST /orders/:/charge': ({ order, sent }) =>
    orders.charge(order, sent.month).then(() => back(order)),
  'POST /orders/:/remove': ({ order }) => orders.remove(order).then(() => back(order)),
  // payple_auth_file: the script in the page asks here, and gets tokens instead of keys.
  'POST /pg/auth/:': async ({ order }) => json(await authenticateWindow(order)),
  'POST /sample-shop/notices': ({ request, text }) => notice(request, text),
};

// Called from another site: by the window when it is the whole page, and by the gateway itself.
const foreign = ['POST /orders/:/result', 'POST /sample-shop/notices'];

async function placeOrder(id) {
  const offer = offers.find((each) => each.id === id);
  if (!offer) return lost();
  const order = orders.place(offer);
  if (offer.id === 'link') await orders.openLink(order);
  return back(order);
}

const seen = new Set();

async function notice(request, text) {
  if (!isSigned(request.headers, text)) return { ...json({ result: 'error' }), status: 401 };
  const id = request.headers['webhook-id'];
  const told = JSON.parse(text);
  // The gateway tells everything at least once; twice must not count twice.
  if (!seen.has(id)) await orders.noticed(told);
  seen.add(id);
  return json({ result: 'success', PCD_PAY_OID: told.PCD_PAY_OID });
}

async function answer(request) {
  const { pathname } = new URL(request.url, 'http://shop');
  if (files[pathname]) {
    const [type, body] = files[pathname];
    return { headers: { 'content-type': `${type}; charset=utf-8` }, body };
  }
  const [, number] = /^\/(?:orders|pg\/auth)\/([^/]+)/.exec(pathname) ?? [];
  const order = orders.find(number);
  const name = `${request.method} ${number ? pathname.replace(number, ':') : pathname}`;
  const route = routes[name];
  if (!route || (number && !order)) return lost();
  if (!foreign.includes(name) && !isOwn(request)) return { status: 403 };
  const text = await read(request);
  return route({ request, order, text, sent: fieldsOf(request, text) });
}

/** Another page in the same browser must not press this shop's buttons. */
function isOwn({ method, headers }) {
  return method === 'GET' || !headers.origin || new URL(headers.origin).host === headers.host;
}

async function read(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > largest) throw new Error('too much');
  }
  return text;
}

function fieldsOf({ headers }, text) {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  return isForm ? Object.fromEntries(new URLSearchParams(text)) : {};
}

function page(body) {
  const type = 'text/html; charset=utf-8';
  return { headers: { 'content-type': type, 'content-security-policy': policy }, body };
}

function json(value) {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function lost() {
  return { ...page(lostPage()), status: 404 };
}

const server = createServer(async (request, response) => {
  const {
    status = 200,
    headers,
    body,
  } = await answer(request).catch((error) => {
    console.error(`shop: ${error.message}`);
    return { status: 500, headers: {}, body: '상점에 문제가 생겼습니다.' };
  });
  response.writeHead(status, { 'cache-control': 'no-store', ...headers }).end(body);
});

const host = process.env.HOST || '127.0.0.1';
const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;

function listen(port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(`http://${name}:${server.address().port}`));
  });
}

// Started by the gateway, it ends with it, however and whenever that ends.
const isOrphan = process.send !== undefined && !process.connected;
if (isOrphan) process.exit();
process.on('disconnect', () => process.exit());

const wanted = Number(process.env.PORT ?? 8081);
// A taken port is no reason not to open: any free one will do.
const url = await listen(wanted).catch(() => listen(0));
await listenAt(`${url}/sample-shop/notices`).catch((error) =>
  console.error(`shop: no webhooks: ${error.message}`),
);
console.log(`shop ready ${url}`);
// The gateway may be gone in this very moment: then nobody is left to be told.
process.send?.({ url }, () => {});
