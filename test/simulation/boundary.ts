// Where a simulated process meets the world: its driver, timers, watch and dice become steps.
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import pg from 'pg';
import { openPost } from './post.ts';
import { type Fate, idsIn, type OnStage, onStage, quiet } from './stage.ts';

type Method = (this: object, ...given: unknown[]) => unknown;

/** Takes the driver and the timers over for whoever is on stage; the answer gives them back. */
export function takeOverTheWorld(): () => void {
  const client = pg.Client.prototype;
  const pool = pg.Pool.prototype;
  const restores = [
    replaced(client, 'connect', (original) => gated(original, () => 'connect', keepClient)),
    replaced(client, 'query', (original) => gated(original, nameOfQuery)),
    replaced(client, 'end', (original) => gated(original, () => 'disconnect')),
    replaced(pool, 'query', (original) => gated(original, nameOfQuery)),
    replaced(pool, 'end', (original) => gated(original, () => 'close pool')),
    replaced(globalThis, 'setTimeout', later),
    replaced(globalThis, 'clearTimeout', callOff),
    replaced(globalThis, 'setInterval', again),
    replaced(globalThis, 'clearInterval', callOff),
    replaced(globalThis, 'setImmediate', (original) => later(original, 0)),
    replaced(Math, 'random', seeded),
    replaced(performance, 'now', timed),
    replaced(AbortSignal, 'timeout', patient),
    replaced(http, 'request', posted),
  ];
  // The named imports of others follow only when told to.
  syncBuiltinESMExports();
  return () => {
    for (const restore of restores) restore();
    syncBuiltinESMExports();
  };
}

function replaced(owner: object, name: string, change: (original: Method) => Method): () => void {
  const target = owner as Record<string, Method>;
  const before = Object.getOwnPropertyDescriptor(owner, name);
  const original = target[name];
  if (original === undefined) throw new Error(`there is no ${name} to take over`);
  target[name] = change(original);
  return () => {
    if (before === undefined) delete target[name];
    else Object.defineProperty(owner, name, before);
  };
}

/** A call to the database as a step: it waits for the schedule, and may lose its connection. */
function gated(
  original: Method,
  labelOf: (given: readonly unknown[]) => string,
  before: (owner: object, here: OnStage) => void = () => {},
): Method {
  return function (this: object, ...given) {
    const here = onStage.getStore();
    if (here === undefined) return original.apply(this, given);
    const really = () => {
      before(this, here);
      return original.apply(this, given);
    };
    if (!here.simulated) return really();
    const { stage, actor } = here;
    const work = () => onStage.run({ ...here, simulated: false }, really);
    return new Promise((resolve, reject) => {
      stage.add({
        actor,
        kind: 'sql',
        label: labelOf(given),
        run: (fate) => perform(work, fate, { resolve, reject, isHeard: () => actor.alive }),
      });
    });
  };
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly isHeard: () => boolean;
}

async function perform(work: () => unknown, fate: Fate, waiting: Waiting): Promise<void> {
  const broken = new Error('Connection terminated unexpectedly');
  if (fate === 'cut-before') return void (waiting.isHeard() && waiting.reject(broken));
  const result = await outcomeOf(work, broken);
  // The driver tidies up behind an answer, for example gives a connection back to its pool.
  await quiet();
  if (!waiting.isHeard()) return;
  if (fate === 'cut-after') waiting.reject(broken);
  else if (result.ok) waiting.resolve(inOneOrder(result.value));
  else waiting.reject(result.error);
}

async function outcomeOf(
  work: () => unknown,
  broken: Error,
): Promise<{ ok: true; value: unknown } | { ok: false; error: unknown }> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    // A question that waits here was asked, for those who ask, before its pool was closed.
    const closed =
      error instanceof Error && error.message.includes('after calling end on the pool');
    return { ok: false, error: closed ? broken : error };
  }
}

/** Rows that name a payment come in an order that PostgreSQL does not promise: here it is one. */
function inOneOrder(value: unknown): unknown {
  const rows = (value as { rows?: unknown } | undefined)?.rows;
  if (!Array.isArray(rows) || rows.length < 2) return value;
  const list = rows as Record<string, unknown>[];
  if (list.some((row) => typeof row.payment_id !== 'string' || 'sequence' in row)) return value;
  list.sort((left, right) => (String(left.payment_id) < String(right.payment_id) ? -1 : 1));
  return value;
}

function keepClient(owner: object, { actor }: OnStage): void {
  const client = owner as pg.Client;
  actor.clients.add(client);
  client.on('error', () => {});
  client.once('end', () => actor.clients.delete(client));
}

function nameOfQuery([config, values]: readonly unknown[]): string {
  const asked = config as { name?: string; text?: string; values?: unknown[] };
  const text = typeof config === 'string' ? config : (asked.text ?? '');
  const name = asked.name ?? text.trim().replace(/\s+/g, ' ').slice(0, 56);
  const ids = idsIn(JSON.stringify(asked.values ?? values ?? []));
  return [name, ...ids.slice(0, 6)].join(' ');
}

/** A timer of the simulated time; without a time of its own it is due at once. */
function later(original: Method, always?: number): Method {
  return (wake, ms, ...given) => {
    const here = onStage.getStore();
    if (!here?.simulated) return original.call(globalThis, wake, ms, ...given);
    const call = wake as (...given: unknown[]) => void;
    return timerOf(sleep(here, always ?? wholeMs(ms), () => call(...given)));
  };
}

/** Somebody who was held up is late once, and not as often as he should have come. */
function again(original: Method): Method {
  return (wake, ms, ...given) => {
    const here = onStage.getStore();
    if (!here?.simulated) return original.call(globalThis, wake, ms, ...given);
    const call = wake as (...given: unknown[]) => void;
    const turn = (): void => {
      cancel = sleep(here, wholeMs(ms), turn);
      call(...given);
    };
    let cancel = sleep(here, wholeMs(ms), turn);
    return timerOf(() => cancel());
  };
}

function sleep({ stage: { time }, actor }: OnStage, ms: number, wake: () => void): () => void {
  return time.wakeAt({ actor, at: time.now() + ms, on: 'timer', wake });
}

/** At least one, as Node's own timers have it. */
function wholeMs(ms: unknown): number {
  return Math.max(1, Math.trunc(Number(ms ?? 0)));
}

const cancels = new WeakMap<object, () => void>();

function timerOf(cancel: () => void): object {
  const timer = { ref: () => timer, unref: () => timer, hasRef: () => false };
  cancels.set(timer, cancel);
  return timer;
}

function callOff(original: Method): Method {
  return (timer) => {
    const cancel = typeof timer === 'object' && timer !== null ? cancels.get(timer) : undefined;
    if (cancel === undefined) return original.call(globalThis, timer);
    cancel();
    return undefined;
  };
}

/** Whoever measures real time measures the only time there is. */
function timed(original: Method): Method {
  return () => {
    const here = onStage.getStore();
    return here?.simulated ? here.stage.time.now() : original.call(performance);
  };
}

/** A signal that somebody gives himself, so that he waits no longer. */
function patient(original: Method): Method {
  return (ms) => {
    const here = onStage.getStore();
    if (!here?.simulated) return original.call(AbortSignal, ms);
    const controller = new AbortController();
    sleep(here, wholeMs(ms), () => controller.abort());
    return controller.signal;
  };
}

function posted(original: Method): Method {
  return (url, options, ...given) => {
    const here = onStage.getStore();
    if (!here?.simulated) return original.call(http, url, options, ...given);
    return openPost(here, url as URL, options as Parameters<typeof openPost>[2]);
  };
}

function seeded(original: Method): Method {
  return () => {
    const here = onStage.getStore();
    return here?.simulated ? here.stage.dice.throw() : original.call(Math);
  };
}
