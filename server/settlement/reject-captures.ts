// Claims that an acquirer sends back in its file: believed where the claim still stands whole.

import type { CancelId } from '../../core/payment/cancel-request.ts';
import { counterpartOf } from '../../core/payment/payment.ts';
import { isRejected, rejectCapture } from '../../core/payment/reject-capture.ts';
import type { FileLine } from '../../core/reconciliation/file.ts';
import { findByTid } from '../../storage/payment.ts';
import { saleSlip } from '../../storage/rejection.ts';
import { lockStatements } from '../../storage/statement.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';

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

/**
 * Whether the claim is undone, now or before; nothing is stored otherwise. No statement closes it
 * between the last look and the commit.
 */
export async function rejectSlip(parts: Parts, line: FileLine): Promise<boolean> {
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const done = await inTransaction(parts.store.statements, async (client) => {
      await lockStatements(client);
      const decision = await decisionOn(parts, line);
      if (typeof decision === 'string') return decision;
      return (await parts.store.decide(decision)) === 'stored' ? 'rejected' : 'conflict';
    });
    if (done !== 'conflict') return done === 'rejected';
  }
  parts.log.info('rejected slip not stored', { line: line.line });
  return false;
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
  if (slip === null || slip.isPaidFor) return 'unfit';
  const { newId, clock } = parts;
  const rejection = { id: newId() as CancelId, claimSubject: slip.subject, at: clock.now(), newId };
  return rejectCapture(payment, rejection) ?? 'unfit';
}
