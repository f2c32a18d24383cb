// Days on which Korean banks settle nothing, apart from Saturdays and Sundays; a table, and long.
//
// Public holidays follow the Act on Public Holidays: the lunar ones as proclaimed, substitutes as
// its rules were at the time, temporary days as the government set them, election days of the
// Public Official Election Act. Banks have always closed on May 1; from 2026 it is a public holiday,
// and it and Constitution Day have substitutes. Feasts have them for Sundays only, not for Saturdays.
// Years that stand here are complete; of any other year nothing is known, and nothing is guessed.
import type { BusinessDate } from './instant.ts';

export type HolidayKind = 'public' | 'substitute' | 'temporary' | 'election' | 'labour';

export interface Holiday {
  readonly date: BusinessDate;
  readonly name: string;
  readonly kind: HolidayKind;
}

interface FixedDay {
  readonly day: string;
  readonly name: string;
  readonly kind: HolidayKind;
  /** The years to which the rule applies. */
  readonly from?: number;
}

// biome-ignore format: a table
const everyYear: readonly FixedDay[] = [
  { day: '01-01', name: '신정',       kind: 'public' },
  { day: '03-01', name: '삼일절',     kind: 'public' },
  { day: '05-01', name: '노동절',     kind: 'labour' },
  { day: '05-05', name: '어린이날',   kind: 'public' },
  { day: '06-06', name: '현충일',     kind: 'public' },
  // Not a day off between 2008 and 2025.
  { day: '07-17', name: '제헌절',     kind: 'public', from: 2026 },
  { day: '08-15', name: '광복절',     kind: 'public' },
  { day: '10-03', name: '개천절',     kind: 'public' },
  // Not a day off between 1991 and 2012.
  { day: '10-09', name: '한글날',     kind: 'public', from: 2013 },
  { day: '12-25', name: '성탄절',     kind: 'public' },
];

/** The middle days of the two feasts of three days, and Buddha's birthday. */
// biome-ignore format: a table
const lunar: Readonly<Record<number, readonly [seollal: string, buddha: string, chuseok: string]>> = {
  2012: ['01-23', '05-28', '09-30'],
  2015: ['02-19', '05-25', '09-27'],
  2017: ['01-28', '05-03', '10-04'],
  2022: ['02-01', '05-08', '09-10'],
  2023: ['01-22', '05-27', '09-29'],
  2024: ['02-10', '05-15', '09-17'],
  2025: ['01-29', '05-05', '10-06'],
  2026: ['02-17', '05-24', '09-25'],
  2027: ['02-07', '05-13', '09-15'],
  2028: ['01-27', '05-02', '10-03'],
};

/** What no rule of a calendar gives: set by the government, or following from the days around. */
// biome-ignore format: a table
const single: readonly (readonly [date: string, kind: HolidayKind, name: string])[] = [
  ['2012-04-11', 'election',   '국회의원 선거일'],
  ['2012-12-19', 'election',   '대통령 선거일'],
  ['2015-08-14', 'temporary',  '임시공휴일'],
  ['2015-09-29', 'substitute', '추석 대체공휴일'],
  ['2017-01-30', 'substitute', '설날 대체공휴일'],
  ['2017-05-09', 'election',   '대통령 선거일'],
  ['2017-10-02', 'temporary',  '임시공휴일'],
  ['2017-10-06', 'substitute', '추석 대체공휴일'],
  ['2022-03-09', 'election',   '대통령 선거일'],
  ['2022-06-01', 'election',   '지방선거일'],
  ['2022-09-12', 'substitute', '추석 대체공휴일'],
  ['2022-10-10', 'substitute', '한글날 대체공휴일'],
  ['2023-01-24', 'substitute', '설날 대체공휴일'],
  ['2023-05-29', 'substitute', '부처님오신날 대체공휴일'],
  ['2023-10-02', 'temporary',  '임시공휴일'],
  ['2024-02-12', 'substitute', '설날 대체공휴일'],
  ['2024-04-10', 'election',   '국회의원 선거일'],
  ['2024-05-06', 'substitute', '어린이날 대체공휴일'],
  ['2024-10-01', 'temporary',  '국군의 날 임시공휴일'],
  ['2025-01-27', 'temporary',  '임시공휴일'],
  ['2025-03-03', 'substitute', '삼일절 대체공휴일'],
  ['2025-05-06', 'substitute', '어린이날 대체공휴일'],
  ['2025-06-03', 'election',   '대통령 선거일'],
  ['2025-10-08', 'substitute', '추석 대체공휴일'],
  ['2026-03-02', 'substitute', '삼일절 대체공휴일'],
  ['2026-05-25', 'substitute', '부처님오신날 대체공휴일'],
  ['2026-06-03', 'election',   '지방선거일'],
  ['2026-08-17', 'substitute', '광복절 대체공휴일'],
  ['2026-10-05', 'substitute', '개천절 대체공휴일'],
  ['2027-02-09', 'substitute', '설날 대체공휴일'],
  ['2027-05-03', 'substitute', '노동절 대체공휴일'],
  ['2027-07-19', 'substitute', '제헌절 대체공휴일'],
  ['2027-08-16', 'substitute', '광복절 대체공휴일'],
  ['2027-10-04', 'substitute', '개천절 대체공휴일'],
  ['2027-10-11', 'substitute', '한글날 대체공휴일'],
  ['2027-12-27', 'substitute', '성탄절 대체공휴일'],
  ['2028-04-12', 'election',   '국회의원 선거일'],
  ['2028-10-05', 'substitute', '추석 대체공휴일'],
];

export const knownYears: readonly number[] = Object.keys(lunar).map(Number);

/** Every day of the known years, once each, in order. */
export function knownHolidays(): Holiday[] {
  const days = new Map<BusinessDate, Holiday>();
  const add = (date: string, name: string, kind: HolidayKind): void => {
    const on = date as BusinessDate;
    if (!days.has(on)) days.set(on, { date: on, name, kind });
  };
  for (const [date, kind, name] of single) add(date, name, kind);
  for (const year of knownYears) {
    for (const { day, name, kind, from } of everyYear) {
      if (from === undefined || year >= from) add(`${year}-${day}`, name, kind);
    }
    const [seollal, buddha, chuseok] = lunar[year] as (typeof lunar)[number];
    for (const date of around(`${year}-${seollal}`)) add(date, '설날', 'public');
    add(`${year}-${buddha}`, '부처님오신날', 'public');
    for (const date of around(`${year}-${chuseok}`)) add(date, '추석', 'public');
  }
  return [...days.values()].sort((left, right) => (left.date < right.date ? -1 : 1));
}

/** The day, with the one before and the one after it. */
function around(date: string): string[] {
  const day = 86_400_000;
  const middle = Date.parse(`${date}T00:00:00Z`);
  return [middle - day, middle, middle + day].map((at) => new Date(at).toISOString().slice(0, 10));
}
