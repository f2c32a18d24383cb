// The pages of the payment window as markup: complete enough to be read before any script runs.
import { html, type Markup, nothing } from './html.ts';
import type { Boot } from './window.ts';
import { windowStyle } from './window-style.ts';

/**
 * First paint says who asks for how much, from one answer alone; the script adds the form, and says
 * what has a `data-word` in the buyer's language.
 */
export function renderWindow(boot: Boot, script: string | null): string {
  const body = html`
${boot.sandbox && boot.shop !== '' ? ribbon : nothing}
<div class="sides">
${boot.shop === '' ? nothing : bill(boot)}
<div id="pay"><p class="waiting" role="status">${waiting(boot)}</p>
<noscript><div class="alert"><p>결제하려면 브라우저에서 JavaScript를 켜 주세요.<br>
<span lang="en">Please turn on JavaScript to pay.</span></p></div></noscript></div>
</div>
<script type="application/json" id="boot">${json(boot)}</script>
${scriptTag(script)}`;
  return page(boot.shop === '' ? '결제창' : boot.shop, body);
}

const ribbon = html`<p class="ribbon" data-word="sandboxRibbon">테스트 결제입니다. 실제로 출금되지 않습니다.</p>`;

function waiting({ step, error }: Boot): string {
  return step === 'enter' ? '결제창을 준비하고 있습니다.' : (error?.message ?? '');
}

/** What a payment link shows before its window is opened. */
export interface LinkShown extends Pick<Boot, 'shop' | 'goods' | 'amount' | 'sandbox'> {
  /** What the shop says of the goods, and to the buyer. */
  readonly explanation: string;
  readonly noticeText: string;
  /** Why it cannot be paid; "" for a link that can. */
  readonly trouble: string;
}

/** No script is needed to look at a link, nor to go on. */
export function renderLink(shown: LinkShown): string {
  const { shop, explanation, noticeText, trouble, sandbox } = shown;
  const said = [explanation, noticeText]
    .filter((text) => text !== '')
    .map((text) => html`<p class="said"><bdi>${text}</bdi></p>\n`);
  const button = html`<form method="post"><button class="primary">결제하기</button></form>`;
  const body = html`
${sandbox && shop !== '' ? ribbon : nothing}
<div class="sides">
${shop === '' ? nothing : bill({ ...shown, buyerName: '', work: 'pay' })}
<div id="pay" class="link">
<p class="said">상점이 보낸 결제 요청입니다. 상점과 금액을 확인한 뒤 진행해 주세요.</p>
${said}
${trouble === '' ? button : html`<p class="alert" role="alert">${trouble}</p>`}</div>
</div>`;
  return page(shop === '' ? '결제 링크' : shop, body);
}

type Billed = Pick<Boot, 'shop' | 'goods' | 'amount' | 'buyerName' | 'work'>;

/** Directions are isolated: what a shop or buyer wrote may turn the text around it (T67). */
function bill({ shop, goods, amount, buyerName, work }: Billed): Markup {
  const what =
    goods === '' && work === 'register'
      ? html`<p class="goods" data-word="registering">결제수단 등록</p>`
      : html`<p class="goods"><bdi>${goods}</bdi></p>`;
  const sum = html`<p class="amount">${grouped(amount)}<small data-word="won">원</small></p>`;
  const buyer = html`<p class="buyer"><span data-word="buyer">구매자</span>
<bdi>${buyerName}</bdi></p>`;
  return html`<header class="bill"><h1><bdi>${shop}</bdi></h1><div class="tools" id="tools"></div>
${what}
${amount === '' ? nothing : sum}
${buyerName === '' ? nothing : buyer}</header>`;
}

/** A page without any field for a card; its form goes where the shop said, by script or by hand. */
export function renderHandoff(
  url: string,
  fields: Readonly<Record<string, string>>,
  script: string | null,
): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`,
  );
  const body = html`<form method="post" action="${url}" id="handoff" class="handoff">
${inputs}<p>결제 결과를 상점으로 전달합니다.</p><button class="primary">계속</button></form>
${scriptTag(script)}`;
  return page('결제 결과', body);
}

function page(title: string, body: Markup): string {
  return html`<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${{ markup: windowStyle }}</style>
</head>
<body><main id="main">${body}</main></body>
</html>
`.markup;
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
