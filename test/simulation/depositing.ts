// How shops cancel after a payout: they ask where to pay in, and pay; the bank tells of it, or not.

import type { MerchantId } from '../../core/merchant/merchant.ts';
import { won } from '../../core/money/won.ts';
import type { Outcome } from '../../core/refusal.ts';
import { type DepositAccount, depositAccount } from '../../server/settlement/deposit-cancel.ts';
import { hearOfDeposit } from '../../server/settlement/follow-account.ts';
import { tidOf } from './draws.ts';
import type { AccountAsked, DepositMade, ToldOfAccount } from './history.ts';
import { isExpected, type Process, sentenceOf } from './process.ts';
import type { Run } from './run.ts';
import { serve } from './serving.ts';
import { findOwn } from './shop.ts';
import { as, idsIn } from './stage.ts';

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

/** Somebody pays in at the bank, which says so to whichever process it reaches. */
export function payIn(run: Run, account: Issued, amount: bigint): void {
  const { stage, bank, bankStore, history } = run;
  const { id: accountId, number } = account;
  const at = stage.time.now();
  const made: DepositMade = { accountId, amount, at, verdict: null };
  history.deposits.push(made);
  stage.trace.say('shop', `pays ${amount} into ${idsIn(accountId).join('')}`);
  const depositId = stage.newId(at);
  const entry = {
    ...{ depositId, messageId: null, bankTakes: false, number, amount, at },
    ...{ depositor: '가게', sender: '088-100-000001' },
  };
  as(stage, bank.actor, () => bankStore.bank.deposit(entry)).then(
    (tried) => {
      made.verdict = tried?.why ?? 'nobody';
      stage.trace.say('bank', `${idsIn(accountId).join('')}: ${made.verdict}`);
      if (made.verdict === 'taken') tellOf(run, accountId);
    },
    (error: unknown) => {
      if (!isExpected(error)) stage.report(`deposit: ${sentenceOf(error)}`);
    },
  );
}

function tellOf(run: Run, accountId: string): void {
  const { bank, history, processes } = run;
  const asked = history.accounts.find(({ answer }) => {
    return answer.told === 'issued' && answer.id === accountId;
  });
  if (asked === undefined || processes.length === 0) return;
  const { merchantId: merchant } = asked;
  const effect = bank.faults.take('bank.deposit', { merchant });
  const messages = effect === null ? 1 : effect === 'answer-duplicated' ? 2 : 0;
  for (let left = messages; left > 0; left -= 1) send(run, accountId, merchant as MerchantId);
}

function send(run: Run, id: string, merchantId: MerchantId): void {
  const { stage, processes } = run;
  const process = stage.dice.pick(processes);
  stage.add({
    actor: process.actor,
    kind: 'line',
    label: `< paid in ${idsIn(id).join('')}`,
    run: async () => {
      if (!process.ready) return;
      as(stage, process.actor, () => hearOfDeposit(process.parts, { merchantId, id })).catch(
        (error: unknown) => {
          if (!isExpected(error)) stage.report(`paid in: ${sentenceOf(error)}`);
        },
      );
    },
  });
}
