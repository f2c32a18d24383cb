// Natural batching: while one statement commits, the next ones queue; no timer, one fsync for many.
import type pg from 'pg';
import { isConnectionLoss } from './connection.ts';

/** How one kind of item is written: one statement per batch, answers in any order. */
export interface BatchStatement<Item, Result> {
  readonly name: string;
  /** Set once per connection, before the statement is planned. */
  readonly settings: readonly string[];
  readonly sql: string;
  encode(items: readonly Item[]): readonly unknown[];
  /** One result per item, in the order of the items. */
  decode(rows: readonly Record<string, unknown>[], items: readonly Item[]): Result[];
  /** Items of one key never share a batch: each must be decided on the state the other left. */
  keyOf?(item: Item): string;
}

export interface GroupCommit<Item, Result> {
  /** Resolves after the commit. `tooLate` is asked before each try; true rejects with TooLate. */
  submit(item: Item, tooLate?: () => boolean): Promise<Result>;
  readonly waiting: () => number;
  close(): Promise<void>;
}

export class TooLate extends Error {
  override readonly name = 'TooLate';
}

interface Waiter<Item, Result> {
  readonly item: Item;
  readonly tooLate: () => boolean;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions {
  readonly connect: () => Promise<pg.Client>;
  readonly batchSize?: number;
  readonly onBatch?: (statement: string, size: number) => void;
  readonly onTrouble?: (statement: string, error: unknown) => void;
}

/** Larger batches brought nothing on two cores (docs/reference/performance.md). */
const defaultBatchSize = 128;
const reconnectAfterMs = 50;

export function createGroupCommit<Item, Result>(
  statement: BatchStatement<Item, Result>,
  options: GroupCommitOptions,
): GroupCommit<Item, Result> {
  const batchSize = options.batchSize ?? defaultBatchSize;
  let queue: Waiter<Item, Result>[] = [];
  let client: pg.Client | null = null;
  let flushing: Promise<void> | null = null;
  let closed = false;

  function submit(item: Item, tooLate: () => boolean = () => false): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (closed) return reject(new TooLate('the server is stopping'));
      queue.push({ item, tooLate, resolve, reject });
      flushing ??= flush();
    });
  }

  async function flush(): Promise<void> {
    // One turn of the event loop, so that requests of the same turn share the first commit.
    await Promise.resolve();
    while (queue.length > 0) await writeBatch(take());
    flushing = null;
  }

  function take(): Waiter<Item, Result>[] {
    const { taken, left } = pick(queue, batchSize, statement.keyOf);
    queue = left;
    return taken;
  }

  async function writeBatch(batch: Waiter<Item, Result>[]): Promise<void> {
    const live = batch.filter((waiter) => !rejectIfLate(waiter));
    if (live.length === 0) return;
    try {
      const results = await run(live.map((waiter) => waiter.item));
      live.forEach((waiter, index) => {
        waiter.resolve(results[index] as Result);
      });
    } catch (error) {
      options.onTrouble?.(statement.name, error);
      await recover(live, error);
    }
  }

  /** A lost connection is tried again with everything; a bad row must not fail its neighbours. */
  async function recover(live: Waiter<Item, Result>[], error: unknown): Promise<void> {
    if (isConnectionLoss(error)) {
      await forget();
      if (closed) {
        for (const waiter of live) waiter.reject(error);
        return;
      }
      queue = [...live, ...queue];
      await new Promise((resume) => setTimeout(resume, reconnectAfterMs));
    } else if (live.length === 1) {
      live[0]?.reject(error);
    } else {
      for (const waiter of live) await writeBatch([waiter]);
    }
  }

  async function run(items: readonly Item[]): Promise<Result[]> {
    const connection = await connected();
    options.onBatch?.(statement.name, items.length);
    const answer = await connection.query({
      name: statement.name,
      text: statement.sql,
      values: statement.encode(items) as unknown[],
    });
    return statement.decode(answer.rows, items);
  }

  async function connected(): Promise<pg.Client> {
    if (client !== null) return client;
    const fresh = await options.connect();
    for (const setting of statement.settings) await fresh.query(`set ${setting}`);
    client = fresh;
    return fresh;
  }

  async function forget(): Promise<void> {
    const old = client;
    client = null;
    await old?.end().catch(() => {});
  }

  async function close(): Promise<void> {
    closed = true;
    while (flushing !== null) await flushing;
    await forget();
  }

  return { submit, waiting: () => queue.length, close };
}

function rejectIfLate<Item, Result>(waiter: Waiter<Item, Result>): boolean {
  if (!waiter.tooLate()) return false;
  waiter.reject(new TooLate('the instant by which this had to be stored has passed'));
  return true;
}

function pick<Item, Result>(
  queue: readonly Waiter<Item, Result>[],
  size: number,
  keyOf: ((item: Item) => string) | undefined,
): { taken: Waiter<Item, Result>[]; left: Waiter<Item, Result>[] } {
  if (keyOf === undefined) return { taken: queue.slice(0, size), left: queue.slice(size) };
  const taken: Waiter<Item, Result>[] = [];
  const left: Waiter<Item, Result>[] = [];
  const keys = new Set<string>();
  for (const waiter of queue) {
    const key = keyOf(waiter.item);
    if (taken.length < size && !keys.has(key)) {
      keys.add(key);
      taken.push(waiter);
    } else left.push(waiter);
  }
  return { taken, left };
}
