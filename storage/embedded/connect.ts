// How we reach a database that is just starting, and how its owner is told from a second one.
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { ConnectionOptions } from '../engine.ts';
import { codeOf } from '../start-refused.ts';

// Not listening yet, no socket yet, starting or stopping, connection lost in the middle.
const passing = new Set(['ECONNREFUSED', 'ENOENT', '57P03', 'ECONNRESET', 'EPIPE', '57P01']);

const betweenTriesMs = 10;

/** Connects once the database accepts; `stopWaiting` throws when waiting has lost its point. */
export async function connectWhenReady(
  options: ConnectionOptions,
  stopWaiting: () => void,
): Promise<Client> {
  for (;;) {
    const client = new Client(options);
    // A client without a listener for errors ends the whole process when its connection breaks.
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (!isPassing(error)) throw error;
    }
    stopWaiting();
    await pause(betweenTriesMs);
  }
}

/** Asks for the owner lock; it is held as long as this connection lives, also through kill -9. */
export async function tryOwnerLock(client: Client): Promise<boolean> {
  const sql = `select pg_try_advisory_lock(hashtextextended('gyeol owner', 0)) as granted`;
  const answer = await client.query<{ granted: boolean }>(sql);
  return answer.rows[0]?.granted === true;
}

function isPassing(error: unknown): boolean {
  const broken = error instanceof Error && error.message.startsWith('Connection terminated');
  return broken || passing.has(codeOf(error));
}
