// What a comparison finds: thirteen kinds of break, each with its evidence and a clerk's sentence.
import { add, subtract, type Won } from '../money/won.ts';
import type { BusinessDate } from '../time/instant.ts';
import type { FileLine } from './file.ts';

/** A slip, a payout sent or a deposit, as our books say it; `reference` is unique among them. */
export interface Expected extends Omit<FileLine, 'line'> {
  readonly date: BusinessDate;
}

// biome-ignore format: a table
const sentences = {
  missing:         ['장부에 있으나 파일에 없습니다.',              'In our books, but not in the file.'],
  extra:           ['파일에 있으나 장부에 없습니다.',              'In the file, but not in our books.'],
  amount:          ['금액이 다릅니다.',                            'The amounts differ.'],
  fee:             ['매입 수수료가 다릅니다.',                     'The charges differ.'],
  date:            ['입금 예정일이 다릅니다.',                     'The dates differ.'],
  duplicate:       ['같은 참조 번호가 두 번 있습니다.',            'The same reference stands twice.'],
  split:           ['한 건이 여러 줄로 나뉘었습니다.',             'One of ours came in several lines.'],
  merged:          ['여러 건이 한 줄로 합쳐졌습니다.',             'Several of ours came in one line.'],
  'wrong-account': ['다른 계좌 또는 매입사에 있습니다.',           'It stands under another account.'],
  sign:            ['매출과 취소, 또는 입금과 출금이 바뀌었습니다.', 'Booked in the opposite direction.'],
  'sent-back':     ['반송되었으나 온전한 청구가 없어 기장하지 않았습니다.', 'Sent back, but no such claim stands whole.'],
  probable:        ['참조 번호는 다르나 금액과 날짜가 같습니다.',  'Equal amount and date, unknown reference.'],
  late:            ['허용 기간이 지난 뒤 처리되었습니다.',         'Found, but later than the term allows.'],
} as const satisfies Record<string, readonly [string, string]>;

export type BreakKind = keyof typeof sentences;

export interface Break {
  readonly kind: BreakKind;
  readonly ours: readonly Expected[];
  readonly theirs: readonly FileLine[];
  /** Theirs less ours; of the charges when those differ. */
  readonly difference: Won;
  /** More than one counterpart would fit, so none was chosen. */
  readonly ambiguous: boolean;
  readonly korean: string;
  readonly english: string;
}

export interface Evidence {
  readonly ours: readonly Expected[];
  readonly theirs: readonly FileLine[];
  readonly ambiguous?: boolean;
}

/** A bank's number is known once; a second line under it may be another thing, or the same. */
export function numberedTwice(line: FileLine): Break {
  return {
    ...breakOf('duplicate', { ours: [], theirs: [line] }),
    korean: '은행 거래 번호가 같은 줄이 이미 있어 기장하지 않았습니다.',
    english: 'Another line has the same bank number, so this one was not posted.',
  };
}

export function breakOf(kind: BreakKind, { ours, theirs, ambiguous = false }: Evidence): Break {
  const figure = kind === 'fee' ? 'charge' : 'amount';
  const sum = (sides: readonly Omit<FileLine, 'line'>[]) => add(...sides.map((one) => one[figure]));
  const [korean, english] = sentences[kind];
  return {
    ...{ kind, ours, theirs, ambiguous, difference: subtract(sum(theirs), sum(ours)) },
    korean: ambiguous ? `${korean} 맞는 상대가 여럿이라 고르지 않았습니다.` : korean,
    english: ambiguous ? `${english} Several would fit, so none was chosen.` : english,
  };
}
