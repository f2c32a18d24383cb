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
  /** Whether a statement is under way or about to be. */
  readonly busy: () => boolean;
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
  const line: Line<Item, Result> = {
    statement,
    options,
    queue: [],
    client: null,
    flushing: null,
    closed: false,
  };
  return {
    submit: (item, tooLate = () => false) =>
      new Promise((resolve, reject) => {
        if (line.closed) return reject(new TooLate('the server is stopping'));
        line.queue.push({ item, tooLate, resolve, reject });
        line.flushing ??= flush(line);
      }),
    waiting: () => line.queue.length,
    busy: () => line.flushing !== null,
    async close() {
      line.closed = true;
      while (line.flushing !== null) await line.flushing;
      await forget(line);
    },
  };
}

/** What waits for one kind of statement, and the one connection that writes it. */
interface Line<Item, Result> {
  readonly statement: BatchStatement<Item, Result>;
  readonly options: GroupCommitOptions;
  queue: Waiter<Item, Result>[];
  client: pg.Client | null;
  flushing: Promise<void> | null;
  closed: boolean;
}

async function flush<Item, Result>(line: Line<Item, Result>): Promise<void> {
  while (line.queue.length > 0) {
    // One turn of the event loop: what has arrived meanwhile shares this commit.
    await new Promise((resume) => setImmediate(resume));
    const { taken, left } = pick(line);
    line.queue = left;
    await writeBatch(line, taken);
  }
  line.flushing = null;
}

async function writeBatch<Item, Result>(
  line: Line<Item, Result>,
  batch: readonly Waiter<Item, Result>[],
): Promise<void> {
  const live = batch.filter((waiter) => !rejectIfLate(waiter));
  if (live.length === 0) return;
  try {
    const results = await run(
      line,
      live.map((waiter) => waiter.item),
    );
    for (const [index, waiter] of live.entries()) waiter.resolve(results[index] as Result);
  } catch (error) {
    line.options.onTrouble?.(line.statement.name, error);
    await recover(line, live, error);
  }
}

/** A lost connection is tried again with everything; a bad row must not fail its neighbours. */
async function recover<Item, Result>(
  line: Line<Item, Result>,
  live: readonly Waiter<Item, Result>[],
  error: unknown,
): Promise<void> {
  if (isConnectionLoss(error)) {
    await forget(line);
    if (line.closed) {
      for (const waiter of live) waiter.reject(error);
      return;
    }
    line.queue = [...live, ...line.queue];
    await new Promise((resume) => setTimeout(resume, reconnectAfterMs));
  } else if (live.length === 1) {
    live[0]?.reject(error);
  } else {
    for (const waiter of live) await writeBatch(line, [waiter]);
  }
}

async function run<Item, Result>(
  line: Line<Item, Result>,
  items: readonly Item[],
): Promise<Result[]> {
  const { statement, options } = line;
  const client = await connected(line);
  options.onBatch?.(statement.name, items.length);
  const answer = await client.query({
    name: statement.name,
    text: statement.sql,
    values: [...statement.encode(items)],
  });
  return statement.decode(answer.rows, items);
}

async function connected<Item, Result>(line: Line<Item, Result>): Promise<pg.Client> {
  if (line.client !== null) return line.client;
  const fresh = await line.options.connect();
  for (const setting of line.statement.settings) await fresh.query(`set ${setting}`);
  line.client = fresh;
  return fresh;
}

async function forget<Item, Result>(line: Line<Item, Result>): Promise<void> {
  const old = line.client;
  line.client = null;
  await old?.end().catch(() => {});
}

function rejectIfLate<Item, Result>(waiter: Waiter<Item, Result>): boolean {
  if (!waiter.tooLate()) return false;
  waiter.reject(new TooLate('the instant by which this had to be stored has passed'));
  return true;
}

/** The oldest that fit into one batch, at most one of each key; the others keep their order. */
function pick<Item, Result>({
  queue,
  options,
  statement,
}: Line<Item, Result>): {
  taken: Waiter<Item, Result>[];
  left: Waiter<Item, Result>[];
} {
  const size = options.batchSize ?? defaultBatchSize;
  if (statement.keyOf === undefined)
    return { taken: queue.slice(0, size), left: queue.slice(size) };
  const taken: Waiter<Item, Result>[] = [];
  const left: Waiter<Item, Result>[] = [];
  const keys = new Set<string>();
  for (const waiter of queue) {
    const key = statement.keyOf(waiter.item);
    if (taken.length < size && !keys.has(key)) {
      keys.add(key);
      taken.push(waiter);
    } else left.push(waiter);
  }
  return { taken, left };
}
