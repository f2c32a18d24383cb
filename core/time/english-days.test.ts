// Every day of the calendar has an English name.
import { expect, test } from 'vitest';
import { englishNameOf } from './english-days.ts';
import { knownHolidays } from './holidays.ts';

test('of each holiday that is known', () => {
  const untold = knownHolidays()
    .map(({ name }) => name)
    .filter(
      (name) =>
        !/^[A-Za-z]/.test(englishNameOf(name)) || englishNameOf(name) === 'declared holiday',
    );
  expect(untold).toEqual([]);
});

// biome-ignore format: a table
test.each([
  ['토요일',            'Saturday'],
  ['개천절 대체공휴일', 'substitute for National Foundation Day'],
  ['임시 휴무',         'declared holiday'],
  ['Bank strike',       'Bank strike'],
] as const)('%s: %s', (name, english) => {
  expect(englishNameOf(name)).toBe(english);
});
