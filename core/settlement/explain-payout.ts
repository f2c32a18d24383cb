// The bridge of a payout: from what its rows give to what reaches the shop's account, in words.
import { negate, type Won, zeroWon } from '../money/won.ts';
import type { Sentences } from './explain.ts';
import { digits } from './explain-row.ts';
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
}

export function explainPayout(figures: PayoutFigures): PayoutExplained {
  const { amount, carriedOut } = figures;
  const steps = lines.map(([step, figure, sign]): BridgeLine => {
    const amount = figures[figure];
    return { step, amount: sign < 0n ? negate(amount) : amount };
  });
  const ends: BridgeLine[] = [
    { step: 'paid', amount },
    { step: 'carried-on', amount: carriedOut },
  ];
  const korean = said(figures, 3);
  const english = said(figures, 4);
  const carries = carriedOut > zeroWon;
  return {
    bridge: [...steps, ...ends],
    whyThisWon: {
      korean: carries
        ? `${korean} = 지급 0원, ${digits(carriedOut)}원은 다음 지급에서 차감`
        : `${korean} = 지급 ${digits(amount)}원`,
      english: carries
        ? `${english} = nothing paid, ${digits(carriedOut)} won are taken from the next payout`
        : `${english} = paid ${digits(amount)} won`,
    },
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
