// What only Gyeol has: webhooks that are signed, and the books behind an order.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { account, gateway } from './payple.mjs';

export const key = process.env.GYEOL_KEY || 'sk_sandbox_demo';
let secret = null;

/** Tells the gateway where this shop listens, and forgets where it listened before. */
export async function listenAt(url) {
  const { data } = await native('GET', '/v1/notices/endpoints');
  for (const old of data.filter((each) => each.url.endsWith('/sample-shop/notices'))) {
    await native('DELETE', `/v1/notices/endpoints/${old.id}`);
  }
  const contracts = (await native('GET', '/v1/contracts')).data;
  const isOurs = ({ publicId }) => publicId === account.cst_id;
  const { id } = contracts.find(
    (each) => each.dialect === 'payple' && each.credentials.some(isOurs),
  );
  const wanted = { contract: id, url, format: 'dialect' };
  const made = await native('POST', '/v1/notices/endpoints', wanted);
  secret = Buffer.from(made.secret.replace('whsec_', ''), 'base64');
}

/** Whether the gateway wrote this just now, and nobody on the way changed or kept it. */
export function isSigned(headers, body) {
  const ageSeconds = Math.abs(Date.now() / 1_000 - Number(headers['webhook-timestamp']));
  if (secret === null || !(ageSeconds < 300)) return false;
  const told = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const right = Buffer.from(`v1,${createHmac('sha256', secret).update(told).digest('base64')}`);
  const given = Buffer.from(String(headers['webhook-signature']));
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Every payment that was tried for an order, with its journals. */
export async function booksOf(number) {
  const { data } = await native('GET', `/v1/payments?orderNumber=${number}`);
  return Promise.all(data.map(({ tid }) => native('GET', `/v1/payments/${tid}`)));
}

/** Test cards and accounts, and what becomes of those who pay with them. */
export const testInstruments = () => native('GET', '/sandbox/cards');

async function native(method, path, body) {
  const response = await fetch(gateway + path, {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response.status === 204 ? null : response.json();
}
