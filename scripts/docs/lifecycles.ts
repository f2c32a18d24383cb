// The page of lifecycles: every allowed move as a row and as a line of a diagram.
import { billingKeyMoves } from '../../core/billing/billing-key.ts';
import { roundMoves } from '../../core/billing/round.ts';
import { scheduleMoves } from '../../core/billing/schedule.ts';
import { cashReceiptMoves } from '../../core/cash-receipt/cash-receipt.ts';
import { deliveryMoves } from '../../core/notice/delivery.ts';
import { attemptMoves, cancelMoves, paymentMoves } from '../../core/payment/moves.ts';
import { payoutMoves } from '../../core/settlement/payout.ts';
import { accountMoves } from '../../core/virtual-account/account.ts';
import { linkMoves } from '../../core/window/link.ts';
import { sessionMoves } from '../../core/window/session.ts';
import { block, code, type Page, table } from './markdown.ts';
import {
  accountWords,
  attemptWords,
  billingKeyWords,
  cancelWords,
  cashReceiptWords,
  deliveryWords,
  linkWords,
  paymentWords,
  payoutWords,
  roundWords,
  scheduleWords,
  sessionWords,
} from './move-words.ts';

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
    title: 'Schedule',
    about: `What the gateway charges a billing key by itself
([schedules](../concepts/billing.md#schedules)).`,
    begins: 'active',
    moves: scheduleMoves,
    words: scheduleWords,
    more: [],
  },
  {
    title: 'Round',
    about: 'One round of a schedule. Each of its tries is a payment of its own.',
    begins: 'due',
    moves: roundMoves,
    words: roundWords,
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
