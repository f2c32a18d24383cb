// Story: whatever a shop's server does, it hears of each fact, and can count it once by its id.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { booksClose } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { type Letter, openReceiver, type Receiver } from '../../harness/receiver.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, postJson } from '../../harness/shop.ts';
import { whyNotGenuine } from '../../harness/standard-webhooks.ts';

let gyeol: TestGateway;
let receiver: Receiver;
let seller: MadeMerchant;
let secret: string;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(async () => {
  await booksClose(gyeol);
  await gyeol.stop();
});
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(() => receiver.close());

/** Thursdays that are paid out on Monday; each test has its own. */
const thursdays = ['03-09', '03-23', '05-11', '06-08', '06-22', '07-06'];

async function at(day: number, time: string): Promise<void> {
  const date = new Date(Date.parse(`2028-${thursdays[0]}T00:00:00Z`) + day * 86_400_000);
  await moveClock(gyeol.url, { to: `${date.toISOString().slice(0, 10)}T${time}+09:00` });
}
afterEach(() => void thursdays.shift());

const ours = (method: string, path: string, body?: unknown) =>
  call(gyeol.url, { method, path, key: seller.key, ...(body === undefined ? {} : { body }) });

/** A shop that is told in both forms and has sold something. */
async function sold(): Promise<string> {
  await at(0, '10:00:00');
  seller = await newMerchant(gyeol.url, { terms: { afterPayout: 'deposit', payoutDays: 1 } });
  const body = { contract: seller.contract, url: receiver.url, format: 'both' };
  secret = String((await ours('POST', '/v1/notices/endpoints', body)).body.secret);
  return (await (await openShop(gyeol.url, seller.keys)).keyin({ AMOUNT: '50000' })).TID ?? '';
}

/** Cancelled after its payout was fixed, by a deposit. */
async function cancelledByDeposit(tid: string): Promise<void> {
  const { token } = await openShop(gyeol.url, seller.keys);
  const headers = { TOKEN: token, ApiKey: seller.keys.key };
  const asked = { tid, reason: '고객 변심', amount: '50000' };
  const path = `${gyeol.url}/api/get_cancel_bank_account`;
  const account = (await postJson(path, asked, headers)).body;
  const deposit = { accountNo: account.ACCOUNTNO, amount: 50_000, depositor: '이웃 상점' };
  expect((await ours('POST', '/sandbox/deposits', deposit)).body).toMatchObject({ taken: true });
}

/** A buyer pays into an account of his own. */
async function paidIn(): Promise<void> {
  const wanted = { contract: seller.contract, orderNumber: `VA-${seller.id}`, amount: 10_000 };
  const issued = await ours('POST', '/v1/virtual-accounts', { ...wanted, buyerName: '홍길동' });
  const deposit = { accountNo: issued.body.number, amount: 10_000, depositor: '홍길동' };
  expect((await ours('POST', '/sandbox/deposits', deposit)).body).toMatchObject({ taken: true });
}

/** Until Friday at five, and two deposits: every kind but the payment of the payout. */
async function life(): Promise<void> {
  const tid = await sold();
  await at(1, '17:00:00');
  await cancelledByDeposit(tid);
  await paidIn();
}

interface Told {
  readonly id: string;
  readonly type: string;
  readonly deliveries: readonly { readonly format: string; readonly state: string }[];
  readonly attempts: readonly {
    readonly format: string;
    readonly number: number;
    readonly at: string;
    readonly failure: string | null;
  }[];
}

/** In the order in which it happened. */
async function notices(): Promise<Told[]> {
  const list = (await ours('GET', '/v1/notices')).body.data as Told[];
  const found = list.map(async ({ id }) => (await ours('GET', `/v1/notices/${id}`)).body);
  return ((await Promise.all(found)) as unknown as Told[]).toReversed();
}

/** Both forms of one event have one id; a receiver of both knows them apart by their body. */
const formOf = ({ body }: Letter) => (typeof body.type === 'string' ? 'standard' : 'dialect');
const heardAs = (letter: Letter) => `${letter.id} ${formOf(letter)}`;

const waits = [1, 4, 16, 64, 256, 1_024, 4_096];

/** Minutes between the tries of one form. */
function minutesBetween({ attempts }: Told, format: string): number[] {
  const tries = attempts.filter((attempt) => attempt.format === format);
  expect(tries.map(({ number }) => number)).toEqual(tries.map((_, index) => index + 1));
  const times = tries.map((attempt) => Date.parse(attempt.at));
  return times.slice(1).map((time, index) => Math.floor((time - (times[index] ?? 0)) / 60_000));
}

const bothForms = ['payment.approved', 'payment.cancelled'];
const lifeTold = [
  ...['payment.approved', 'capture.done', 'payout.fixed', 'cancel.account-issued'],
  ...['cancel.deposited', 'payment.cancelled', 'payment.account-issued', 'payment.approved'],
];

/** Nothing is lost, nothing is told twice to who counts by id, and every try was on schedule. */
async function expectAllHeard(kinds: readonly string[]): Promise<Told[]> {
  const told = await notices();
  expect(told.map(({ type }) => type)).toEqual(kinds);
  const due: string[] = [];
  for (const notice of told) {
    const forms = bothForms.includes(notice.type) ? ['dialect', 'standard'] : ['standard'];
    expect(notice.deliveries.map(({ format, state }) => [format, state])).toEqual(
      forms.map((format) => [format, 'delivered']),
    );
    for (const format of forms) {
      const between = minutesBetween(notice, format);
      expect(between).toEqual(waits.slice(0, between.length));
      due.push(`${notice.id} ${format}`);
    }
  }
  expect([...new Set(receiver.letters.map(heardAs))].toSorted()).toEqual(due.toSorted());
  for (const letter of receiver.letters) expect(whyNotGenuine(letter, secret)).toBeNull();
  return told;
}

describe('a receiver that', () => {
  test('is down for a day hears all of it when it is back, each once', async () => {
    const { url } = receiver;
    await receiver.close();
    await life();
    await at(2, '17:00:00');
    for (const { type, attempts } of await notices()) {
      // Six waits fit into a day; the sale was made on Thursday already.
      const tries = type === 'payment.cancelled' || type === 'payment.approved' ? 14 : 7;
      expect([type, attempts.length]).toEqual([type, tries]);
      expect(new Set(attempts.map(({ failure }) => failure))).toEqual(new Set(['ECONNREFUSED']));
    }
    receiver = await openReceiver(Number(new URL(url).port));
    await at(6, '17:00:00');
    const told = await expectAllHeard([
      ...lifeTold,
      ...['payout.paid', 'payout.fixed', 'payout.paid', 'payout.fixed', 'payout.paid'],
    ]);
    expect(receiver.letters).toHaveLength(new Set(receiver.letters.map(heardAs)).size);
    expect(told.filter(({ attempts }) => attempts.length % 8 === 0)).toHaveLength(lifeTold.length);
  });

  test('answers 500 hears it again after a minute', async () => {
    const refused = new Set<string>();
    receiver.answer((response, letter) => {
      const isFirst = !refused.has(heardAs(letter));
      refused.add(heardAs(letter));
      response.writeHead(isFirst ? 500 : 200).end();
    });
    await life();
    await at(1, '17:05:00');
    const told = await expectAllHeard(lifeTold);
    for (const { attempts } of told) {
      const failures = attempts.map(({ number, failure }) => [number, failure]);
      expect(failures.filter(([number]) => number === 1)[0]).toEqual([1, 'status 500']);
    }
    expect(receiver.letters).toHaveLength(2 * refused.size);
  });

  test('breaks off after it has read the body counts each event once by its id', async () => {
    const counted = new Map<string, Letter[]>();
    receiver.answer((response, letter) => {
      const known = counted.get(heardAs(letter)) ?? [];
      counted.set(heardAs(letter), [...known, letter]);
      if (known.length < 2) response.socket?.destroy();
      else response.end();
    });
    await life();
    await at(1, '17:10:00');
    const told = await expectAllHeard(lifeTold);
    for (const { attempts } of told) {
      expect(attempts.filter(({ failure }) => failure === 'ECONNRESET').length).toBeGreaterThan(1);
    }
    expect(counted.size).toBe(11);
    for (const letters of counted.values()) expect(letters).toHaveLength(3);
    // A fact of settlement is told word for word, however often.
    for (const letters of counted.values()) {
      const isFact = /^(capture|payout)\./.test(`${letters[0]?.body.type}`);
      if (isFact) expect(new Set(letters.map(({ text }) => text)).size).toBe(1);
    }
  });

  test('T59: drips for longer than ten seconds hears it again', async () => {
    await sold();
    let isFirst = true;
    receiver.answer((response, letter) => {
      if (letter.body.type !== 'payout.fixed' || !isFirst) return void response.end();
      isFirst = false;
      const drip = setInterval(() => response.write('.'), 200);
      response.on('close', () => clearInterval(drip));
    });
    await at(1, '17:05:00');
    const told = await expectAllHeard(['payment.approved', 'capture.done', 'payout.fixed']);
    expect(told[2]?.attempts.map(({ failure }) => failure)).toEqual(['no answer in time', null]);
  });

  test('T58: T56: redirects a payout to an address inside is not followed', async () => {
    const inside = await openReceiver();
    await sold();
    receiver.answer((response) => void response.writeHead(307, { location: inside.url }).end());
    await at(1, '17:00:00');
    const [, , fixed] = await notices();
    expect(fixed?.attempts.map(({ failure }) => failure)).toEqual(['status 307']);
    expect(inside.letters).toEqual([]);
    await inside.close();
    receiver.answer((response) => void response.end());
    await at(5, '17:00:00');
    await expectAllHeard(['payment.approved', 'capture.done', 'payout.fixed', 'payout.paid']);
  });
});

test('who checks refuses what is old, of another id, or changed', async () => {
  await life();
  await eventually(() => expect(receiver.letters).toHaveLength(11));
  const nowMs = Date.now();
  for (const letter of receiver.letters) {
    expect(whyNotGenuine(letter, secret, nowMs)).toBeNull();
    expect(whyNotGenuine(letter, secret, nowMs + 301_000)).toBe('too old');
    expect(whyNotGenuine(letter, secret, nowMs - 360_000)).toBe('too new');
    const headers = { ...letter.headers, 'webhook-id': receiver.letters[0]?.id.replace(/.$/, 'x') };
    expect(whyNotGenuine({ ...letter, headers }, secret)).toBe('the signature is wrong');
    const text = letter.text.replace('0', '1');
    expect(whyNotGenuine({ ...letter, text }, secret)).toBe('the signature is wrong');
  }
  const elsewhere = await newMerchant(gyeol.url);
  const body = { contract: elsewhere.contract, url: receiver.url, format: 'standard' };
  const other = await call(gyeol.url, {
    ...{ method: 'POST', path: '/v1/notices/endpoints', body, key: elsewhere.key },
  });
  const [letter] = receiver.letters;
  expect(letter && whyNotGenuine(letter, String(other.body.secret))).toBe('the signature is wrong');
});
