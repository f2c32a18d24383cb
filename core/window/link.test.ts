// Tables of a link: taken by one window at a time, and paid once.
import { describe, expect, test } from 'vitest';
import { ids, seoul } from '../payment/example.contract.ts';
import { opened, order } from './example.contract.ts';
import {
  type LinkId,
  type LinkMove,
  type LinkStatus,
  linkEnd,
  linkFinal,
  linkMove,
  linkMoves,
  openable,
  type PaymentLink,
  releaseLink,
  takeLink,
  useLink,
} from './link.ts';
import type { SessionId } from './session.ts';

const { merchantId, generation, contractId, credentialId, publicId, id: mine } = opened;
const made = {
  ...{ merchantId, generation, contractId, credentialId, publicId, order },
  id: 'link-1' as LinkId,
  version: 4,
  ...{ afterUrl: '', explanation: '', noticeText: '' },
  madeAt: seoul('03-09 10:00:00'),
  expiresAt: seoul('03-10 00:00:00'),
};
const links: { readonly [Status in LinkStatus]: PaymentLink } = {
  open: { ...made, status: 'open' },
  taken: { ...made, status: 'taken', takenBy: mine },
  used: { ...made, status: 'used', takenBy: mine, paymentId: ids.id },
};
const now = seoul('03-09 23:59:59');
const theirs = 'session-2' as SessionId;

test('the table is closed: only a link that was paid has no way on', () => {
  const states = Object.keys(links) as LinkStatus[];
  const stuck = states.filter((state) => linkMoves.every(([from]) => from !== state));
  expect(stuck).toEqual([...linkFinal]);
});

// biome-ignore format: a table
const decide: Record<LinkMove, (link: PaymentLink) => PaymentLink | null> = {
  take:    (link) => { const taken = takeLink(link, mine, now); return taken.ok ? taken.value : null; },
  release: (link) => releaseLink(link, mine),
  pay:     (link) => useLink(link, mine, ids.id),
};

describe.each(Object.keys(links) as LinkStatus[])('a link that is %s', (from) => {
  test.each(Object.keys(decide) as LinkMove[])('%s', (on) => {
    const next = decide[on](links[from]);
    expect(next?.status ?? null).toBe(linkMove(from, on)?.[2] ?? null);
    if (next !== null) expect(next.version).toBe(5);
  });
});

test('T17: what one window took, another neither releases, pays nor takes', () => {
  expect(releaseLink(links.taken, theirs)).toBe(null);
  expect(useLink(links.taken, theirs, ids.id)).toBe(null);
  expect(takeLink(links.taken, theirs, now)).toMatchObject({ refusal: { kind: 'busy' } });
  expect(takeLink(links.used, theirs, now)).toMatchObject({ refusal: { kind: 'link-used' } });
});

test('a link works until its end, and thirty days where none was named', () => {
  expect(openable(links.open, now).ok).toBe(true);
  const over = openable(links.open, made.expiresAt);
  expect(over).toMatchObject({ refusal: { kind: 'link-expired' } });
  expect(linkEnd(null, seoul('03-01 00:00:00'))).toBe(seoul('03-31 00:00:00'));
  expect(linkEnd(now, made.madeAt)).toBe(now);
});
