// The pages of a window as HTTP answers: what they may load, and who may frame them.
import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { windowStyle } from '../../wire/window-style.ts';

const styleHash = createHash('sha256').update(windowStyle, 'utf8').digest('base64');

/** Nothing of a buyer's card may leave by a page that could be framed, cached or referred to. */
export function pageHeaders(reply: FastifyReply, policy: readonly string[]): FastifyReply {
  return reply
    .code(200)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', policy.join('; '))
    .header('referrer-policy', 'no-referrer');
}

/** The page that takes card data: it talks to us alone and posts no form anywhere. */
export function entryPolicy(framedBy: string | null): readonly string[] {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'sha256-${styleHash}'`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${framedBy ?? "'none'"}`,
  ];
}

/**
 * The page that hands over: it has no field for a card, and no limit on where its form goes,
 * because browsers apply that limit to what the shop's own address redirects to (T48).
 */
export function handoffPolicy(framedBy: string | null): readonly string[] {
  return entryPolicy(framedBy).filter((rule) => !/^(form-action|connect-src)/.test(rule));
}
