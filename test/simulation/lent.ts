// A connection that a process borrows for several questions in a row: they are one step together,
// because whoever waits for one of their locks would otherwise wait for a step that never comes.
import pg from 'pg';
import { type Fate, type OnStage, onStage } from './stage.ts';
import type { Method } from './timers.ts';

export function lent(original: Method): Method {
  return function (this: object, ...given) {
    const here = onStage.getStore();
    // The pool borrows from itself with a callback, within steps of its own.
    if (!here?.simulated || given.length > 0) return original.apply(this, given);
    const { stage, actor } = here;
    return new Promise((resolve, reject) => {
      const borrowed: Borrowing = { here, lend: () => original.apply(this, []), resolve, reject };
      const run = (fate: Fate) => (actor.alive ? borrow(borrowed, fate) : Promise.resolve());
      stage.add({ actor, kind: 'sql', label: 'transaction', run });
    });
  };
}

interface Borrowing {
  readonly here: OnStage;
  readonly lend: () => unknown;
  readonly resolve: (client: unknown) => void;
  readonly reject: (error: unknown) => void;
}

async function borrow({ here, lend, resolve, reject }: Borrowing, fate: Fate): Promise<void> {
  const really = <Value>(work: () => Value): Value =>
    onStage.run({ ...here, simulated: false }, work);
  try {
    if (fate === 'cut-before') throw broken();
    const client = (await really(lend)) as pg.PoolClient;
    const released = new Promise<void>((end) => {
      const giveBack = client.release;
      client.release = (error) => {
        really(() => giveBack.call(client, error));
        end();
      };
    });
    const asked = { really, cutsCommit: fate === 'cut-after' };
    Object.assign(client, { query: (...given: unknown[]) => ask(client, given, asked) });
    resolve(client);
    await released;
    Reflect.deleteProperty(client, 'query');
  } catch (error) {
    reject(error);
  }
}

interface Asked {
  readonly really: <Value>(work: () => Value) => Value;
  /** The commit is done, and nobody hears of it. */
  readonly cutsCommit: boolean;
}

async function ask(
  client: pg.PoolClient,
  given: readonly unknown[],
  { really, cutsCommit }: Asked,
): Promise<unknown> {
  const query = pg.Client.prototype.query as Method;
  const answer = await really(() => query.apply(client, [...given]));
  if (cutsCommit && given[0] === 'commit') throw broken();
  return answer;
}

function broken(): Error {
  return new Error('Connection terminated unexpectedly');
}
