// Story: a buyer pays in the window and the shop is told at once (PCD_PAY_WORK PAY).
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxVelocity } from '../../../core/limits/velocity.ts';
import { booksClose, chargesOf, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { newOrderNumber } from '../../harness/shop.ts';
import {
  declinedCard,
  goodAccount,
  goodCard,
  openWindow,
  shopOrigin,
  toldBy,
  windowForm,
} from '../../harness/window.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

const oneOff = { PCD_CARD_VER: '02' };

test('a one-off card is charged once, and every field that shops read is there', async () => {
  const form = windowForm('PAY', { ...oneOff, PCD_USER_DEFINE1: 'ㄱ<b>', PCD_PAY_ISTAX: 'Y' });
  const window = await openWindow(gyeol.url, form);
  const entered = await window.state();
  expect(entered).toMatchObject({
    ...{ step: 'enter', shop: '데모 상점', goods: '휴대폰', amount: '50000', work: 'pay' },
    ...{ ways: ['app-card', 'card'], holderFields: true, attemptsLeft: 5, done: null },
  });
  const paid = await window.pay({ ...goodCard, instalment: 3 });
  expect(paid).toMatchObject({ step: 'done', succeeded: true, error: null });
  expect(paid.done).toMatchObject({ by: 'message', target: shopOrigin, type: 'pay_result' });
  expect(toldBy(paid)).toMatchObject({
    ...{ PCD_PAY_RST: 'success', PCD_PAY_CODE: '0000', PCD_PAY_MSG: '카드결제완료' },
    ...{ PCD_PAY_TYPE: 'card', PCD_PAY_WORK: 'PAY', PCD_CARD_VER: '02', PCD_PAYER_ID: '' },
    ...{ PCD_PAY_OID: form.PCD_PAY_OID, PCD_PAY_TOTAL: '50000', PCD_PAY_TAXTOTAL: '4545' },
    ...{ PCD_PAY_GOODS: '휴대폰', PCD_PAYER_NO: '2335', PCD_USER_DEFINE1: 'ㄱ<b>' },
    ...{ PCD_PAY_CARDNUM: '4111-****-****-1111', PCD_CARDNUM: '4111-****-****-1111' },
    ...{ PCD_PAY_CARDQUOTA: '03', PCD_RST_URL: '/result', PCD_PAY_REQKEY: '', PCD_AUTH_KEY: '' },
    PCD_PAY_TIME: expect.stringMatching(/^\d{14}$/),
    PCD_PAY_CARDTRADENUM: expect.stringMatching(/^[0-9A-Z]{20}$/),
    PCD_PAY_CARDAUTHNO: expect.stringMatching(/^\d{8}$/),
  });
  expect(await chargesOf(gyeol, String(form.PCD_PAY_OID))).toEqual([
    { state: 'approved', amount: 50_000n, cancelled: 0n },
  ]);
  // Reload and back lead to the same end.
  expect(await window.state()).toEqual(paid);
  expect(await window.close()).toEqual(paid);
  await booksClose(gyeol);
});

test('a declined card is the buyer’s own affair: another one pays the same order', async () => {
  const form = windowForm('PAY', oneOff);
  const window = await openWindow(gyeol.url, form);
  const declined = await window.pay(declinedCard);
  expect(declined).toMatchObject({ step: 'enter', attemptsLeft: 4, done: null });
  expect(declined.error).toMatchObject({ code: 'CPCA0010' });
  expect(await window.pay(goodCard)).toMatchObject({ step: 'done', succeeded: true });
  const notices = await rowsOf(
    gyeol,
    `select e.kind from notice_event e join payment p on p.id = e.payment_id
     where p.order_number = $1`,
    [form.PCD_PAY_OID],
  );
  expect(notices).toEqual([{ kind: 'payment.approved' }]);
  await booksClose(gyeol);
});

test('T9: opening a window takes nothing', async () => {
  const form = windowForm('PAY', oneOff);
  await openWindow(gyeol.url, form);
  const second = await openWindow(gyeol.url, form);
  expect(await second.pay(goodCard)).toMatchObject({ succeeded: true });
  const third = await openWindow(gyeol.url, form);
  const used = await third.pay(goodCard);
  expect(used).toMatchObject({ step: 'done', succeeded: false });
  expect(toldBy(used)).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'CPCA0201' });
  expect(await chargesOf(gyeol, String(form.PCD_PAY_OID))).toHaveLength(1);
});

test('a double click pays once, and both clicks hear the same', async () => {
  const form = windowForm('PAY', oneOff);
  const window = await openWindow(gyeol.url, form);
  const answers = await Promise.all(Array.from({ length: 8 }, () => window.pay(goodCard)));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]).toMatchObject({ succeeded: true });
  expect(await chargesOf(gyeol, String(form.PCD_PAY_OID))).toHaveLength(1);
});

test('a second click that comes after the first one was declined is no second try', async () => {
  const window = await openWindow(gyeol.url, windowForm('PAY', oneOff));
  const { turn } = await window.state();
  const click = () => window.post('pay', { ...declinedCard, turn });
  const declined = await click();
  expect(declined).toMatchObject({ attemptsLeft: 4 });
  expect(await click()).toMatchObject({ attemptsLeft: 4, error: declined.error });
  const again = await window.post('pay', { ...declinedCard, turn: declined.turn });
  expect(again).toMatchObject({ attemptsLeft: 3 });
});

test('a recurring card leaves a billing key, a declined one does not', async () => {
  const window = await openWindow(gyeol.url, windowForm('PAY'));
  const declined = await window.pay(declinedCard);
  expect(declined).toMatchObject({ step: 'enter', attemptsLeft: 4 });
  const told = toldBy(await window.pay(goodCard));
  expect(told).toMatchObject({ PCD_PAY_RST: 'success', PCD_CARD_VER: '01' });
  expect(told.PCD_PAYER_ID).toMatch(/^[\w-]{32}$/);
  const keys = await rowsOf(
    gyeol,
    `select id, status from billing_key where status = 'registered'`,
  );
  expect(keys).toEqual([{ id: told.PCD_PAYER_ID, status: 'registered' }]);
});

test('a transfer is debited from a test account', async () => {
  const form = windowForm('PAY', { PCD_PAY_TYPE: 'transfer', PCD_CARD_VER: undefined });
  const window = await openWindow(gyeol.url, form);
  expect(await window.state()).toMatchObject({ ways: ['transfer'], instalments: [] });
  const told = toldBy(await window.pay(goodAccount));
  expect(told).toMatchObject({
    ...{ PCD_PAY_RST: 'success', PCD_PAY_MSG: '출금이체완료', PCD_PAY_TYPE: 'transfer' },
    ...{ PCD_PAY_BANK: '004', PCD_PAY_BANKNAME: '국민은행', PCD_PAY_BANKNUM: '999********001' },
    ...{ PCD_PAY_CARDNUM: '', PCD_CARD_VER: '', PCD_PAY_OID: form.PCD_PAY_OID },
  });
  expect(told.PCD_PAYER_ID).toMatch(/^[\w-]{32}$/);
  await booksClose(gyeol);
});

test('a card in an app is approved or declined on the phone', async () => {
  const window = await openWindow(gyeol.url, windowForm('PAY', oneOff));
  const { appCards } = await window.state();
  const card = appCards[0]?.id ?? '';
  const declined = await window.pay({ way: 'app-card', card, decision: 'decline', instalment: 0 });
  expect(declined).toMatchObject({ step: 'enter', error: { field: 'card' } });
  const paid = await window.pay({ way: 'app-card', card, decision: 'approve', instalment: 2 });
  expect(toldBy(paid)).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAY_CARDQUOTA: '02' });
});

// biome-ignore format: a table
const slips: readonly (readonly [says: string, input: object, field: string])[] = [
  ['T8: thirteen months',             { ...goodCard, instalment: 13 },                     'instalment'],
  ['a number with hyphens',           { ...goodCard, number: '4111-1111-1111-1111' },      'number'],
  ['no password',                     { ...goodCard, password: '' },                       'password'],
  ['no birth date',                   { ...goodCard, birthDate: '' },                      'birthDate'],
  ['a real card number',              { ...goodCard, number: '4000001234567899' },         'number'],
  ['an app card that no phone holds', { way: 'app-card', card: 'x', decision: 'approve' }, 'card'],
  ['a way that is not offered',       goodAccount,                                         ''],
];

test.each(slips)('%s costs no try and reaches no rail', async (_, input, field) => {
  const form = windowForm('PAY', oneOff);
  const window = await openWindow(gyeol.url, form);
  const answer = await window.pay(input as never);
  expect(answer).toMatchObject({ step: 'enter', attemptsLeft: 5, error: { field } });
  const payments = 'select from payment where order_number = $1';
  expect(await rowsOf(gyeol, payments, [form.PCD_PAY_OID])).toEqual([]);
});

test('T36: the fifth decline ends the window', async () => {
  const form = windowForm('PAY', { ...oneOff, PCD_PAY_OID: newOrderNumber() });
  const window = await openWindow(gyeol.url, form);
  for (const left of [4, 3, 2, 1]) {
    expect(await window.pay(declinedCard)).toMatchObject({ step: 'enter', attemptsLeft: left });
  }
  const last = await window.pay(declinedCard);
  expect(last).toMatchObject({ step: 'done', attemptsLeft: 0, succeeded: false });
  expect(toldBy(last)).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'CPCA8038' });
  expect(await window.pay(goodCard)).toEqual(last);
});

test('T35: a password guessed too often is declined without the issuer being asked', async () => {
  const { guessesPerDay } = sandboxVelocity;
  // Its password is 12, its holder was born on 1990-01-01.
  const strict = { ...goodCard, number: '9902100000002012' };
  for (let guessed = 0; guessed < guessesPerDay; ) {
    const window = await openWindow(gyeol.url, windowForm('CERT'));
    for (let tries = 0; tries < 5; tries += 1, guessed += 1) {
      const answer = await window.pay({ ...strict, password: '99' });
      if (tries < 4) expect(answer.error).toMatchObject({ field: 'password' });
    }
  }
  const window = await openWindow(gyeol.url, windowForm('CERT'));
  const right = await window.pay(strict);
  expect(right).toMatchObject({ step: 'enter', error: { field: 'password' } });
  expect(await window.pay(goodCard)).toMatchObject({ step: 'done', succeeded: true });
});
