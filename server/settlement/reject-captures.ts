// Claims that an acquirer sends back in its file: believed where the claim still stands whole.

import type { CancelId } from '../../core/payment/cancel-request.ts';
import { counterpartOf } from '../../core/payment/payment.ts';
import { isRejected, rejectCapture } from '../../core/payment/reject-capture.ts';
import type { FileLine } from '../../core/reconciliation/file.ts';
import { addBankDays, rollForward } from '../../core/time/bank-day.ts';
import { nextDay } from '../../core/time/instant.ts';
import { findByTid } from '../../storage/payment.ts';
import { isSettled, saleSlip } from '../../storage/rejection.ts';
import type { Parts } from '../parts.ts';
import { payInDays, referenceOf } from './pay-ins.ts';

/** What is decided on an old version is decided again. */
const tries = 3;

/** Of the sale, which is the first slip of its payment. */
const slipForm = /^([0-9A-Za-z]{1,50})\/1$/;

export type Verdict = 'rejected' | 'to-reject' | 'unfit';

/** A sale that was paid in already was not rejected, but is taken back: an operator's case. */
export async function verdictOn(parts: Parts, line: FileLine): Promise<Verdict> {
  const asked = await decisionOn(parts, line);
  return typeof asked === 'string' ? asked : 'to-reject';
}

export async function rejectSlip(parts: Parts, line: FileLine): Promise<void> {
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const decision = await decisionOn(parts, line);
    if (typeof decision === 'string') return;
    if ((await parts.store.decide(decision)) === 'stored') return;
  }
  parts.log.info('rejected slip not stored', { line: line.line });
}

async function decisionOn(parts: Parts, line: FileLine) {
  const [, tid] = slipForm.exec(line.reference) ?? [];
  const found = tid === undefined ? null : await findByTid(parts.store.pool, tid);
  if (found === null) return 'unfit';
  const { payment } = found;
  const { code } = counterpartOf(payment.instrument);
  if (code !== line.account || payment.amount !== line.amount) return 'unfit';
  if (isRejected(payment)) return 'rejected';
  const slip = await saleSlip(parts.store.pool, payment);
  const base = slip === null ? null : rollForward(parts.calendar(), nextDay(slip.date));
  const date = base === null ? null : addBankDays(parts.calendar(), base, payInDays);
  if (slip === null || date === null) return 'unfit';
  if (await isSettled(parts.store.pool, referenceOf({ acquirer: code, date }))) return 'unfit';
  const { newId, clock } = parts;
  const rejection = { id: newId() as CancelId, claimSubject: slip.subject, at: clock.now(), newId };
  return rejectCapture(payment, rejection) ?? 'unfit';
}
