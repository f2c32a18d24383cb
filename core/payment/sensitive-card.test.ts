// Card data in flight: whoever prints it, in whatever way, sees [card].
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { forgetCard, openCard, SensitiveCard } from './sensitive-card.ts';

const data = { number: '4111111111111111', expiry: '3012', password: '12', holder: '900101' };

test('a forgotten card cannot be opened', () => {
  const card = new SensitiveCard(data);
  forgetCard(card);
  expect(() => openCard(card)).toThrow('already forgotten');
});

test('no way of printing shows a digit', () => {
  const card = new SensitiveCard(data);
  // biome-ignore format: a table
  const prints = [
    String(card), `${card}`, JSON.stringify({ card }), inspect({ card }, { showHidden: true }),
    JSON.stringify(Object.entries(card)), JSON.stringify({ ...card }), new Error(`${card}`).message,
    Object.getOwnPropertyNames(card).join(),
  ];
  for (const print of prints) expect(print).not.toMatch(/\d/);
  expect(prints.slice(0, 3)).toEqual(['[card]', '[card]', '{"card":"[card]"}']);
});

test('only the opener sees what is in it, and each card has its own', () => {
  const card = new SensitiveCard(data);
  const other = new SensitiveCard({ ...data, number: '378282246310005' });
  expect(openCard(card)).toEqual(data);
  expect(openCard(other).number).toBe('378282246310005');
});

test('two cards of the same number cannot be told apart by comparing them', () => {
  expect(new SensitiveCard(data)).toEqual(new SensitiveCard({ ...data, number: '0' }));
});
