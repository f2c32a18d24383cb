// What the shop's server says to the gateway. The secret keys are here, and never in a page.
import { record } from './wire.mjs';

const env = process.env;

// The sandbox's public test account; a shop of your own puts its keys into the environment.
export const gateway = env.GYEOL_URL || 'http://127.0.0.1:8080';
export const clientKey = env.PAYPLE_CLIENT_KEY || 'test_DF55F29DA654A8CBC0F0A9DD4B556486';
export const account = {
  cst_id: env.PAYPLE_CST_ID || 'test',
  custKey: env.PAYPLE_CUST_KEY || 'abcd1234567890',
};
const refundKey =
  env.PAYPLE_REFUND_KEY || 'a41ce010ede9fcbfb3be86b24858806596a9db68b79d138b147c3e563e1829a0';
const patienceMs = 20_000;

/** 가맹점 인증: tokens for the next call, and its address. */
export function authenticate(order, flags) {
  const url = `${gateway}/php/auth.php`;
  return say(order, { title: '가맹점 인증', url, body: { ...account, ...flags } });
}

/** Tokens for a window that opens for this order and this amount only, whatever the page says. */
export function authenticateWindow(order) {
  return authenticate(order, {
    PCD_PAY_TYPE: order.offer.asks.PCD_PAY_TYPE,
    ...(order.amount > 0 && { PCD_PAY_OID: order.number, PCD_PAY_TOTAL: String(order.amount) }),
  });
}

/** CERT: the shop's last word. Until it is said, nothing is charged. */
export async function confirm(order, told) {
  // This address came through the buyer's browser: the keys must not follow it to a stranger.
  if (!told.PCD_PAY_COFURL?.startsWith(`${gateway}/`)) return no('승인 주소가 다릅니다.');
  return say(order, {
    title: '최종 승인',
    url: told.PCD_PAY_COFURL,
    body: {
      PCD_CST_ID: account.cst_id,
      PCD_CUST_KEY: account.custKey,
      PCD_AUTH_KEY: told.PCD_AUTH_KEY,
      PCD_PAY_REQKEY: told.PCD_PAY_REQKEY,
      PCD_PAYER_ID: told.PCD_PAYER_ID ?? '',
    },
  });
}

/** What became of an order, by the gateway's word to this server. */
export function query(order) {
  return call(order, '결제결과 조회', {
    flags: { PCD_PAYCHK_FLAG: 'Y' },
    body: { PCD_PAYCHK_FLAG: 'Y', PCD_PAY_TYPE: order.offer.asks.PCD_PAY_TYPE, ...paid(order) },
  });
}

export function refund(order, amount) {
  return call(order, '승인취소', {
    flags: { PCD_PAYCANCEL_FLAG: 'Y' },
    body: {
      PCD_PAYCANCEL_FLAG: 'Y',
      PCD_REFUND_KEY: refundKey,
      PCD_REFUND_TOTAL: String(amount),
      ...paid(order),
    },
  });
}

/** One month of a subscription. The gateway takes one payment per key, year and month. */
export function chargeMonth(order, { key, month }) {
  const [year, monthOfYear] = month.split('-');
  return call(order, `정기결제 ${month}`, {
    flags: { PCD_PAY_TYPE: 'card', PCD_REGULER_FLAG: 'Y' },
    body: {
      PCD_PAY_TYPE: 'card',
      PCD_PAYER_ID: key,
      PCD_PAY_GOODS: order.goods,
      PCD_PAY_TOTAL: String(order.amount),
      PCD_PAY_OID: order.number,
      PCD_REGULER_FLAG: 'Y',
      PCD_PAY_YEAR: year,
      PCD_PAY_MONTH: monthOfYear,
    },
  });
}

export function findKey(order, key) {
  const flags = { PCD_PAY_WORK: 'PUSERINFO' };
  return call(order, '등록카드 조회', { flags, body: { PCD_PAYER_ID: key } });
}

export function removeKey(order, key) {
  const flags = { PCD_PAY_WORK: 'PUSERDEL' };
  return call(order, '등록카드 해지', { flags, body: { PCD_PAYER_ID: key } });
}

export function makeLink(order) {
  return call(order, '링크 생성', {
    flags: { PCD_PAY_WORK: 'LINKREG' },
    body: {
      PCD_PAY_WORK: 'LINKREG',
      PCD_PAY_TYPE: 'card',
      PCD_CARD_VER: '02',
      PCD_PAY_GOODS: order.goods,
      PCD_PAY_TOTAL: String(order.amount),
    },
  });
}

function paid({ number, day }) {
  return { PCD_PAY_OID: number, PCD_PAY_DATE: day };
}

function no(message) {
  return { PCD_PAY_RST: 'error', PCD_PAY_MSG: message };
}

async function call(order, title, { flags, body }) {
  const auth = await authenticate(order, flags);
  // Without tokens nothing was begun, so an answer that got lost here is a plain no.
  if (auth.result !== 'success') return no(auth.result_msg ?? auth.PCD_PAY_MSG);
  const tokens = {
    PCD_CST_ID: auth.cst_id,
    PCD_CUST_KEY: auth.custKey,
    PCD_AUTH_KEY: auth.AuthKey,
  };
  return say(order, { title, url: auth.return_url, body: { ...tokens, ...body } });
}

async function say(order, { title, url, body }) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  })
    .then((response) => response.json())
    // Neither yes nor no: the money may have moved. It is asked for later, never sent again.
    .catch(() => ({ PCD_PAY_RST: 'lost', PCD_PAY_MSG: '응답을 받지 못했습니다.' }));
  record(order, { way: '상점 → Gyeol', title, url, sent: body, got: answer });
  return answer;
}
