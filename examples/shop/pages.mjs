// The pages of the shop: what is sold, and one order with what can be done about it.
import { testInstruments } from './gyeol.mjs';
import { html } from './html.mjs';
import { nextMonth } from './orders.mjs';
import { booksPanel, wirePanel } from './panels.mjs';
import { gateway } from './payple.mjs';
import { shortened } from './wire.mjs';

/** What a shop's page must allow for the window: its script, its frame, its form. */
export const policy = [
  "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  `script-src 'self' ${gateway}; connect-src 'self' ${gateway}`,
  `frame-src ${gateway}; form-action 'self' ${gateway}`,
].join('; ');

const labels = {
  placed: '결제 전',
  checking: '확인 중',
  unclear: '결과 확인 필요',
  paid: '결제 완료',
  failed: '결제 실패',
  refunding: '환불 중',
  'refund-unclear': '환불 확인 중',
  refunded: '환불 완료',
  registered: '구독 중',
  removed: '구독 해지',
};

const won = (amount) => `${amount.toLocaleString('ko-KR')}원`;

function layout(title, content) {
  const page = html`<!doctype html>
<html lang="ko">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} · 결 커피</title>
  <link rel="stylesheet" href="/shop.css">
  <header>
    <a class="brand" href="/">결 커피</a>
    <p>연습용 상점입니다. 실제 돈은 움직이지 않습니다.</p>
  </header>
  ${content}
</html>`;
  return String(page);
}

function hint(kind, number, rest) {
  return html`<p class="hint"><span>${kind}</span> <b>${number}</b> <span>${rest}</span></p>`;
}

const testCard = hint('테스트 카드', '4111 1111 1111 1111', '유효기간 12/30');
const testAccount = hint('테스트 계좌', '국민은행 99900400000001', '생년월일 아무 여섯 자리');

export function homePage(offers, latest) {
  const list = html`<h2>최근 주문</h2><ul class="orders">${latest.map(orderLine)}</ul>`;
  return layout(
    '상점',
    html`<main>
      <h1>다섯 가지 방법으로 사 보세요</h1>
      ${testCard}
      <p><a href="/cards">다른 테스트 카드와 계좌</a></p>
      <ul class="offers">${offers.map(offerCard)}</ul>
      ${latest.length > 0 && list}
    </main>`,
  );
}

function offerCard({ id, goods, amount, way, says, english }) {
  return html`<li>
    <span class="way">${way}</span>
    <h2>${goods}</h2>
    <p class="price">${won(amount)}${id === 'monthly' && ' / 월'}</p>
    <p>${says} <small lang="en">${english}</small></p>
    <form method="post" action="/orders">
      <button name="offer" value="${id}">${id === 'monthly' ? '구독하기' : '주문하기'}</button>
    </form>
  </li>`;
}

function orderLine(order) {
  return html`<li>
    <a href="/orders/${order.number}">${order.goods}</a>
    <span>${priceOf(order)}</span> ${badge(order)}
  </li>`;
}

function badge({ status }) {
  return html`<b class="badge ${status}">${labels[status]}</b>`;
}

function priceOf({ amount, offer }) {
  return amount > 0 ? won(amount) : `${won(offer.amount)} / 월`;
}

export async function orderPage(order) {
  const { goods, number, message, charges, status, key, receipt, subscription } = order;
  const toSubscription = html`<a href="/orders/${subscription}">← 구독으로</a>`;
  const act = actions[status] ?? (() => '');
  const rows = html`<h2>회차</h2><ul class="orders">${charges.map(orderLine)}</ul>`;
  return layout(
    goods,
    html`<div class="columns">
      <main data-order="${number}" data-version="${order.version}">
        <p><a href="/">← 상점으로</a> ${subscription && toSubscription}</p>
        <h1>${goods}</h1>
        <dl>
          <dt>상태</dt><dd><span role="status">${badge(order)}</span></dd>
          <dt>금액</dt><dd>${priceOf(order)}</dd>
          ${order.refunded > 0 && html`<dt>환불</dt><dd>${won(order.refunded)}</dd>`}
          <dt>주문번호</dt><dd><code>${number}</code></dd>
          ${receipt && html`<dt>매출전표</dt><dd><a href="${receipt}" target="_blank">열기</a></dd>`}
          ${key && html`<dt>등록 카드</dt><dd>${order.card} <code>${shortened(key)}</code></dd>`}
        </dl>
        ${message && html`<p class="message" role="alert">${message}</p>`}
        ${act(order)}
        ${charges.length > 0 && rows}
        ${await booksPanel(order)}
      </main>
      ${wirePanel(order)}
    </div>
    <script type="module" src="/pay.mjs"></script>`,
  );
}

// What can be done with an order, by its state.
const actions = {
  placed: (order) => (order.offer.id === 'link' ? linkAction(order) : payAction(order)),
  unclear: ({ number }) => button(number, { does: 'look', says: '결제사에 결과 물어보기' }),
  paid: ({ number, amount, refunded }) => html`
    <form class="row" method="post" action="/orders/${number}/refund">
      <label>환불 금액
        <input name="amount" inputmode="numeric" value="${amount - refunded}"></label>
      <button class="quiet">환불하기</button>
    </form>`,
  registered: (order) => html`
    <form class="row" method="post" action="/orders/${order.number}/charge">
      <label>결제할 달
        <input type="month" name="month" value="${nextMonth(order)}" required></label>
      <button>한 달 결제하기</button>
    </form>
    ${button(order.number, { does: 'remove', says: '구독 해지', looks: 'quiet' })}`,
};

function button(number, { does, says, looks }) {
  return html`<form method="post" action="/orders/${number}/${does}">
    <button class="${looks}">${says}</button>
  </form>`;
}

function linkAction({ link }) {
  return (
    link &&
    html`<p><a class="button" href="${link}" target="_blank">결제 링크 열기</a></p>
    <p>결제하면 이 페이지가 스스로 바뀝니다.</p>`
  );
}

/** The gateway's script, and the button that holds what the window is asked for. */
function payAction({ offer, number, amount, goods }) {
  const result = `/orders/${number}/result`;
  const asks = {
    ...offer.asks,
    ...(offer.proof === 'proxy' && { payple_auth_file: `/pg/auth/${number}` }),
    ...(offer.result !== 'callback' && { PCD_RST_URL: result }),
    ...(amount > 0 && { PCD_PAY_GOODS: goods, PCD_PAY_TOTAL: String(amount) }),
    ...{ PCD_PAY_OID: number, PCD_PAYER_NO: '2335', PCD_PAYER_NAME: '홍길동' },
  };
  return html`<p>${offer.says}</p>
    ${offer.asks.PCD_PAY_TYPE === 'transfer' ? testAccount : testCard}
    <script src="${gateway}/js/${offer.script}"></script>
    <button id="pay" disabled data-asks="${JSON.stringify(asks)}" data-result="${result}"
      data-way="${offer.result}">${amount > 0 ? `${won(amount)} 결제하기` : '카드 등록하기'}</button>`;
}

/** Every way to be declined, or to hear nothing at all. */
export async function cardsPage() {
  const { cards, accounts } = await testInstruments();
  const worstFirst = (a, b) => (a.behaviour === 'approve') - (b.behaviour === 'approve');
  const row = (cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
  const cardRows = cards
    .toSorted(worstFirst)
    .map(({ number, issuer, behaviour }) => row([number, issuer, behaviour]));
  const accountRows = accounts
    .toSorted(worstFirst)
    .map(({ number, bankName, behaviour }) => row([number, bankName, behaviour]));
  return layout(
    '테스트 카드',
    html`<main>
      <p><a href="/">← 상점으로</a></p>
      <h1>테스트 카드</h1>
      <div class="scroll"><table class="list">${cardRows}</table></div>
      <h2>테스트 계좌</h2>
      <div class="scroll"><table class="list">${accountRows}</table></div>
    </main>`,
  );
}

export const lostPage = () => layout('없음', html`<main><h1>그런 페이지는 없습니다.</h1></main>`);
