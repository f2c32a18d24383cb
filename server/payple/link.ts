// Makes a payment link: everything that a buyer will be asked for is fixed here.

import { refusePurchase } from '../../core/payment/approve.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import { type LinkId, linkEnd } from '../../core/window/link.ts';
import type { WindowOrder } from '../../core/window/order.ts';
import { insertLink } from '../../storage/payment-link.ts';
import { renderAnswer } from '../../wire/payple/answer.ts';
import { successOf } from '../../wire/payple/codes.ts';
import { expiryOf } from '../../wire/payple/field.ts';
import { linkAnswer, type linkRequest } from '../../wire/payple/link.ts';
import { givenPath, routeNamed } from '../../wire/payple/routes.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { newOpaqueId, newTid } from '../ids.ts';
import { isWholeAddress, resultTarget } from '../window/origin.ts';
import type { Asking, Handled, Means } from './handled.ts';
import { extrasOf } from './paid.ts';
import { taxMeant } from './tax.ts';

type Asked = Means<typeof linkRequest>;

export async function link(asking: Asking, asked: Asked): Promise<Handled> {
  const { parts, caller } = asking;
  const { merchant, contract, credential } = caller;
  const madeAt = parts.clock.now();
  const end = asked.expiry === '' ? null : expiryOf(asked.expiry);
  if (end !== null && end <= madeAt) {
    return refused(unfit('expiry', { is: 'out-of-range', expected: '지금보다 뒤' }));
  }
  const afterUrl = afterUrlOf(asking, asked.afterUrl);
  if (!afterUrl.ok) return afterUrl;
  const id = newOpaqueId() as LinkId;
  const order = orderOf(asking, asked, id);
  if (!order.ok) return order;
  await insertLink(parts.store.pool, {
    ...{ id, merchantId: merchant.id, generation: merchant.generation, contractId: contract.id },
    ...{ credentialId: credential.id, publicId: credential.publicId, version: 1, status: 'open' },
    ...{
      order: order.value,
      afterUrl: withoutCardNumbers(afterUrl.value),
      madeAt,
      expiresAt: linkEnd(end, madeAt),
    },
    explanation: withoutCardNumbers(asked.explanation),
    noticeText: withoutCardNumbers(asked.noticeText),
  });
  const said = { ...successOf('link'), ...asked, linkKey: id, linkUrl: addressOf(asking, id) };
  return { ok: true, body: renderAnswer(linkAnswer, { ...said, work: 'LINKREG' }, asking.form) };
}

function addressOf({ parts }: Asking, id: LinkId): string {
  return `${parts.publicUrl()}${givenPath(routeNamed('link-page'))}?SID=${id}`;
}

/** No page of a shop is open when a link has been paid: a path would lead nowhere (T45). */
function afterUrlOf({ caller }: Asking, text: string): Outcome<string> {
  const target = resultTarget(text, caller.credential.policy);
  if (target.ok && (text === '' || isWholeAddress(target.value))) return target;
  return refused(
    unfit('afterUrl', { is: 'out-of-range', expected: '등록된 도메인의 http(s) 주소' }),
  );
}

function orderOf({ parts, caller }: Asking, asked: Asked, id: LinkId): Outcome<WindowOrder> {
  const { amount, goods, paidBy, cardUse, monthly, billingYear, billingMonth } = asked;
  const method = paidBy === 'account' ? 'transfer-window' : 'card-window';
  const refusal = refusePurchase(caller.contract, { method, amount, instalment: 0 });
  if (refusal !== null) return refused(refusal);
  const tax = taxMeant(caller.contract, asked);
  if (!tax.ok) return tax;
  const clean = withoutCardNumbers;
  const { linkParameter } = asked;
  const kept = { payerNumber: '', extra1: '', extra2: '', linkKey: id, linkParameter };
  return accepted({
    ...{ work: 'pay', amount, ...tax.value, goods: clean(goods), link: id },
    ...{ paidBy: paidBy ?? 'any', cardUse: cardUse ?? 'any' },
    orderNumber: `LINK${newTid(parts.clock.now())}`,
    month: monthly === true ? `${billingYear}-${billingMonth}` : null,
    payer: { number: '', name: '', phone: '', email: '' },
    ...{ offered: null, asksPassword: false, resultUrl: '' },
    cashReceipt: asked.cashReceipt === true && paidBy !== 'card',
    extras: extrasOf(kept).map(clean),
    echo: { billingYear, billingMonth },
  });
}
