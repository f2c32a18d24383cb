// Which test cards the simulated shops present, and how often each behaviour comes up.
import type { CardData } from '../../core/payment/sensitive-card.ts';
import type { Behaviour } from '../../rails/simulator/behaviours.ts';
import { testCards } from '../../rails/simulator/cards.ts';
import type { Dice } from './dice.ts';

// Approvals are where money moves, lost and late answers where it may go astray.
const weights: Readonly<Partial<Record<Behaviour, number>>> = {
  approve: 70,
  'answer-lost': 5,
  'request-lost': 5,
  'answer-late': 6,
  'answer-duplicated': 4,
};
const otherWeight = 1;

const behaviours = [...new Set(testCards.map((card) => card.behaviour))];

export function drawCard(dice: Dice): CardData {
  const behaviour = dice.weighted(
    behaviours.map((each) => [weights[each] ?? otherWeight, each] as const),
  );
  const card = dice.pick(testCards.filter((each) => each.behaviour === behaviour));
  const fits = (value: string, usual: string): string => (value === 'any' ? usual : value);
  return {
    number: dice.chance(0.02) ? '4111111111111112' : card.number,
    expiry: dice.chance(0.03) ? '2001' : fits(card.expiry, '3012'),
    password: dice.chance(0.5) ? '' : fits(card.password, '12'),
    holder: dice.chance(0.5) ? '' : fits(card.birthDate, '900101'),
  };
}
