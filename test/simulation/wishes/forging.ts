// What may be wrong with a statement: lines that are missing, doubled, cut, moved or made up.
import type { Dice } from '../dice.ts';
import type { StatementLine } from '../operator.ts';
import type { Run } from '../run.ts';

export interface Forging {
  readonly lines: readonly StatementLine[];
  readonly date: string;
  /** Of other files, which may stand in this one as well. */
  readonly others: readonly StatementLine[];
}

type Change = (dice: Dice, forging: Forging, fresh: () => string) => readonly StatementLine[];

/** One to three things at once; the bank's own numbers are never used again by chance. */
export function forge(run: Run, forging: Forging): readonly StatementLine[] {
  const { dice } = run.stage;
  let numbers = 0;
  const file = run.history.operator.sent.length + 1;
  const fresh = (): string => {
    numbers += 1;
    return `b${file}-${numbers}`;
  };
  let { lines } = forging;
  for (let left = dice.whole(1, 3); left > 0; left -= 1) {
    lines = dice.weighted(changes)(dice, { ...forging, lines }, fresh);
  }
  return lines;
}

// biome-ignore format: a table
const changes: readonly (readonly [weight: number, change: Change])[] = [
  [3, shuffled],
  [2, (dice, { lines }) => lines.filter(() => dice.chance(0.7))],
  [3, (dice, { lines, others }) => [...lines, ...others.filter(() => dice.chance(0.5))]],
  [3, (dice, forging) => onOne(dice, forging, (line) => [{ ...line, amount: moved(dice, line) }])],
  [2, (dice, forging) => onOne(dice, forging, (line) => [line, line])],
  [2, (dice, forging, fresh) => onOne(dice, forging, (line) => [line, { ...line, bankReference: fresh() }])],
  [2, (dice, forging, fresh) => onOne(dice, forging, (line) => inParts(dice, line, fresh))],
  [1, (dice, forging) => onOne(dice, forging, (line) => [{ ...line, reference: '' }])],
  [1, (dice, forging) => onOne(dice, forging, (line) => [{ ...line, account: 'operating' }])],
  [1, (dice, forging) => onOne(dice, forging, (line) => [{ ...line, direction: line.direction === 'in' ? 'out' : 'in' }])],
  [3, madeUp],
];

function shuffled(dice: Dice, { lines }: Forging): readonly StatementLine[] {
  const left = [...lines];
  return lines.flatMap(() => left.splice(dice.whole(0, left.length - 1), 1));
}

function onOne(
  dice: Dice,
  { lines }: Forging,
  change: (line: StatementLine) => readonly StatementLine[],
): readonly StatementLine[] {
  if (lines.length === 0) return lines;
  const chosen = dice.whole(0, lines.length - 1);
  return lines.flatMap((line, index) => (index === chosen ? change(line) : [line]));
}

/** A little short or over, never below nothing. */
function moved(dice: Dice, { amount }: StatementLine): bigint {
  const by = BigInt(dice.pick([-500, -100, -1, 1, 100, 700]));
  return amount + by < 0n ? amount + 1n : amount + by;
}

function inParts(dice: Dice, line: StatementLine, fresh: () => string): readonly StatementLine[] {
  const first = line.amount / BigInt(dice.whole(2, 3));
  const keeps = dice.chance(0.5) ? line.bankReference : fresh();
  return [
    { ...line, amount: first, bankReference: keeps },
    { ...line, amount: line.amount - first, bankReference: fresh() },
  ];
}

/** Money that nobody expected, such as what our bank takes for its work. */
function madeUp(
  dice: Dice,
  { lines, date }: Forging,
  fresh: () => string,
): readonly StatementLine[] {
  const line: StatementLine = {
    ...{ account: 'settlement', date, direction: dice.pick(['in', 'out'] as const) },
    amount: BigInt(dice.pick([100, 500, 700, dice.whole(1, 99_999)])),
    ...{ reference: dice.pick(['', 'CHARGE', 'pay-in/CCLG/2026-03-31']), bankReference: fresh() },
  };
  return [...lines, line];
}
