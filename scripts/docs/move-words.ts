// Tables of words: what happens when a move of a lifecycle is made.
import type { BillingKeyMove } from '../../core/billing/billing-key.ts';
import type { RoundMove } from '../../core/billing/round.ts';
import type { ScheduleMove } from '../../core/billing/schedule.ts';
import type { CashReceiptMove } from '../../core/cash-receipt/cash-receipt.ts';
import type { DeliveryMove } from '../../core/notice/delivery.ts';
import type { attemptMoves, CancelMove, PaymentMove } from '../../core/payment/moves.ts';
import type { PayoutMove } from '../../core/settlement/payout.ts';
import type { AccountMove } from '../../core/virtual-account/account.ts';
import type { LinkMove } from '../../core/window/link.ts';
import type { SessionMove } from '../../core/window/session.ts';

type AttemptMove = (typeof attemptMoves)[number][1];

/** What happens when the move is made; a move without words does not compile. */
export const paymentWords: Readonly<Record<PaymentMove, string>> = {
  approve:
    'The rail approved in time, or later of a round; or the exact amount came into its account.',
  decline: 'The rail declined, or has never received the request.',
  'lose-sight': 'No usable answer in time, or found in flight after a crash.',
  search: 'The resolver asked again and learnt nothing final.',
  'net-cancel': 'The rail undid what it had approved; nobody is charged.',
  reserve: 'A cancel was asked for: its amount is set aside before the rail is called.',
  release: 'The rail refused the cancel: its amount is free again.',
  issue: 'The bank has issued an account for it; whoever is to pay is told its number.',
  expire: 'The bank has closed the account after its time, and nothing had come.',
  withdraw: 'The shop gave it up, and the bank has closed the account before anything came.',
  reverse: 'The bank has taken the deposit back; the account waits for another one.',
  'cancel-part': 'The rail cancelled less than what was left.',
  'cancel-rest': 'The rail cancelled all that was left.',
};

export const attemptWords: Readonly<Record<AttemptMove, string>> = {
  approve: 'The rail approved; found later, only of a round of a schedule.',
  decline: 'The rail declined, or has never received it.',
  'lose-sight': 'No usable answer in time.',
  'net-cancel': 'The rail confirmed the net cancel.',
};

export const cancelWords: Readonly<Record<CancelMove, string>> = {
  done: 'The rail cancelled; the books are written with it.',
  refuse: 'The rail refused; the reserved amount is free again.',
  'lose-sight': 'No usable answer in time; the amount stays reserved.',
  deposit:
    'The exact amount came into the account of the cancel, in time by the clock of the bank.',
  expire: 'The bank closed the account and nothing had come; the amount is free again.',
  begin: 'No other cancel of the payment is on the rail any more: this one is sent.',
  search: 'The resolver asked again, or sent the same cancel again, and learnt nothing final.',
};

export const sessionWords: Readonly<Record<SessionMove, string>> = {
  submit: 'The buyer tries to pay, or to register; one try at a time.',
  close: 'The buyer leaves.',
  expire: 'The step, the window or the shop’s time to confirm is over; found when somebody looks.',
  decline: 'The card or account was turned down, and tries are left.',
  fail: 'No other card helps, or the tries are used up; a confirm was declined.',
  lose: 'Nobody knows whether money moved: the payment ends not charged.',
  register: 'A billing key stands; nothing was charged.',
  authenticate: 'The holder agreed; the shop has the last word.',
  pay: 'The payment was approved.',
  confirm: 'The shop says its last word; claimed before the rail is asked.',
};

export const linkWords: Readonly<Record<LinkMove, string>> = {
  take: 'A window that was opened from it begins a try.',
  release: 'The try was turned down.',
  pay: 'The try was approved.',
};

export const billingKeyWords: Readonly<Record<BillingKeyMove, string>> = {
  charge: 'The shop charges it; the intent is stored only while the key stands.',
  remove: 'The shop, or somebody by hand, removes it for good.',
};

export const scheduleWords: Readonly<Record<ScheduleMove, string>> = {
  stop: 'The shop, or somebody by hand, stops it; a try that has begun stands.',
  'lose-key': 'Its billing key is removed.',
  finish: 'Its last round has ended, and no other is open.',
};

export const roundWords: Readonly<Record<RoundMove, string>> = {
  charge: 'The payment of its try was approved, at once or found later.',
  miss: 'The try failed, and another one is planned: after one, three and seven days.',
  fail: 'The try failed, and no other makes sense or comes before the next round.',
  'lose-sight': 'Nobody knows what became of the payment of its try.',
  search: 'Looked at again; still nobody knows.',
  drop: 'Its schedule was stopped before a try of it was under way.',
  ask: 'Somebody has it charged by hand.',
};

export const cashReceiptWords: Readonly<Record<CashReceiptMove, string>> = {
  cancel: 'Taken back by the shop, or with the money; a smaller one may take its place.',
};

export const accountWords: Readonly<Record<AccountMove, string>> = {
  issue: 'The bank has answered: its number may be told.',
  close: 'Its time is over, or nobody wants it any more: the bank is asked to close it.',
  end: 'The bank has closed it, and nothing had come.',
  deposit: 'The exact amount came in time, by the clock of the bank.',
  misplace: 'A deposit came, and what it was for was never stored.',
  use: 'The cancel that it was for is done.',
  return: 'The cancel that it was for was refused.',
  reverse: 'The bank has taken the deposit back.',
  lose: 'The same after a refund to the buyer: it is closed, and takes no other one.',
  bounce: 'The way back to the sender bounced; ordered again under another id.',
  arrive: 'The deposit is back where it came from.',
};

export const payoutWords: Readonly<Record<PayoutMove, string>> = {
  close: '17:00 on the bank day before: nothing joins any more.',
  wait: 'A cancel that was asked for in time has no answer yet; for half an hour at most.',
  fix: 'The sum of its rows stands and is owed.',
  settle: 'Nothing is to be paid: its rows came to nothing, or to a debt that is carried on.',
  postpone: 'Its day was declared a holiday: it is paid on the next bank day.',
  send: '10:00 on its day: ordered from the bank, committed before the bank is asked.',
  confirm: 'The bank says that it is done.',
  'lose-sight': 'No usable answer in time.',
  search: 'The same order again, under the same id; nothing was learnt.',
  bounce: 'The transfer came back: owed again, ordered under another id on the next bank day.',
};

export const deliveryWords: Readonly<Record<DeliveryMove, string>> = {
  heard: 'The endpoint answered 2xx.',
  missed: 'Anything else, or nothing in time; tried again on the schedule.',
  'last miss': 'The last try of the schedule was missed as well.',
  close: 'Its endpoint was closed.',
  'heard late': 'A try that was under way when its endpoint was closed was answered 2xx.',
  redeliver: 'Somebody asks for it by hand: due again now.',
};
