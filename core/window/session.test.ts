// The lifecycle of a window as tables: closed, without dead ends, and obeyed by every decision.
import { describe, expect, test } from 'vitest';
import { keyIn, seoul } from '../payment/example.contract.ts';
import { certified, key, sessions, trial } from './example.contract.ts';
import {
  type Busy,
  type Confirming,
  type Session,
  type SessionMove,
  type SessionStatus,
  sessionFinal,
  sessionMove,
  sessionMoves,
} from './session.ts';
import {
  asOf,
  authenticate,
  close,
  confirm,
  failConfirm,
  lose,
  pay,
  register,
  submit,
  turnDown,
} from './window.ts';

const states = Object.keys(sessions) as SessionStatus[];

test('there is no way out of a final state, and one out of any other', () => {
  const stuck = states.filter((state) => sessionMoves.every(([from]) => from !== state));
  expect(stuck.sort()).toEqual([...sessionFinal].sort());
});

test('it is said once where a move leads', () => {
  const moves = sessionMoves.map(([from, on]) => `${from} ${on}`);
  expect(new Set(moves).size).toBe(moves.length);
});

test('every state is reached', () => {
  const reached = new Set<SessionStatus>(['open']);
  for (const _ of states) {
    for (const [from, , to] of sessionMoves) if (reached.has(from)) reached.add(to);
  }
  expect([...reached].sort()).toEqual([...states].sort());
});

const late = seoul('03-09 12:00:00');
const soon = seoul('03-09 10:01:10');
const asked = {
  amount: null,
  orderNumber: '',
  billingKey: key,
  boundTo: 'session-1',
  openedWith: '',
};

function failed(session: Session): Session {
  return session.status === 'confirming'
    ? failConfirm(session, { kind: 'busy' }, soon)
    : turnDown(session as Busy, { kind: 'order-number-used' }, soon);
}

// The decision that makes each move, tried on a session in any state; null is a refusal.
// biome-ignore format: a table
const decide: Record<SessionMove, (session: Session) => Session | null> = {
  submit:       (session) => nextOf(submit(session, trial)),
  close:        (session) => nextOf(close(session, soon)),
  expire:       (session) => { const next = asOf(session, late); return next === session ? null : next; },
  decline:      (session) => turnDown(session as Busy, { kind: 'declined', reason: 'limit' }, soon),
  fail:         failed,
  lose:         (session) => lose(session as Busy, soon),
  register:     (session) => register(session as Busy, { key, instrument: keyIn.instrument, at: soon }),
  authenticate: (session) => authenticate(session as Busy, certified),
  pay:          (session) => pay(session as Confirming),
  confirm:      (session) => nextOf(confirm(session, asked, trial)),
};

function nextOf(outcome: { readonly ok: boolean; readonly value?: Session }): Session | null {
  return outcome.ok ? (outcome.value ?? null) : null;
}

function attempted(on: SessionMove, session: Session): Session | null {
  try {
    return decide[on](session);
  } catch {
    return null;
  }
}

describe.each(states)('a window that is %s', (from) => {
  test.each(Object.keys(decide) as SessionMove[])('%s', (on) => {
    const given = sessions[from];
    const before = structuredClone(given);
    const next = attempted(on, given);
    expect(next?.status ?? null).toBe(sessionMove(from, on)?.[2] ?? null);
    if (next !== null) expect(next.version).toBe(given.version + 1);
    expect(given).toEqual(before);
  });
});

test('every move of the table was tried', () => {
  expect(new Set(sessionMoves.map(([, on]) => on))).toEqual(new Set(Object.keys(decide)));
});
