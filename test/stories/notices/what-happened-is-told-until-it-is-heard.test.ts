// Story: a shop is told what happened, also when its server is down, slow, confused or gone.
import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { booksClose } from '../../harness/books.ts';
import { openBeside, openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { makeKey, openPayple, type PaypleShop } from '../../harness/payple.ts';
import { openReceiver, type Receiver } from '../../harness/receiver.ts';
import { moveClock, newMerchant, orderFault } from '../../harness/sandbox.ts';
import { call } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: PaypleShop;
let contract: string;
beforeAll(async () => {
  gyeol = await openGateway();
  const caller = await gyeol.gateway.parts.callers.find('payple', 'demo');
  contract = caller?.contract.id ?? '';
  shop = openPayple(gyeol.url);
});
afterAll(async () => {
  await booksClose(gyeol);
  await gyeol.stop();
});

let receiver: Receiver;
const opened: string[] = [];
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(async () => {
  for (const id of opened.splice(0)) {
    await call(gyeol.url, { method: 'DELETE', path: `/v1/notices/endpoints/${id}` });
  }
  await receiver.close();
});

async function endpoint(
  format: string,
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly id: string; readonly secret: string }> {
  const body = { contract, url: receiver.url, format, ...more };
  const made = await call(gyeol.url, { method: 'POST', path: '/v1/notices/endpoints', body });
  expect(made.status).toBe(201);
  opened.push(String(made.body.id));
  return { id: String(made.body.id), secret: String(made.body.secret) };
}

const charge = async (body = {}) => shop.charge(await makeKey(gyeol.gateway.parts), body);

interface NoticeShown {
  readonly id: string;
  readonly type: string;
  readonly deliveries: readonly { state: string; attempts: number; dueAt: string | null }[];
  readonly attempts: readonly {
    number: number;
    status: number | null;
    failure: string | null;
    answer: string;
  }[];
}

async function latest(): Promise<NoticeShown> {
  const list = await call(gyeol.url, { path: '/v1/notices' });
  const first = (list.body.data as NoticeShown[]).find(({ type }) => type.startsWith('payment'));
  const one = await call(gyeol.url, { path: `/v1/notices/${first?.id}` });
  return one.body as unknown as NoticeShown;
}

const told = (count: number) =>
  eventually(() => expect(receiver.letters.length).toBeGreaterThanOrEqual(count));
const tried = (count: number) =>
  eventually(async () => expect((await latest()).attempts).toHaveLength(count));

test('a payment and its cancel are told in the words of the dialect, every value as text', async () => {
  await endpoint('dialect');
  const paid = await charge({ PCD_PAYER_NO: 77, PCD_USER_DEFINE1: '첫째' });
  await told(1);
  expect(receiver.letters[0]?.body).toMatchObject({
    ...{ PCD_PAY_RST: 'success', PCD_PAY_CODE: 'SPCD0000', PCD_CST_ID: 'demo' },
    ...{ PCD_PAY_OID: paid.PCD_PAY_OID, PCD_PAY_TOTAL: '9900', PCD_PAYER_NO: '77' },
    ...{ PCD_USER_DEFINE1: '첫째', PCD_PAY_TIME: paid.PCD_PAY_TIME },
  });
  await shop.cancel(paid, { PCD_REFUND_TOTAL: 900 });
  await told(2);
  expect(receiver.letters[1]?.body).toMatchObject({
    ...{ PCD_PAY_CODE: 'PAYC0000', PCD_PAYCANCEL_FLAG: 'Y', PCD_REFUND_TOTAL: '900' },
    PCD_PAY_OID: paid.PCD_PAY_OID,
  });
  const values = receiver.letters.flatMap(({ body }) => Object.values(body));
  expect(values.every((value) => typeof value === 'string')).toBe(true);
});

test('a declined charge is told too', async () => {
  await endpoint('dialect');
  const poor = await makeKey(gyeol.gateway.parts, { card: '9906100000001028' });
  await shop.charge(poor);
  await told(1);
  expect(receiver.letters[0]?.body).toMatchObject({
    PCD_PAY_RST: 'error',
    PCD_PAY_CODE: 'SPCD0018',
  });
});

test('our own form is signed so that a receiver can check it', async () => {
  const { secret } = await endpoint('standard');
  const paid = await charge();
  await told(1);
  const [letter] = receiver.letters;
  expect(letter?.body).toMatchObject({
    ...{ id: letter?.id, type: 'payment.approved', version: 1 },
    data: { payment: { tid: paid.PCD_PAY_CARDTRADENUM, amount: 9_900 } },
  });
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${letter?.id}.${letter?.headers['webhook-timestamp']}.${letter?.text}`;
  const expected = createHmac('sha256', key).update(signed).digest('base64');
  expect(letter?.headers['webhook-signature']).toBe(`v1,${expected}`);
});

test('both forms are two deliveries of one event', async () => {
  await endpoint('both');
  await charge();
  await told(2);
  const ids = new Set(receiver.letters.map(({ id }) => id));
  expect(ids.size).toBe(1);
  await eventually(async () =>
    expect((await latest()).deliveries.map(({ state }) => state)).toEqual([
      'delivered',
      'delivered',
    ]),
  );
});

test('an endpoint that is down hears it when it is back, at the planned instants', async () => {
  await endpoint('standard');
  const { url } = receiver;
  await receiver.close();
  await charge();
  await tried(1);
  expect((await latest()).attempts[0]).toMatchObject({ status: null, failure: 'ECONNREFUSED' });
  await moveClock(gyeol.url, { advance: 'PT59S' });
  await moveClock(gyeol.url, { advance: 'PT2S' });
  await tried(2);
  await moveClock(gyeol.url, { advance: 'PT4M1S' });
  await tried(3);
  receiver = await openReceiver(Number(new URL(url).port));
  await moveClock(gyeol.url, { advance: 'PT16M1S' });
  await told(1);
  const notice = await latest();
  expect(notice.deliveries[0]).toMatchObject({ state: 'delivered', attempts: 4, dueAt: null });
  expect(receiver.letters[0]?.id).toBe(notice.id);
});

test('nobody is tried for ever, and by hand it is told under the same id', async () => {
  await endpoint('standard');
  receiver.answer((response) => void response.writeHead(500).end('broken'));
  await charge();
  await tried(1);
  await moveClock(gyeol.url, { advance: 'P5D' });
  await tried(8);
  const notice = await latest();
  expect(notice.deliveries[0]).toMatchObject({ state: 'given-up', attempts: 8, dueAt: null });
  expect(notice.attempts[7]).toMatchObject({
    status: 500,
    failure: 'status 500',
    answer: 'broken',
  });
  receiver.answer((response) => void response.end());
  const again = await call(gyeol.url, {
    method: 'POST',
    path: `/v1/notices/${notice.id}/redeliver`,
  });
  expect(again).toMatchObject({ status: 202, body: { deliveries: 1 } });
  const ofPayment = () => receiver.letters.filter(({ id }) => id === notice.id);
  await eventually(() => expect(ofPayment()).toHaveLength(9));
  await eventually(async () => expect((await latest()).deliveries[0]?.state).toBe('delivered'));
});

test('T58: a redirect is not followed', async () => {
  const inside = await openReceiver();
  await endpoint('standard');
  receiver.answer((response) => void response.writeHead(307, { location: inside.url }).end());
  await charge();
  await tried(1);
  expect((await latest()).attempts[0]).toMatchObject({ status: 307, failure: 'status 307' });
  expect(inside.letters).toEqual([]);
  await inside.close();
});

test('T59: an answer without an end is cut off, and a body after a reset counts as nothing', async () => {
  await endpoint('standard');
  receiver.answer((response) => {
    const more = setInterval(() => response.write('가'.repeat(10_000)), 1);
    response.on('close', () => clearInterval(more));
  });
  await charge();
  await tried(1);
  const [attempt] = (await latest()).attempts;
  expect(attempt?.failure).toBe('answer too long');
  expect(attempt?.answer.length).toBeLessThanOrEqual(1_024);
  receiver.answer((response) => void response.socket?.destroy());
  await moveClock(gyeol.url, { advance: 'PT61S' });
  await tried(2);
  expect((await latest()).attempts[1]?.failure).toBe('ECONNRESET');
});

test('T60: a receiver that never answers holds up nobody else', async () => {
  await endpoint('standard');
  receiver.answer(() => {});
  for (let count = 0; count < 10; count += 1) await charge();
  await told(4);
  const other = await openReceiver();
  const body = { contract, url: other.url, format: 'standard' };
  const made = await call(gyeol.url, { method: 'POST', path: '/v1/notices/endpoints', body });
  opened.push(String(made.body.id));
  await charge();
  await eventually(() => expect(other.letters).toHaveLength(1));
  expect(receiver.letters.length).toBeLessThanOrEqual(8);
  receiver.answer((response) => void response.end());
  await other.close();
});

// biome-ignore format: a table
const lateAnswers = [
  [500, 'given-up'],
  [200, 'delivered'],
] as const;
test.each(
  lateAnswers,
)('closed during a try that ends with %i, an endpoint hears no more', async (...row) => {
  const [status, state] = row;
  const { id } = await endpoint('standard');
  let answerNow = (): void => {};
  receiver.answer((response) => {
    answerNow = () => void response.writeHead(status).end();
  });
  await charge();
  await told(1);
  await call(gyeol.url, { method: 'DELETE', path: `/v1/notices/endpoints/${id}` });
  answerNow();
  await tried(1);
  await moveClock(gyeol.url, { advance: 'P5D' });
  expect(receiver.letters).toHaveLength(1);
  const { deliveries, attempts } = await latest();
  expect(deliveries).toMatchObject([{ state, dueAt: null }]);
  expect(attempts).toMatchObject([{ status }]);
});

test('a backlog is worked off with four tries at once at most, each told once', async () => {
  await endpoint('standard');
  let [open, most] = [0, 0];
  receiver.answer((response) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      response.end();
    }, 10);
  });
  await Promise.all(Array.from({ length: 40 }, () => charge()));
  await told(40);
  expect(new Set(receiver.letters.map(({ id }) => id)).size).toBe(40);
  expect(receiver.letters).toHaveLength(40);
  expect(most).toBeLessThanOrEqual(4);
});

test('T24: two servers tell each notice once', async () => {
  const beside = await openBeside(gyeol);
  await endpoint('standard');
  const before = receiver.letters.length;
  const paid = await Promise.all(Array.from({ length: 12 }, () => charge()));
  await told(before + paid.length);
  await new Promise((resume) => setTimeout(resume, 700));
  const ids = receiver.letters.slice(before).map(({ id }) => id);
  expect(ids).toHaveLength(paid.length);
  expect(new Set(ids).size).toBe(paid.length);
  await beside.close();
});

test('a fault that was ordered strikes the delivery', async () => {
  const { id } = await endpoint('standard');
  await orderFault(gyeol.url, {
    at: 'notice.deliver',
    effect: 'connection-reset',
    match: { endpoint: id },
  });
  await charge();
  await tried(1);
  expect((await latest()).attempts[0]?.failure).toBe('ECONNRESET');
  expect(receiver.letters).toEqual([]);
  await moveClock(gyeol.url, { advance: 'PT61S' });
  await told(1);
});

test('T25: the endpoints and notices of another merchant do not exist', async () => {
  const { id } = await endpoint('standard');
  await charge();
  await told(1);
  const notice = (await latest()).id;
  const { key } = await newMerchant(gyeol.url);
  const as = (method: string, path: string, body?: unknown) =>
    call(gyeol.url, { method, path, key, ...(body === undefined ? {} : { body }) });
  expect((await as('GET', `/v1/notices/${notice}`)).status).toBe(404);
  expect((await as('POST', `/v1/notices/${notice}/redeliver`)).status).toBe(404);
  expect((await as('DELETE', `/v1/notices/endpoints/${id}`)).status).toBe(404);
  const theirs = { contract, url: receiver.url, format: 'standard' };
  expect((await as('POST', '/v1/notices/endpoints', theirs)).status).toBe(404);
  expect((await as('GET', '/v1/notices')).body).toEqual({ data: [], nextCursor: null });
});

test('T56: an address that nobody should be told at is refused when it is saved', async () => {
  const urls = [
    'http://169.254.169.254/',
    'http://0.0.0.0/',
    'ftp://shop.example/',
    'http://a:b@shop.example/',
    'not a url',
  ];
  for (const url of urls) {
    const body = { contract, url, format: 'standard' };
    const refused = await call(gyeol.url, { method: 'POST', path: '/v1/notices/endpoints', body });
    expect(refused).toMatchObject({ status: 400, body: { field: 'url' } });
  }
});
