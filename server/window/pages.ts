// The pages of a window as HTTP answers: what they may load, who may frame them, what they say.
import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { html, type Markup, nothing } from '../../wire/html.ts';
import type { Boot } from '../../wire/window.ts';
import type { Fields } from './delivery.ts';

const style = `body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:28rem;padding:1rem}
h1{font-size:1rem;margin:0}strong{display:block;font-size:1.5rem}button{font:inherit;padding:.75rem}`;
const styleHash = createHash('sha256').update(style, 'utf8').digest('base64');

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

export interface Scripts {
  readonly window: string | null;
  readonly handoff: string | null;
}

export function windowPage(boot: Boot, script: string | null): string {
  return page(
    boot.shop,
    html`<main id="window"><h1>${boot.shop}</h1><p>${boot.goods}</p>
<strong>${boot.amount === '' ? nothing : html`${grouped(boot.amount)}원`}</strong>
<p role="alert">${boot.error?.message ?? ''}</p>
<noscript><p>결제하려면 브라우저에서 JavaScript를 켜 주세요.</p></noscript></main>
<script type="application/json" id="boot">${json(boot)}</script>
${scriptTag(script)}`,
  );
}

export function handoffPage(url: string, fields: Fields, script: string | null): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return page(
    '결제 결과',
    html`<form method="post" action="${url}" id="handoff">${inputs}
<p>결제 결과를 상점으로 전달합니다.</p><button>계속</button></form>${scriptTag(script)}`,
  );
}

function page(title: string, body: Markup): string {
  return html`<!doctype html>
<html lang="ko"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${{ markup: style }}</style></head>
<body>${body}</body></html>`.markup;
}

function scriptTag(script: string | null): Markup {
  return script === null ? nothing : html`<script src="${script}" defer></script>`;
}

const unsafe = /[<>&\u2028\u2029]/g;

/** Text inside a script element is not escaped by entities, so nothing in it may end it (T44). */
export function json(value: unknown): Markup {
  const escaped = JSON.stringify(value).replace(
    unsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return { markup: escaped };
}

function grouped(amount: string): string {
  return amount.replace(/\B(?=(\d{3})+$)/g, ',');
}
