// Story: a buyer registers a card or account, sets a payment password, and pays with it in a window.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chargesOf, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type Fields, openPayple } from '../../harness/payple.ts';
import { newOrderNumber, type WireAnswer } from '../../harness/shop.ts';
import {
  type BuyerWindow,
  bootIn,
  declinedCard,
  goodAccount,
  goodCard,
  openWindow,
  postWindow,
  toldBy,
  windowForm,
} from '../../harness/window.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

const password = '135790';

async function register(form: Fields = {}, input: object = goodCard): Promise<WireAnswer> {
  const window = await openWindow(gyeol.url, windowForm('AUTH', form));
  return toldBy(await window.pay(input as never));
}

function withKey(key: string | undefined, fields: Fields = {}): Fields {
  return { PCD_SIMPLE_FLAG: 'Y', PCD_PAYER_ID: key, ...fields };
}

async function paying(work: 'CERT' | 'PAY', fields: Fields): Promise<BuyerWindow> {
  return openWindow(gyeol.url, windowForm(work, fields));
}

function pay(window: BuyerWindow, typed = password) {
  return window.pay({ way: 'registered', password: typed, instalment: 0 });
}

describe('a registration', () => {
  test('tells the billing key and the card, and charges nothing', async () => {
    const told = await register();
    expect(told).toMatchObject({
      ...{ PCD_PAY_RST: 'success', PCD_PAY_CODE: 'CDAU0000', PCD_PAY_WORK: 'AUTH' },
      ...{ PCD_PAY_TYPE: 'card', PCD_PAY_CARDNUM: '4111-****-****-1111', PCD_PAY_TOTAL: '' },
      PCD_PAYER_ID: expect.stringMatching(/^[\w-]{32}$/),
      PCD_PAY_TIME: expect.stringMatching(/^\d{14}$/),
    });
    const events = await rowsOf(gyeol, 'select kind from notice_event where billing_key = $1', [
      told.PCD_PAYER_ID,
    ]);
    expect(events).toEqual([{ kind: 'billing-key.registered' }]);
    const shop = openPayple(gyeol.url);
    expect(await shop.findKey(told.PCD_PAYER_ID ?? '')).toMatchObject({ PCD_PAYER_NAME: '홍길동' });
    expect(await shop.charge(told.PCD_PAYER_ID ?? '')).toMatchObject({ PCD_PAY_CODE: 'SPCD0000' });
  });

  test('of an account works alike', async () => {
    const told = await register({ PCD_PAY_TYPE: 'transfer' }, goodAccount);
    expect(told).toMatchObject({
      PCD_PAY_RST: 'success',
      PCD_PAY_TYPE: 'transfer',
      PCD_PAY_BANK: '004',
    });
    const charged = await openPayple(gyeol.url).charge(told.PCD_PAYER_ID ?? '', {
      PCD_PAY_TYPE: 'transfer',
    });
    expect(charged).toMatchObject({ PCD_PAY_RST: 'success' });
  });

  test('AUTHREG is another name of AUTH', async () => {
    expect(await register({ PCD_PAY_WORK: 'AUTHREG' })).toMatchObject({ PCD_PAY_WORK: 'AUTH' });
  });

  test('that the issuer declines leaves no key, and the buyer may try another card', async () => {
    const before = await rowsOf(gyeol, `select id from billing_key where status = 'registered'`);
    const window = await openWindow(gyeol.url, windowForm('AUTH'));
    // The issuer knows this one as lost; a limit would only matter with a charge.
    const lost = await window.pay({ ...goodCard, number: '9906100000001036' });
    expect(lost).toMatchObject({ step: 'enter', attemptsLeft: 4 });
    expect(lost.error?.code).toBe('CDAU0007');
    expect(await rowsOf(gyeol, `select id from billing_key where status = 'registered'`)).toEqual(
      before,
    );
    expect(await window.pay(declinedCard)).toMatchObject({ step: 'done', succeeded: true });
  });

  test('of a one-off card makes no sense', async () => {
    const refused = await postWindow(gyeol.url, windowForm('AUTH', { PCD_CARD_VER: '02' }));
    expect(bootIn(refused)).toMatchObject({ step: 'error' });
  });
});

describe('a six-digit payment password', () => {
  async function keyWithPassword(): Promise<string> {
    const form = { PCD_PAYER_AUTHTYPE: 'pwd' };
    const told = await register(form, { ...goodCard, newPassword: password });
    return told.PCD_PAYER_ID ?? '';
  }

  test('is asked for where the shop wants one, and stored as a slow hash only', async () => {
    const window = await openWindow(gyeol.url, windowForm('AUTH', { PCD_PAYER_AUTHTYPE: 'pwd' }));
    expect(await window.state()).toMatchObject({ setsPassword: true });
    expect(await window.pay(goodCard)).toMatchObject({
      attemptsLeft: 5,
      error: { field: 'newPassword' },
    });
    const told = toldBy(await window.pay({ ...goodCard, newPassword: password }));
    const [row] = await rowsOf(gyeol, 'select password_hash from billing_key where id = $1', [
      told.PCD_PAYER_ID,
    ]);
    expect(row?.password_hash).toMatch(/^scrypt-1:/);
  });

  test('pays at once', async () => {
    const key = await keyWithPassword();
    const window = await paying('PAY', withKey(key, { PCD_PAYER_AUTHTYPE: 'pwd' }));
    expect(await window.state()).toMatchObject({
      ways: ['registered', 'card'],
      registered: { name: expect.any(String), masked: '4111-****-****-1111', asksPassword: true },
    });
    expect(await pay(window, '000000')).toMatchObject({
      attemptsLeft: 4,
      error: { field: 'password' },
    });
    const told = toldBy(await pay(window));
    expect(told).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAYER_ID: key, PCD_SIMPLE_FLAG: 'Y' });
    // What was right forgets what was wrong.
    expect(await rowsOf(gyeol, 'select failures from billing_key where id = $1', [key])).toEqual([
      { failures: 0 },
    ]);
  });

  test('five wrong ones lock the key for windows, also spread over windows and at once', async () => {
    const key = await keyWithPassword();
    const windows = await Promise.all(Array.from({ length: 8 }, () => paying('PAY', withKey(key))));
    await Promise.all(windows.map((window) => pay(window, '999999')));
    const late = windows[0] as BuyerWindow;
    expect(await pay(late)).toMatchObject({ step: 'enter', error: { code: 'CPCA8032' } });
    // From then on another window offers an ordinary entry, and the shop's own charges go on.
    expect(await (await paying('PAY', withKey(key))).state()).toMatchObject({
      ways: ['card'],
      registered: null,
    });
    expect(await openPayple(gyeol.url).charge(key)).toMatchObject({ PCD_PAY_RST: 'success' });
  });
});

describe('a registered key without a password', () => {
  test('is not charged at once by whoever can name it', async () => {
    const { PCD_PAYER_ID } = await register();
    const window = await paying('PAY', withKey(PCD_PAYER_ID));
    expect(await window.state()).toMatchObject({ ways: ['card'], registered: null });
    expect(await pay(window)).toMatchObject({ step: 'enter', attemptsLeft: 5, done: null });
  });

  test('is certified, and charged by the shop’s own word', async () => {
    const { PCD_PAYER_ID } = await register();
    const PCD_PAY_OID = newOrderNumber();
    const window = await paying('CERT', withKey(PCD_PAYER_ID, { PCD_PAY_OID }));
    const told = toldBy(await window.pay({ way: 'registered', password: '', instalment: 0 }));
    expect(told).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAYER_ID });
    expect(await chargesOf(gyeol, PCD_PAY_OID)).toEqual([]);
  });
});

test.each([
  'nothing',
  'x'.repeat(32),
])('T25: a billing key that is none opens no window', async (PCD_PAYER_ID) => {
  const refused = await postWindow(gyeol.url, windowForm('PAY', withKey(PCD_PAYER_ID)));
  expect(bootIn(refused)).toMatchObject({ step: 'error', error: { code: 'CPCA0002' } });
});

test('a guarded month is paid once, also in windows', async () => {
  const { PCD_PAYER_ID } = await register(
    { PCD_PAYER_AUTHTYPE: 'pwd' },
    { ...goodCard, newPassword: password },
  );
  const period = { PCD_REGULER_FLAG: 'Y', PCD_PAY_YEAR: '2026', PCD_PAY_MONTH: '3' };
  const first = toldBy(await pay(await paying('PAY', withKey(PCD_PAYER_ID, period))));
  expect(first).toMatchObject({
    PCD_PAY_RST: 'success',
    PCD_PAY_MONTH: '03',
    PCD_REGULER_FLAG: 'Y',
  });
  const second = toldBy(await pay(await paying('PAY', withKey(PCD_PAYER_ID, period))));
  expect(second).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'CPCA0202' });
});
