// The table of cards in the apps of a simulated phone: approving ones, and some that go wrong.
import { invariant } from '../../core/invariant.ts';
import type { AppCard } from '../rail.ts';
import { type TestCard, testCards } from './cards.ts';
import { issuerOf } from './issuers.ts';

// Everybody holds the same phone, and this list is published, so that whoever reads it learns
// nothing about anybody (T36).
// biome-ignore format: a table
const ids = [
  'local-shinhan', 'local-kb', 'local-samsung', 'local-hyundai', 'local-lotte', 'local-bc',
  'local-nh', 'local-hana', 'local-woori', 'local-kakao-bank', 'local-toss-bank',
  'local-small-limit', 'local-decline-limit', 'local-decline-balance', 'local-decline-suspended',
  'local-issuer-maintenance', 'local-answer-lost', 'local-request-lost', 'local-answer-late',
];

const held = new Map<string, TestCard>(ids.map((id) => [id, testCard(id)]));

function testCard(id: string): TestCard {
  const card = testCards.find((each) => each.id === id);
  invariant(card !== undefined, 'a phone holds cards of the table');
  return card;
}

/** In the order in which the phone shows them. */
export const appCards: readonly AppCard[] = [...held.values()].map(
  ({ id, issuer, number, behaviour }) => ({
    ...{ id, behaviour },
    issuer: issuerOf(issuer).name,
    lastFour: number.slice(-4),
  }),
);

/** Null for a card that no phone holds, also when the table of cards has it. */
export function heldCard(id: string): TestCard | null {
  return held.get(id) ?? null;
}
