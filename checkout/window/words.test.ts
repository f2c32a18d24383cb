// Both languages say the same: every figure of a sentence stands in its translation, too.
import { expect, test } from 'vitest';
import { termsTexts } from './terms-text.ts';
import { isWord, languageOf, sayIn, type Word, wordsOfAll } from './words.ts';

test.each(wordsOfAll)('%s', (word) => {
  const [korean, english] = [sayIn('ko')(word), sayIn('en')(word)];
  expect(figures(english)).toEqual(figures(korean));
  expect(korean.length).toBeGreaterThan(0);
  expect(english.length).toBeGreaterThan(0);
});

function figures(text: string): string[] {
  return (text.match(/\{\w+\}/g) ?? []).sort();
}

test('a sentence gets its figures, and nothing is read into them', () => {
  expect(sayIn('ko')('pay', { amount: '1,000' })).toBe('1,000원 결제하기');
  expect(sayIn('en')('phoneTitle', { issuer: '{amount}' })).toBe('{amount}: approve a payment');
});

test.each(Object.entries(termsTexts))('the terms %s are whole in both languages', (_, text) => {
  expect(text.en.sentences.length).toBe(text.ko.sentences.length);
});

// biome-ignore format: a table
test.each([
  [['ko-KR', 'en'], 'ko'],
  [['KO'],          'ko'],
  [['en-US', 'ko'], 'en'],
  [['ja'],          'en'],
  [[],              'ko'],
] as const)('who prefers %j reads %s', (preferred, language) => {
  expect(languageOf(preferred)).toBe(language);
});

test('names of other things are no words', () => {
  expect(['pay', 'constructor', ''].map((name) => isWord(name as Word))).toEqual([
    true,
    false,
    false,
  ]);
});
