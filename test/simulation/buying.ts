// How shops sell by virtual account: they ask for one, ask again, and give it up.
import type { MerchantId } from '../../core/merchant/merchant.ts';
import type { Caller } from '../../core/payment/approve.ts';
import { isApproved, type Payment, type PaymentId } from '../../core/payment/payment.ts';
import type { Outcome } from '../../core/refusal.ts';
import { instant } from '../../core/time/instant.ts';
import { closeAccount } from '../../server/settlement/close-account.ts';
import { issueForBuyer } from '../../server/settlement/issue-account.ts';
import type { VirtualAccount } from '../../storage/virtual-account.ts';
import type { BuyerAccount, ClosingAsked, ToldOfClosing, ToldOfOrder } from './history.ts';
import type { Process } from './process.ts';
import type { Run } from './run.ts';
import { serve } from './serving.ts';
import { goodsOf, noteOrder, type Order, worldOf } from './shop.ts';
import { idsIn } from './stage.ts';

export interface Selling extends Order {
  /** The first instant at which a deposit is too late. */
  readonly expiresAt: number;
}

export type OnIssued = (account: BuyerAccount) => void;

export function askForBuyersAccount(
  run: Run,
  process: Process,
  { selling, onIssued }: { readonly selling: Selling; readonly onIssued: OnIssued },
): void {
  const { stage, history } = run;
  const { expiresAt, ...wanted } = selling;
  const order = noteOrder(run, wanted, {
    ...{ method: 'virtual-account', charge: null, instalment: 0 },
  });
  const account: BuyerAccount = {
    ...{ id: stage.newId(stage.time.now()), order, expiresAt, times: 0, asking: null, heard: [] },
  };
  history.buyers.push(account);
  ask(run, process, { account, caller: selling.caller, onIssued });
}

/**
 * As a shop repeats its call under one key: while the first call is worked on it is refused, and a
 * world that was reset in between knows none of it.
 */
export function askForItAgain(
  run: Run,
  process: Process,
  { account, onIssued }: { readonly account: BuyerAccount; readonly onIssued: OnIssued },
): void {
  const caller = run.shops.callers.find((each) => worldOf(each) === account.order.world);
  const isBusy = account.asking?.alive === true;
  if (caller !== undefined && !isBusy) ask(run, process, { account, caller, onIssued });
}

const bank = { code: '088', name: '신한은행' };

interface Asking {
  readonly account: BuyerAccount;
  readonly caller: Caller;
  readonly onIssued: OnIssued;
}

function ask(run: Run, process: Process, { account, caller, onIssued }: Asking): void {
  const { order, id, expiresAt, heard } = account;
  const { mark, orderNumber, amount } = order;
  const again = account.times === 0 ? '' : ' again';
  account.times += 1;
  const what = `account for ${orderNumber} of ${amount}${again}`;
  run.stage.trace.say(process.actor.name, `asked ${mark}: ${what}`);
  const silent = { tax: null, vatGiven: false, instalment: 0, billing: null };
  const purchase = { ...goodsOf(order), ...silent };
  serve(run, process, {
    mark,
    work: async () => {
      account.asking = process.actor;
      const asked = { caller, bank, purchase, id: id as PaymentId, expiresAt: instant(expiresAt) };
      return issueForBuyer(process.parts, asked).finally(() => {
        account.asking = null;
      });
    },
    about: () => id,
    read: toldOf,
    broken: { told: 'refused', why: 'busy' },
    hear: (told) => {
      heard.push(told);
      order.answeredAt = run.stage.time.now();
      // What the shop once knew it goes on knowing.
      if (order.answer.told !== 'issued') order.answer = told;
      if (told.told === 'issued') onIssued(account);
    },
  });
}

function toldOf(outcome: Outcome<Payment>): ToldOfOrder {
  if (!outcome.ok) {
    const { kind } = outcome.refusal;
    return kind === 'result-unknown' ? { told: 'pending' } : { told: 'refused', why: kind };
  }
  const { status, tid, instrument } = outcome.value;
  const number = instrument.kind === 'virtual-account' ? instrument.number : null;
  if (status === 'awaiting-deposit' || isApproved(outcome.value)) {
    return { told: 'issued', tid, number: number ?? '' };
  }
  return { told: 'refused', why: status };
}

/** Given up before its time, unless a deposit came first. */
export function giveUp(run: Run, process: Process, account: BuyerAccount): void {
  const { stage, history } = run;
  const { id, order } = account;
  const asked: ClosingAsked = {
    ...{ mark: `x${history.closings.length + 1}`, accountId: id, askedAt: stage.time.now() },
    answer: { told: 'nothing' },
  };
  history.closings.push(asked);
  stage.trace.say(process.actor.name, `asked ${asked.mark}: give up ${idsIn(id).join('')}`);
  const merchantId = order.merchantId as MerchantId;
  serve(run, process, {
    mark: asked.mark,
    work: () => closeAccount(process.parts, { merchantId, id }),
    about: () => id,
    read: (outcome: Outcome<VirtualAccount>): ToldOfClosing =>
      outcome.ok
        ? { told: 'state', state: outcome.value.state }
        : { told: 'refused', why: outcome.refusal.kind },
    broken: { told: 'nothing' },
    hear: (told) => {
      asked.answer = told;
    },
  });
}
