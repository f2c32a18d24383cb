// Story: the gateway charged, and its answer to the shop was lost on the way. Nobody pays twice.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, chargesOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { openSampleShop, type SampleShop } from '../../harness/sample-shop.ts';
import { orderAt } from '../../harness/shop-buyer.ts';
import { goodCard, toldBy } from '../../harness/window.ts';

let gyeol: TestGateway;
let shop: SampleShop;
let line: Server;
let lineUrl = '';
/** Paths whose next answer does not arrive, and what comes before the connection breaks. */
const lost = new Map<string, Promise<void>>();

beforeAll(async () => {
  line = createServer((request, response) => void carry(request, response));
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  lineUrl = `http://127.0.0.1:${(line.address() as { readonly port: number }).port}`;
  gyeol = await openGateway({ publicUrl: lineUrl });
  shop = await openSampleShop(lineUrl);
});
afterAll(async () => {
  await shop.stop();
  await booksClose(gyeol);
  line.closeAllConnections();
  line.close();
  await gyeol.stop();
});

async function carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, headers, body } = await pass(request);
  const path = (request.url ?? '').replace(/\?.*/, '');
  const before = lost.get(path);
  lost.delete(path);
  if (before === undefined) return void response.writeHead(status, headers).end(body);
  await before;
  request.socket.destroy();
}

async function pass(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
  const answer = await fetch(gyeol.url + request.url, {
    method: request.method ?? 'GET',
    redirect: 'manual',
    headers: headers as Record<string, string>,
    ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
  });
  const {
    'content-encoding': ____,
    'transfer-encoding': _____,
    ...told
  } = Object.fromEntries(answer.headers);
  return { status: answer.status, headers: told, body: Buffer.from(await answer.arrayBuffer()) };
}

const stateOf = (page: string): string => /role="status"><b[^>]*>([^<]*)/.exec(page)?.[1] ?? '';

test('of a confirm: unclear, then paid by the webhook, and charged once', async () => {
  const buyer = await orderAt(shop, lineUrl, 'cert');
  const window = await buyer.openWindow();
  const told = toldBy(await window.pay(goodCard)) as Record<string, string>;
  lost.set('/php/PayCardConfirmAct.php', Promise.resolve());
  await buyer.send('result', told);
  await eventually(async () => expect(stateOf(await buyer.page())).toBe('결제 완료'));
  const page = await buyer.page();
  expect(page).toContain('lost');
  expect(page).toContain('결제결과 조회');
  expect(await chargesOf(gyeol, buyer.number)).toHaveLength(1);
});

test('of a confirm, after the webhook has come: it is remembered until the answer is given up', async () => {
  const buyer = await orderAt(shop, lineUrl, 'cert');
  const told = toldBy(await (await buyer.openWindow()).pay(goodCard)) as Record<string, string>;
  let release = (): void => {};
  lost.set('/php/PayCardConfirmAct.php', new Promise((resolve) => (release = resolve)));
  const sent = buyer.send('result', told);
  await eventually(async () => {
    const page = await buyer.page();
    expect([stateOf(page), page.includes('통지 (webhook)')]).toEqual(['확인 중', true]);
  });
  release();
  expect(stateOf(await sent)).toBe('결제 완료');
  expect(await chargesOf(gyeol, buyer.number)).toHaveLength(1);
});

test('of the authentication before it: nothing was begun, and the buyer may press again', async () => {
  const buyer = await orderAt(shop, lineUrl, 'cert');
  await buyer.pay(goodCard);
  lost.set('/php/auth.php', Promise.resolve());
  expect(stateOf(await buyer.send('refund', { amount: '18000' }))).toBe('결제 완료');
  expect(await chargesOf(gyeol, buyer.number)).toMatchObject([{ cancelled: 0n }]);
  expect(stateOf(await buyer.send('refund', { amount: '18000' }))).toBe('환불 완료');
});

test('of a refund: the money went back once, and the webhook says so', async () => {
  const buyer = await orderAt(shop, lineUrl, 'cert');
  await buyer.pay(goodCard);
  lost.set('/php/account/api/cPayCAct.php', Promise.resolve());
  await buyer.send('refund', { amount: '18000' });
  await eventually(async () => expect(stateOf(await buyer.page())).toBe('환불 완료'));
  expect(await chargesOf(gyeol, buyer.number)).toMatchObject([{ cancelled: 18_000n }]);
});

test('of a monthly charge: unclear, then paid, and the month is paid once', async () => {
  const buyer = await orderAt(shop, lineUrl, 'monthly');
  await buyer.pay(goodCard);
  lost.set('/php/RePayCardAct.php', Promise.resolve());
  await buyer.send('charge', { month: '2031-01' });
  await eventually(async () => expect(await buyer.page()).toContain('class="badge paid"'));
  expect(await buyer.send('charge', { month: '2031-01' })).toContain('class="badge failed"');
});
