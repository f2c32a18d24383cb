// What was said about an order, for the panel on its page. Secrets are masked before they are kept.

const secrets =
  /^(custKey|AuthKey|PCD_CUST_KEY|PCD_AUTH_KEY|PCD_PAY_REQKEY|PCD_REFUND_KEY|PCD_PAYER_ID)$/;
const most = 60;

/** `got` is the answer; null where a message has none that matters. */
export function record(order, { way, title, url, sent, got = null }) {
  const at = new Date();
  order.wire.push({ at, way, title, url, sent: masked(sent), got: got && masked(got) });
  if (order.wire.length > most) order.wire.shift();
  order.version += 1;
}

function masked(fields) {
  const hide = ([name, value]) => [name, secrets.test(name) ? shortened(value) : value];
  return Object.fromEntries(Object.entries(fields).map(hide));
}

export function shortened(value) {
  return value ? `${String(value).slice(0, 4)}…` : value;
}
