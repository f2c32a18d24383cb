// The page of lifecycles: every allowed move as a row and as a line of a diagram.
import { type BillingKeyMove, billingKeyMoves } from '../../core/billing/billing-key.ts';
import { type CashReceiptMove, cashReceiptMoves } from '../../core/cash-receipt/cash-receipt.ts';
import { type DeliveryMove, deliveryMoves } from '../../core/notice/delivery.ts';
import {
  attemptMoves,
  type CancelMove,
  cancelMoves,
  type PaymentMove,
  paymentMoves,
} from '../../core/payment/moves.ts';
import { type PayoutMove, payoutMoves } from '../../core/settlement/payout.ts';
import { type AccountMove, accountMoves } from '../../core/virtual-account/account.ts';
import { type LinkMove, linkMoves } from '../../core/window/link.ts';
import { type SessionMove, sessionMoves } from '../../core/window/session.ts';
import { block, code, type Page, table } from './markdown.ts';

type AttemptMove = (typeof attemptMoves)[number][1];

/** What happens when the move is made; a move without words does not compile. */
const paymentWords: Readonly<Record<PaymentMove, string>> = {
  approve: 'The rail approved in time, or the exact amount came into its account.',
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

const attemptWords: Readonly<Record<AttemptMove, string>> = {
  approve: 'The rail approved.',
  decline: 'The rail declined, or has never received it.',
  'lose-sight': 'No usable answer in time.',
  'net-cancel': 'The rail confirmed the net cancel.',
};

const cancelWords: Readonly<Record<CancelMove, string>> = {
  done: 'The rail cancelled; the books are written with it.',
  refuse: 'The rail refused; the reserved amount is free again.',
  'lose-sight': 'No usable answer in time; the amount stays reserved.',
  deposit:
    'The exact amount came into the account of the cancel, in time by the clock of the bank.',
  expire: 'The bank closed the account and nothing had come; the amount is free again.',
  begin: 'No other cancel of the payment is on the rail any more: this one is sent.',
  search: 'The resolver asked again, or sent the same cancel again, and learnt nothing final.',
};

const sessionWords: Readonly<Record<SessionMove, string>> = {
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

const linkWords: Readonly<Record<LinkMove, string>> = {
  take: 'A window that was opened from it begins a try.',
  release: 'The try was turned down.',
  pay: 'The try was approved.',
};

const billingKeyWords: Readonly<Record<BillingKeyMove, string>> = {
  charge: 'The shop charges it; the intent is stored only while the key stands.',
  remove: 'The shop, or somebody by hand, removes it for good.',
};

const cashReceiptWords: Readonly<Record<CashReceiptMove, string>> = {
  cancel: 'Taken back by the shop, or with the money; a smaller one may take its place.',
};

const accountWords: Readonly<Record<AccountMove, string>> = {
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

const payoutWords: Readonly<Record<PayoutMove, string>> = {
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

const deliveryWords: Readonly<Record<DeliveryMove, string>> = {
  heard: 'The endpoint answered 2xx.',
  missed: 'Anything else, or nothing in time; tried again on the schedule.',
  'last miss': 'The last try of the schedule was missed as well.',
  close: 'Its endpoint was closed.',
  'heard late': 'A try that was under way when its endpoint was closed was answered 2xx.',
  redeliver: 'Somebody asks for it by hand: due again now.',
};

type Move = readonly [from: string, on: string, to: string, ...rest: readonly (string | null)[]];

interface Life {
  readonly title: string;
  readonly about: string;
  readonly begins: string;
  readonly moves: readonly Move[];
  readonly words: Readonly<Record<string, string>>;
  /** What the columns after the third are. */
  readonly more: readonly string[];
}

const lives: readonly Life[] = [
  {
    title: 'Payment',
    about: `How much of a sale stands. "Posts" names what is written into the ledger in the same
commit ([templates](ledger.md#posting-templates)), "Notice" what is put into the outbox with it.`,
    begins: 'intended',
    moves: paymentMoves,
    words: paymentWords,
    more: ['Posts', 'Notice'],
  },
  {
    title: 'Attempt',
    about: 'One call to a rail, known to it by our request id. The payment follows its attempt.',
    begins: 'in-flight',
    moves: attemptMoves,
    words: attemptWords,
    more: [],
  },
  {
    title: 'Cancel request',
    about: `One cancel that somebody asked for. It is finished forwards: what was begun is carried
out, by sending it again under the same id if need be. A payment has at most one open at a time.`,
    begins: 'requested',
    moves: cancelMoves,
    words: cancelWords,
    more: ['Notice'],
  },
  {
    title: 'Payment window',
    about: `What a buyer sees, from the opening to what the shop is told. Each try is a payment of
its own, so the life of the window is the session's ([windows](../concepts/windows.md)).`,
    begins: 'open',
    moves: sessionMoves,
    words: sessionWords,
    more: [],
  },
  {
    title: 'Payment link',
    about: 'Paid once, whichever window comes from it.',
    begins: 'open',
    moves: linkMoves,
    words: linkWords,
    more: [],
  },
  {
    title: 'Billing key',
    about: `What a shop may charge again without its buyer
([billing keys](../concepts/billing.md)).`,
    begins: 'registered',
    moves: billingKeyMoves,
    words: billingKeyWords,
    more: [],
  },
  {
    title: 'Virtual account',
    about: `Issued for one cancel or for one payment, by which the last column says who may make the
move ([virtual accounts](../concepts/virtual-accounts.md)).`,
    begins: 'asked',
    moves: accountMoves,
    words: accountWords,
    more: ['Of'],
  },
  {
    title: 'Payout',
    about: `What a contract is paid on one day ([settlement](../concepts/settlement.md)).`,
    begins: 'open',
    moves: payoutMoves,
    words: payoutWords,
    more: [],
  },
  {
    title: 'Notice delivery',
    about: `One event on its way to one endpoint, in one format
([notices](../concepts/notices.md)).`,
    begins: 'ready',
    moves: deliveryMoves,
    words: deliveryWords,
    more: [],
  },
  {
    title: 'Cash receipt',
    about: 'At most one of a payment stands ([cash receipts](../concepts/cash-receipts.md)).',
    begins: 'issued',
    moves: cashReceiptMoves,
    words: cashReceiptWords,
    more: [],
  },
];

const opening = `A pair of state and event that is not listed here is refused and changes nothing.
Why an unknown payment can only end as not charged: [unknown
outcomes](../concepts/unknown-outcomes.md). How cancels join and when they are new:
[cancels](../concepts/cancels.md).`;

export function lifecyclesPage(): Page {
  return {
    name: 'lifecycles.md',
    title: 'Lifecycles',
    from: 'core/{payment,window,billing,cash-receipt,virtual-account,settlement,notice}/',
    parts: [opening, ...lives.flatMap(lifeParts)],
  };
}

function lifeParts(life: Life): string[] {
  const final = finalStates(life).map(code).join(', ');
  return [
    `## ${life.title}`,
    life.about,
    block('mermaid', diagram(life)),
    moveTable(life),
    `Final: ${final}.`,
  ];
}

function finalStates({ moves }: Life): string[] {
  const left = new Set(moves.map(([from]) => from));
  return [...new Set(moves.map(([, , to]) => to))].filter((state) => !left.has(state));
}

function moveTable({ moves, words, more }: Life): string {
  return table(
    ['From', 'On', 'To', 'When', ...more],
    moves.map(([from, on, to, ...rest]) => [
      code(from),
      code(on),
      code(to),
      words[on] ?? '',
      ...rest.map((each) => code(each ?? '')),
    ]),
  );
}

/** Moves between the same two states share an arrow. */
function diagram(life: Life): string {
  const arrows = new Map<string, string[]>();
  for (const [from, on, to] of life.moves) {
    const arrow = `${nodeOf(from)} --> ${nodeOf(to)}`;
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), on]);
  }
  const states = [...new Set(life.moves.flatMap(([from, , to]) => [from, to]))];
  return [
    'stateDiagram-v2',
    ...states
      .filter((state) => nodeOf(state) !== state)
      .map((state) => `  state "${state}" as ${nodeOf(state)}`),
    `  [*] --> ${nodeOf(life.begins)}`,
    ...[...arrows].map(([arrow, events]) => `  ${arrow}: ${events.join(', ')}`),
    ...finalStates(life).map((state) => `  ${nodeOf(state)} --> [*]`),
  ].join('\n');
}

/** Mermaid takes no hyphens in the name of a state. */
function nodeOf(state: string): string {
  return state.replaceAll('-', '_');
}
