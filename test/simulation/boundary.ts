// Where a simulated process meets the world: its driver, timers, watch and dice become steps.
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import pg from 'pg';
import { lent } from './lent.ts';
import { openPost } from './post.ts';
import { type Fate, idsIn, type OnStage, onStage, quiet } from './stage.ts';
import { again, callOff, later, type Method, patient, pausing, timed } from './timers.ts';

/** Takes the driver and the timers over for whoever is on stage; the answer gives them back. */
export function takeOverTheWorld(): () => void {
  const client = pg.Client.prototype;
  const pool = pg.Pool.prototype;
  const restores = [
    replaced(client, 'connect', (original) => gated(original, () => 'connect', keepClient)),
    replaced(client, 'query', (original) => gated(original, nameOfQuery)),
    replaced(client, 'end', (original) => gated(original, () => 'disconnect')),
    replaced(pool, 'connect', lent),
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
    replaced(timers, 'setTimeout', pausing),
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

/** Rows that name a payment, or money on its way back, come in an order that PostgreSQL does not promise: here it is one. */
function inOneOrder(value: unknown): unknown {
  const rows = (value as { rows?: unknown } | undefined)?.rows;
  if (!Array.isArray(rows) || rows.length < 2) return value;
  const list = rows as Record<string, unknown>[];
  const by = ['payment_id', 'return_id'].find((name) => typeof list[0]?.[name] === 'string');
  if (by === undefined || list.some((row) => 'sequence' in row)) return value;
  list.sort((left, right) => (String(left[by]) < String(right[by]) ? -1 : 1));
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
