// Which page opened a window, which page may speak to it, and where its result may go.
import type { FastifyRequest } from 'fastify';
import type { Policy } from '../../core/merchant/policy.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import { withoutCardNumbers } from '../card-text.ts';

/**
 * Scheme, host and port as a browser says them; null for "null" and whatever is no web page, or is
 * one that nobody can have: it is kept with the window, and a card number may not be.
 */
export function openerOf(request: FastifyRequest): string | null {
  const { origin } = request.headers;
  if (origin === undefined || !URL.canParse(origin)) return null;
  const url = new URL(origin);
  return isWeb(url) && withoutCardNumbers(url.origin) === url.origin ? url.origin : null;
}

/** A merchant that names no origins lets anybody open, frame and receive. */
export function isAllowed({ origins }: Policy, origin: string | null): boolean {
  return origins === null || (origin !== null && origins.includes(origin));
}

/**
 * Whether our own page sends this, and not one that a buyer has open beside it (T51). A browser
 * says so in one header or the other; who says neither is no browser of a buyer.
 */
export function isOwnPage(request: FastifyRequest, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin } = request.headers;
  if (origin === undefined) return site === 'same-origin';
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === request.headers.host || host === new URL(publicUrl).host;
}

/** Resolves what has no origin of its own; no result ever goes there. */
const opener = 'https://opener.invalid/shop/order';

/**
 * A whole address is parsed once and written anew; it is of a registered origin, where there are
 * any. A path is the opener's own, is resolved by the opener and stays as it was sent (T45).
 */
export function resultTarget(text: string, policy: Policy): Outcome<string> {
  if (text === '') return accepted('');
  if (URL.canParse(text)) {
    const url = new URL(text);
    const isPlain = isWeb(url) && url.username === '' && url.password === '';
    if (!isPlain) return misdirected;
    return isAllowed(policy, url.origin) ? accepted(url.href) : misdirected;
  }
  const isPath =
    URL.canParse(text, opener) && new URL(text, opener).origin === new URL(opener).origin;
  return isPath && !text.includes('\\') ? accepted(text) : misdirected;
}

const misdirected = refused(
  unfit('resultUrl', {
    is: 'out-of-range',
    expected: '등록된 도메인의 http(s) 주소 또는 현재 도메인의 경로',
  }),
);

export function isWholeAddress(resultUrl: string): boolean {
  return URL.canParse(resultUrl);
}

function isWeb({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}
