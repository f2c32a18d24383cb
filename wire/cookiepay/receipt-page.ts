// The card slip (매출전표) as a page: no script, every value escaped, four digits of the card.
import type { Won } from '../../core/money/won.ts';
import { type Instant, isoTime } from '../../core/time/instant.ts';
import { html, type Markup, nothing } from '../html.ts';
import { maskedCard, type ShownCard } from './mask.ts';
import { receiptStyle } from './receipt-style.ts';

/** supply + vat + taxFree = total, in won. */
export interface SlipAmounts {
  readonly supply: Won;
  readonly vat: Won;
  readonly taxFree: Won;
  readonly total: Won;
}

export interface SlipCancel {
  readonly at: Instant;
  readonly amount: Won;
}

export type ShownInstrument =
  | (ShownCard & { readonly kind: 'card'; readonly issuer: string; readonly acquirer: string })
  | { readonly kind: 'account'; readonly bank: string; readonly masked: string };

export interface Slip {
  readonly merchant: string;
  readonly tid: string;
  readonly orderNumber: string;
  readonly approvalNumber: string;
  readonly approvedAt: Instant;
  readonly paidWith: ShownInstrument;
  /** Months; 0 is a lump sum. */
  readonly instalment: number;
  readonly amounts: SlipAmounts;
  /** Done cancels only, oldest first. */
  readonly cancels: readonly SlipCancel[];
  /** What is left of the total. */
  readonly remaining: Won;
  /** Null on a slip found by its bare TID: anyone may guess one (T30). */
  readonly personal: { readonly buyer: string; readonly goods: string } | null;
  /** No money moved: the slip says so, lest it pass for a real one. */
  readonly isTest: boolean;
}

const testNote = '테스트 거래입니다. 실제로 결제되지 않았으며 증빙으로 사용할 수 없습니다.';
const taxNote =
  '신용카드 매출전표는 부가가치세법에 따른 매입세액 공제 증빙으로 사용할 수 있습니다.';

const transferNote = '계좌이체 거래 내역입니다. 지출 증빙은 현금영수증을 이용해 주세요.';
const titles = { card: '신용카드 매출전표', account: '계좌이체 거래명세서' } as const;
const notes = { card: taxNote, account: transferNote } as const;

export function receiptPage(slip: Slip): string {
  const body = html`
<header><h1>${titles[slip.paidWith.kind]}</h1>${stateOf(slip)}</header>
<p class="total">${grouped(slip.amounts.total)}<small>원</small></p>
${section('결제 정보', paymentRows(slip))}
${section('금액', amountRows(slip.amounts))}
${slip.cancels.length === 0 ? nothing : section('취소 내역', cancelRows(slip))}
<footer><p>${slip.isTest ? testNote : notes[slip.paidWith.kind]}</p></footer>`;
  return page(titles[slip.paidWith.kind], body);
}

/** Says the same for an unknown TID and for one that has no slip (T30). */
export function receiptNotFoundPage(): string {
  return page(
    '매출전표 없음',
    html`
<header><h1>매출전표를 찾을 수 없습니다</h1></header>
<p class="missing">주소가 올바른지 확인해 주세요. 승인된 카드 결제만 전표를 볼 수 있습니다.</p>
<footer><p>계속 보이지 않으면 구매하신 상점에 문의해 주세요.</p></footer>`,
  );
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
<style>${{ markup: receiptStyle }}</style>
</head>
<body>
<main>${body}
</main>
</body>
</html>
`.markup;
}

function stateOf({ cancels, remaining }: Slip): Markup {
  if (cancels.length === 0) return html`<span class="state">승인</span>`;
  return html`<span class="state ended">${remaining === 0n ? '취소' : '부분취소'}</span>`;
}

function paymentRows(slip: Slip): readonly Markup[] {
  const { personal } = slip;
  return [
    row('가맹점', slip.merchant),
    ...(personal === null ? [] : [row('상품명', personal.goods), row('구매자', personal.buyer)]),
    row('승인번호', slip.approvalNumber),
    row('승인일시', moment(slip.approvedAt)),
    ...instrumentRows(slip),
    row('주문번호', slip.orderNumber),
    row('거래번호', slip.tid),
  ];
}

function instrumentRows({ paidWith, instalment }: Slip): readonly Markup[] {
  if (paidWith.kind === 'account') {
    return [row('은행', paidWith.bank), row('계좌번호', paidWith.masked)];
  }
  return [
    row('카드사', paidWith.issuer),
    row('매입사', paidWith.acquirer),
    row('카드번호', inFours(maskedCard(paidWith))),
    row('할부', instalment === 0 ? '일시불' : `${instalment}개월`),
  ];
}

function amountRows({ supply, vat, taxFree, total }: SlipAmounts): readonly Markup[] {
  return [
    row('공급가액', inWon(supply)),
    row('부가세', inWon(vat)),
    row('비과세', inWon(taxFree)),
    html`<dt class="sum">합계</dt><dd class="sum">${inWon(total)}</dd>`,
  ];
}

function cancelRows({ cancels, remaining }: Slip): readonly Markup[] {
  return [
    ...cancels.map(
      ({ at, amount }) => html`<dt>${moment(at)}</dt><dd class="back">-${inWon(amount)}</dd>`,
    ),
    html`<dt class="sum">남은 금액</dt><dd class="sum">${inWon(remaining)}</dd>`,
  ];
}

function section(title: string, rows: readonly Markup[]): Markup {
  return html`<section><h2>${title}</h2><dl>${rows}</dl></section>`;
}

/** Isolated, because a value may turn the direction of the text after it (T67). */
function row(label: string, value: string): Markup {
  return html`<dt>${label}</dt><dd><bdi>${value}</bdi></dd>\n`;
}

function inWon(amount: Won): string {
  return `${grouped(amount)}원`;
}

function grouped(amount: Won): string {
  return amount.toString().replace(/\B(?=([0-9]{3})+$)/g, ',');
}

/** Fours counted from the end, so that the readable digits stay together. */
function inFours(masked: string): string {
  return masked.replace(/(?<=.)(?=(.{4})+$)/g, ' ');
}

function moment(at: Instant): string {
  return isoTime(at).slice(0, 19).replace('T', ' ');
}
