// Which test cards and accounts the simulated buyers present, and how often each behaviour comes up.
import type { AccountData } from '../../core/payment/sensitive-account.ts';
import type { CardData } from '../../core/payment/sensitive-card.ts';
import { testAccounts } from '../../rails/simulator/accounts.ts';
import type { AccountBehaviour, Behaviour } from '../../rails/simulator/behaviours.ts';
import { testCards } from '../../rails/simulator/cards.ts';
import type { Dice } from './dice.ts';

// Approvals are where money moves, lost and late answers where it may go astray.
const weights: Readonly<Partial<Record<Behaviour | AccountBehaviour, number>>> = {
  approve: 70,
  'answer-lost': 5,
  'request-lost': 5,
  'answer-late': 6,
  'answer-duplicated': 4,
};
const otherWeight = 1;

const behaviours = [...new Set(testCards.map((card) => card.behaviour))];

/** By their weights, one of those that there are. */
function drawBehaviour<Known extends Behaviour | AccountBehaviour>(
  dice: Dice,
  known: readonly Known[],
): Known {
  return dice.weighted(known.map((each) => [weights[each] ?? otherWeight, each] as const));
}

const fits = (value: string, usual: string): string => (value === 'any' ? usual : value);

export function drawCard(dice: Dice): CardData {
  const behaviour = drawBehaviour(dice, behaviours);
  const card = dice.pick(testCards.filter((each) => each.behaviour === behaviour));
  return {
    number: dice.chance(0.02) ? '4111111111111112' : card.number,
    expiry: dice.chance(0.03) ? '2001' : fits(card.expiry, '3012'),
    password: dice.chance(0.5) ? '' : fits(card.password, '12'),
    holder: dice.chance(0.5) ? '' : fits(card.birthDate, '900101'),
  };
}

/** One that its holder may use: what it does, it does when it is charged. */
export function drawUsualCard(dice: Dice): CardData {
  const behaviour = drawBehaviour(dice, [
    'approve',
    'answer-lost',
    'request-lost',
    'answer-late',
    'answer-duplicated',
    'decline-limit',
    'decline-balance',
  ]);
  const card = dice.pick(testCards.filter((each) => each.behaviour === behaviour));
  const holder = fits(card.birthDate, '900101');
  return {
    ...{ number: card.number, expiry: fits(card.expiry, '3012') },
    ...{ password: fits(card.password, '12'), holder },
  };
}

const accountBehaviours = [...new Set(testAccounts.map(({ behaviour }) => behaviour))];

export function drawAccount(dice: Dice): AccountData {
  const behaviour = drawBehaviour(dice, accountBehaviours);
  const account = dice.pick(testAccounts.filter((each) => each.behaviour === behaviour));
  const { bank, number, holder } = account;
  const typed = dice.chance(0.03) ? '' : number;
  return { bank, number: typed, holderName: '홍길동', holder: fits(holder, '900101') };
}
