// How shops cancel after a payout: they ask where to pay in, and pay.

import { won } from '../../core/money/won.ts';
import type { Outcome } from '../../core/refusal.ts';
import { type DepositAccount, depositAccount } from '../../server/settlement/deposit-cancel.ts';
import { tidOf } from './draws.ts';
import type { AccountAsked, ToldOfAccount } from './history.ts';
import { payInto } from './paying-in.ts';
import type { Process } from './process.ts';
import type { Run } from './run.ts';
import { serve } from './serving.ts';
import { findOwn } from './shop.ts';

export interface Asking extends Pick<AccountAsked, 'merchantId' | 'tid' | 'amount'> {
  /** What the shop does once it knows where to pay in. */
  readonly onIssued: (account: Issued) => void;
}

export function askForAccount(run: Run, process: Process, asking: Asking): void {
  const { stage, history } = run;
  const mark = `v${history.accounts.length + 1}`;
  const { merchantId, tid, amount } = asking;
  const asked: AccountAsked = {
    ...{ mark, merchantId, tid, amount, reason: mark, askedAt: stage.time.now() },
    ...{ answer: { told: 'nothing' }, answeredAt: null },
  };
  history.accounts.push(asked);
  const of = history.orders.find(({ answer }) => tidOf(answer) === tid)?.mark;
  const what = `account for ${amount ?? 'the rest'} of ${of}`;
  stage.trace.say(process.actor.name, `asked ${mark}: ${what}`);
  serve(run, process, {
    mark,
    work: () => accountOf(run, process, asked),
    about: (outcome) => (outcome.ok ? outcome.value.account.id : ''),
    read: toldOfAccount,
    broken: { told: 'refused', why: 'busy' },
    hear: (told) => {
      asked.answer = told;
      asked.answeredAt = stage.time.now();
      if (told.told === 'issued') asking.onIssued(told);
    },
  });
}

async function accountOf(
  run: Run,
  process: Process,
  asked: AccountAsked,
): Promise<Outcome<DepositAccount>> {
  const found = await findOwn(run, process, asked);
  if (found === null) return { ok: false, refusal: { kind: 'payment-not-found' } };
  const { merchantId, id } = found.payment;
  const amount = asked.amount === null ? null : won(asked.amount);
  const { reason } = asked;
  return depositAccount(process.parts, { merchantId, id, amount, reason, askedBy: 'shop' });
}

function toldOfAccount(outcome: Outcome<DepositAccount>): ToldOfAccount {
  if (!outcome.ok) return { told: 'refused', why: outcome.refusal.kind };
  const { account, cancelled: amount } = outcome.value;
  const { id, amount: deposit, expiresAt } = account;
  const number = account.number ?? '';
  return { told: 'issued', id, number, amount, deposit, expiresAt };
}

export type Issued = Extract<ToldOfAccount, { told: 'issued' }>;

/** The shop itself pays in, for its own cancel. */
export function payIn(run: Run, account: Issued, amount: bigint): void {
  const { id, number } = account;
  const asked = run.history.accounts.find(({ answer }) => {
    return answer.told === 'issued' && answer.id === id;
  });
  if (asked === undefined) return;
  const { merchantId } = asked;
  payInto(run, { merchantId, id, number }, { ...{ amount, payer: '가게' }, ...onceAndRefused });
}

/** The bank refuses what it should. */
const onceAndRefused = { messageId: null, bankTakes: false, onTaken: () => {} };
