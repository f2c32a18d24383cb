// Tells merchants what is due to be told: few tries at once per endpoint, each of them recorded.

import { afterAttempt } from '../../core/notice/delivery.ts';
import type { EndpointId } from '../../core/notice/endpoint.ts';
import type { Effect } from '../../rails/simulator/behaviours.ts';
import { countDueOf } from '../../storage/due-tables.ts';
import type { Mode } from '../../storage/installation.ts';
import {
  claimDeliveries,
  type DueDelivery,
  giveUpDelivery,
  recordAttempt,
} from '../../storage/notice-delivery.ts';
import type { Parts } from '../parts.ts';
import type { DueWork } from '../sweeper.ts';
import { type Reply, send } from './send.ts';
import { signatureHeaders } from './signature.ts';
import { dialectNotice, standardNotice } from './tell.ts';
import { loadTold } from './told.ts';

export interface Courier extends DueWork {
  start(): void;
  stop(): Promise<void>;
}

const pollMs = 300;
const perEndpoint = 4;

type Running = ReadonlyMap<EndpointId, number>;

interface Round {
  readonly parts: Parts;
  readonly mode: Mode;
  readonly running: Map<EndpointId, number>;
  readonly tries: Set<Promise<void>>;
  /** Endpoints that were given as many tries as they may have: more may be due to them. */
  readonly full: Set<EndpointId>;
  /** The claim that came last; claims of one process follow each other. */
  claiming: Promise<unknown>;
  /** Whether a claim waits for the one before it: it will find what is free by then. */
  isAsked: boolean;
  timer: NodeJS.Timeout | null;
  stopped: boolean;
}

export function createCourier(parts: Parts, mode: Mode): Courier {
  const round: Round = {
    ...{ parts, mode, running: new Map(), tries: new Set(), full: new Set() },
    ...{ claiming: Promise.resolve(), isAsked: false, timer: null, stopped: false },
  };
  return {
    start: () => pollLater(round),
    nextDue: async (board) => board.next('notices'),
    countDue: (until) => countDueOf(parts.store.pool, 'notices', until),
    async runDue(isDue) {
      if (!isDue('notices') && round.tries.size === 0) return 0;
      let begun = 0;
      for (;;) {
        const found = await takeOn(round);
        begun += found;
        if (found === 0 && round.tries.size === 0) return begun;
        if (found === 0) await Promise.race(round.tries);
      }
    },
    async stop() {
      round.stopped = true;
      if (round.timer !== null) clearTimeout(round.timer);
      await Promise.all(round.tries);
    },
  };
}

/** A slow receiver must not hold up the poll: tries go on by themselves. */
function pollLater(round: Round): void {
  if (round.stopped) return;
  round.timer = setTimeout(() => {
    void takeOnQuietly(round).finally(() => pollLater(round));
  }, pollMs);
}

function takeOnQuietly(round: Round): Promise<unknown> {
  return takeOn(round).catch((error: unknown) => {
    round.parts.log.trouble('notices not claimed', error);
  });
}

/** A receiver that answers fast need not wait for the next poll. */
function takeOnMore(round: Round): void {
  if (round.stopped || round.isAsked) return;
  round.isAsked = true;
  void takeOnQuietly(round);
}

/** Whoever finds nothing left to claim must find what the poll has claimed among the tries. */
function takeOn(round: Round): Promise<number> {
  const turn = round.claiming.then(() => claimNow(round));
  round.claiming = turn.catch(() => 0);
  return turn;
}

async function claimNow(round: Round): Promise<number> {
  round.isAsked = false;
  if (round.stopped) return 0;
  const { parts, running } = round;
  const claim = { now: parts.clock.now(), perEndpoint, running };
  const before = new Map(running);
  const found = await claimDeliveries(parts.store.pool, claim);
  for (const due of found) begin(round, due);
  noteFull(round, found, before);
  return found.length;
}

function noteFull({ full }: Round, found: readonly DueDelivery[], before: Running): void {
  const counts = new Map(before);
  for (const { endpointId } of found) counts.set(endpointId, (counts.get(endpointId) ?? 0) + 1);
  full.clear();
  for (const [endpointId, tries] of counts) if (tries >= perEndpoint) full.add(endpointId);
}

function begin(round: Round, due: DueDelivery): void {
  const { parts, mode, running, tries, full } = round;
  const { endpointId } = due;
  running.set(endpointId, (running.get(endpointId) ?? 0) + 1);
  const attempt = attemptOnce(parts, mode, due)
    .catch((error: unknown) => parts.log.trouble('notice not tried', error))
    .finally(() => {
      const before = running.get(endpointId) ?? 1;
      if (before === 1) running.delete(endpointId);
      else running.set(endpointId, before - 1);
      tries.delete(attempt);
      if (full.has(endpointId)) takeOnMore(round);
    });
  tries.add(attempt);
}

async function attemptOnce(parts: Parts, mode: Mode, due: DueDelivery): Promise<void> {
  if (due.isClosed) return giveUpDelivery(parts.store.pool, due);
  const at = parts.clock.now();
  const began = performance.now();
  const reply = await tell(parts, mode, due);
  const ms = Math.round(performance.now() - began);
  const next = afterAttempt(due, reply.failure === null, at);
  const { status, failure } = reply;
  const answer = mode === 'sandbox' ? reply.answer : '';
  await recordAttempt(parts.store.pool, due, {
    attempt: { at, ms, status, failure, answer },
    next,
  });
  parts.metrics.notices.inc({ outcome: next.state });
}

async function tell(parts: Parts, mode: Mode, due: DueDelivery): Promise<Reply> {
  const told = await loadTold(parts, due);
  const body = due.format === 'standard' ? standardNotice(told) : dialectNotice(parts, told);
  const secret = parts.keys.noticeSecrets.open(due.secret, due.endpointId);
  if (body === null || secret === null) return missed('nothing to tell');
  const timestamp = Math.floor(Date.now() / 1_000);
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    ...signatureHeaders(secret, { id: due.eventId, timestamp, body }),
  };
  const letter = { url: due.url, headers, body };
  const subject = { merchant: due.merchantId, endpoint: due.endpointId };
  const effect =
    parts.faults.take('notice.deliver', subject) ??
    parts.faults.take('notice.deliver', { ...subject, endpoint: due.url });
  return strike(effect, () => send(letter, { mode }));
}

function missed(failure: string): Reply {
  return { status: null, failure, answer: '' };
}

/** What was ordered on purpose; an answer that is lost or late was sent all the same. */
async function strike(effect: Effect | null, work: () => Promise<Reply>): Promise<Reply> {
  if (effect === 'connection-reset') return missed('ECONNRESET');
  if (effect === 'request-lost') return missed('no answer in time');
  if (effect === 'decline') return { status: 500, failure: 'status 500', answer: '' };
  const reply = await work();
  if (effect === 'answer-duplicated') return work();
  return effect === null ? reply : missed('no answer in time');
}
