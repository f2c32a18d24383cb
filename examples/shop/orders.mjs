// What is sold, what became of it, and when the shop believes that it was paid. Kept in memory.
import { randomBytes } from 'node:crypto';
import * as payple from './payple.mjs';
import { record } from './wire.mjs';

// What may follow what. Goods are shipped in `paid`, and in no other state.
const moves = {
  placed: ['checking', 'registered'],
  checking: ['paid', 'placed', 'failed', 'unclear'],
  unclear: ['checking'],
  paid: ['refunding'],
  refunding: ['paid', 'refunded', 'refund-unclear'],
  'refund-unclear': ['paid', 'refunded'],
  registered: ['removed'],
};

const orders = new Map();
export const find = (number) => orders.get(number);
export const latest = () => [...orders.values()].reverse().slice(0, 8);

export function place(offer) {
  const monthly = offer.id === 'monthly';
  return keep({ offer, goods: offer.goods, amount: monthly ? 0 : offer.amount });
}

function keep(order) {
  const number = `S${Date.now()}${randomBytes(3).toString('hex')}`;
  const empty = {
    refunded: 0,
    message: '',
    day: '',
    charges: [],
    wire: [],
    notice: null,
    version: 0,
  };
  const kept = { number, status: 'placed', ...empty, ...order };
  orders.set(kept.number, kept);
  return kept;
}

function move(order, status, message = '') {
  if (!moves[order.status]?.includes(status)) throw new Error(`${order.status} → ${status}`);
  Object.assign(order, { status, message, version: order.version + 1 });
}

function tell(order, message = '') {
  Object.assign(order, { message, version: order.version + 1 });
}

/** What the buyer's browser brings is a hint; the gateway is asked before it is believed. */
export async function heard(order, told) {
  const url = `/orders/${order.number}/result`;
  record(order, { way: '브라우저 → 상점', title: '결제창 결과', url, sent: told });
  if (order.status !== 'placed') return;
  if (told.PCD_PAY_RST !== 'success') return tell(order, told.PCD_PAY_MSG);
  if (order.offer.id === 'monthly') return register(order, told.PCD_PAYER_ID);
  if (told.PCD_PAY_TOTAL !== String(order.amount)) return tell(order, '금액이 다릅니다.');
  order.day = dayOf(told);
  if (order.offer.asks.PCD_PAY_WORK === 'CERT') await confirm(order, told);
  else await ask(order);
}

/** A second result of the same window finds the order no longer `placed`, so this runs once. */
async function confirm(order, told) {
  move(order, 'checking');
  settle(order, await payple.confirm(order, told), 'placed');
  await heed(order);
}

async function ask(order, otherwise = 'placed') {
  move(order, 'checking');
  settle(order, await payple.query(order), otherwise);
}

/** After an answer that got lost a no may still become a yes, so the order stays unclear. */
export async function look(order) {
  if (order.status === 'unclear') await ask(order, 'unclear');
}

/** Paid is what the gateway says of this order number and this amount, to this server. */
function settle(order, answer, otherwise) {
  if (answer.PCD_PAY_RST === 'lost') return move(order, 'unclear', answer.PCD_PAY_MSG);
  if (answer.PCD_PAY_RST !== 'success') return move(order, otherwise, answer.PCD_PAY_MSG);
  const same = answer.PCD_PAY_OID === order.number && Number(answer.PCD_PAY_TOTAL) === order.amount;
  if (!same) return move(order, 'unclear', '다른 주문이나 금액의 결과입니다.');
  order.day = dayOf(answer);
  if (answer.PCD_PAY_TYPE === 'card') order.receipt = answer.PCD_PAY_CARDRECEIPT;
  move(order, 'paid');
}

export async function refund(order, amount) {
  if (order.status !== 'paid' || !(amount > 0)) return;
  move(order, 'refunding');
  order.notice = null;
  const answer = await payple.refund(order, amount);
  if (answer.PCD_PAY_RST === 'success') refunded(order, amount);
  else move(order, answer.PCD_PAY_RST === 'lost' ? 'refund-unclear' : 'paid', answer.PCD_PAY_MSG);
  await heed(order);
}

function refunded(order, amount) {
  order.refunded += amount;
  move(order, order.refunded < order.amount ? 'paid' : 'refunded');
}

/** The key came through the browser, too: the gateway tells whether it is ours. */
async function register(order, key) {
  const found = await payple.findKey(order, key);
  if (found.PCD_PAY_RST !== 'success') return tell(order, found.PCD_PAY_MSG);
  const card = `${found.PCD_PAY_CARDNAME ?? ''} ${found.PCD_PAY_CARDNUM ?? ''}`;
  Object.assign(order, { key, card });
  if (order.status === 'placed') move(order, 'registered');
}

export async function charge(order, month) {
  if (order.status !== 'registered') return null;
  const { offer, goods, key } = order;
  const what = { offer, goods: `${goods} ${month}`, amount: offer.amount };
  const charged = keep({ ...what, month, subscription: order.number });
  order.charges.push(charged);
  charged.day = today();
  move(charged, 'checking');
  settle(charged, await payple.chargeMonth(charged, { key, month }), 'failed');
  await heed(charged);
  return charged;
}

export async function remove(order) {
  if (order.status !== 'registered') return;
  const answer = await payple.removeKey(order, order.key);
  if (answer.PCD_PAY_RST === 'success') move(order, 'removed');
  else tell(order, answer.PCD_PAY_MSG);
}

export async function openLink(order) {
  const made = await payple.makeLink(order);
  if (made.PCD_LINK_RST !== 'success') return tell(order, made.PCD_LINK_MSG ?? made.PCD_PAY_MSG);
  // The gateway would make up an order number; this way it is ours.
  order.link = `${made.PCD_LINK_URL}&OID=${order.number}`;
}

/** A webhook, whose signature was right. It may be the first to know, the last, or a repeat. */
export async function noticed(told) {
  const order = find(told.PCD_PAY_OID);
  if (!order) return;
  const url = '/sample-shop/notices';
  record(order, { way: 'Gyeol → 상점', title: '통지 (webhook)', url, sent: told });
  order.notice = told;
  await heed(order);
}

/** While an answer is awaited the notice waits, too: it counts when that answer is lost. */
async function heed(order) {
  const { status, notice } = order;
  if (!notice || status === 'checking' || status === 'refunding') return;
  order.notice = null;
  const isCancel = notice.PCD_PAYCANCEL_FLAG === 'Y';
  if (isCancel && status === 'refund-unclear') refunded(order, Number(notice.PCD_REFUND_TOTAL));
  if (isCancel || !['placed', 'unclear'].includes(status)) return;
  order.day = dayOf(notice);
  await ask(order, status);
}

/** The first month without a payment: this one, or the one after the last. */
export function nextMonth(order) {
  const last = order.charges.findLast(({ status }) => status === 'paid')?.month;
  if (!last) return today().replace(/^(....)(..).*/, '$1-$2');
  const [year, month] = last.split('-').map(Number);
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
}

/** A refund and a query name the day of the payment. */
function dayOf({ PCD_PAY_TIME = '' }) {
  return PCD_PAY_TIME.slice(0, 8);
}

function today() {
  return new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Seoul' }).format().replaceAll('-', '');
}
