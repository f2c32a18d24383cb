// The bridge of a payout: from what its rows give to what reaches the shop's account, in words.
import { add, negate, subtract, type Won, zeroWon } from '../money/won.ts';
import { type BusinessDate, businessDate, type Instant } from '../time/instant.ts';
import { digits, percent, type Sentences } from './explain.ts';
import { heldOf } from './holdback.ts';
import type { PayoutFigures } from './payout.ts';

export type BridgeStep =
  | 'rows-give'
  | 'rows-take'
  | 'carried-in'
  | 'released'
  | 'held'
  | 'paid'
  | 'carried-on';

export interface BridgeLine {
  readonly step: BridgeStep;
  /** Signed won: what takes is negative; all but the last two sum to paid less carried on. */
  readonly amount: Won;
}

type Line = readonly [BridgeStep, keyof PayoutFigures, bigint, string, string];

// biome-ignore format: a table
const lines = [
  // step          figure        sign  Korean              English
  ['rows-give',  'positive',    1n,  '지급할 거래',       'rows give'],
  ['rows-take',  'negative',   -1n,  '차감할 거래',       'rows take'],
  ['carried-in', 'carriedIn',  -1n,  '이월된 차감',       'debt carried in'],
  ['released',   'released',    1n,  '유보 해제',         'released'],
  ['held',       'held',       -1n,  '유보',              'kept back'],
] as const satisfies readonly Line[];

export interface PayoutExplained {
  readonly bridge: readonly BridgeLine[];
  readonly whyThisWon: Sentences;
  readonly whyThisDay: Sentences;
}

/** What the figures do not say by themselves. */
export interface PayoutGround {
  readonly date: BusinessDate;
  readonly closesAt: Instant;
  /** Hundred-thousandths of the terms that it was fixed under. */
  readonly holdbackRate: number;
  /** When what it keeps back is given back. */
  readonly releaseOn: BusinessDate | null;
  /** Days of the payouts whose debt came in, and of those whose holdback was given back. */
  readonly carriedFrom: readonly BusinessDate[];
  readonly releasedFrom: readonly BusinessDate[];
}

export function explainPayout(figures: PayoutFigures, ground: PayoutGround): PayoutExplained {
  const { amount, carriedOut } = figures;
  const steps = lines.map(([step, figure, sign]): BridgeLine => {
    const amount = figures[figure];
    return { step, amount: sign < 0n ? negate(amount) : amount };
  });
  const ends: BridgeLine[] = [
    { step: 'paid', amount },
    { step: 'carried-on', amount: carriedOut },
  ];
  const more = groundOf(figures, ground);
  const korean = said(figures, 3);
  const english = said(figures, 4);
  const carries = carriedOut > zeroWon;
  return {
    bridge: [...steps, ...ends],
    whyThisWon: {
      korean: [
        carries
          ? `${korean} = 지급 0원, ${digits(carriedOut)}원은 다음 지급에서 차감`
          : `${korean} = 지급 ${digits(amount)}원`,
        ...more.map((each) => each.korean),
      ].join('; '),
      english: [
        carries
          ? `${english} = nothing paid, ${digits(carriedOut)} won are taken from the next payout`
          : `${english} = paid ${digits(amount)} won`,
        ...more.map((each) => each.english),
      ].join('; '),
    },
    whyThisDay: sayDay(ground),
  };
}

/** Rows were counted to this day, each for a reason of its own; this is what the day means. */
function sayDay({ date, closesAt }: PayoutGround): Sentences {
  const closed = businessDate(closesAt);
  return {
    korean: `${date} 지급으로 계산된 거래의 합계: 직전 영업일인 ${closed} 17시에 마감, 당일 10시 송금`,
    english: `what was counted to ${date}: closed on ${closed}, 17:00; sent at 10:00`,
  };
}

/** Where debts and holdbacks come from, and how what is kept back was counted. */
function groundOf(figures: PayoutFigures, ground: PayoutGround): Sentences[] {
  const { carriedFrom, releasedFrom } = ground;
  const from = (days: readonly BusinessDate[]): string => days.join(', ');
  return [
    ...(carriedFrom.length === 0
      ? []
      : [
          {
            korean: `이월: ${from(carriedFrom)} 지급분`,
            english: `carried in from the payout of ${from(carriedFrom)}`,
          },
        ]),
    ...(releasedFrom.length === 0
      ? []
      : [
          {
            korean: `유보 해제: ${from(releasedFrom)} 지급분`,
            english: `released from the payout of ${from(releasedFrom)}`,
          },
        ]),
    ...(figures.held > zeroWon ? [sayHeld(figures, ground)] : []),
  ];
}

/** What was kept back once is not kept back again. */
function sayHeld(figures: PayoutFigures, { holdbackRate, releaseOn }: PayoutGround): Sentences {
  const { held, released, amount } = figures;
  const fresh = subtract(add(amount, held), released);
  const [base, kept] = [fresh, held].map(digits);
  const rate = percent(holdbackRate);
  const isByRate = heldOf(fresh, holdbackRate) === held;
  const sum = isByRate
    ? {
        korean: `유보: ${base}원 × ${rate} = ${kept}원 (원 미만 버림)`,
        english: `kept back: ${base} won × ${rate} = ${kept} won (rounded down)`,
      }
    : { korean: `유보: ${kept}원`, english: `kept back: ${kept} won` };
  return {
    korean: `${sum.korean}, ${releaseOn} 이후 첫 지급에서 해제`,
    english: `${sum.english}, released by the first payout from ${releaseOn} on`,
  };
}

/** What is zero is not said, apart from the first line. */
function said(figures: PayoutFigures, column: 3 | 4): string {
  const won = column === 3 ? '원' : ' won';
  return lines
    .filter((line) => line[0] === 'rows-give' || figures[line[1]] > zeroWon)
    .map((line, index) => {
      const sign = line[2] < 0n ? '− ' : index === 0 ? '' : '+ ';
      return `${sign}${line[column]} ${digits(figures[line[1]])}${won}`;
    })
    .join(' ');
}
