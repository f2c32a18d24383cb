// Waiting for what happens in the background: until it is so, and never for a length of time.

import type { TestGateway } from './gateway.ts';

const triesUntilLost = 400;
const pauseMs = 25;

/** Repeats the check until it no longer throws; its last complaint is the failure. */
export async function eventually<Value>(check: () => Promise<Value> | Value): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await check();
    } catch (complaint) {
      if (tries === triesUntilLost) throw complaint;
      await new Promise((resume) => setTimeout(resume, pauseMs));
    }
  }
}

/** Counters by the minute must not turn in the middle of a test, so the end of one is waited out. */
export async function atTheStartOfAMinute({
  gateway,
}: Pick<TestGateway, 'gateway'>): Promise<void> {
  const { pool } = gateway.parts.store;
  const found = await pool.query('select extract(second from now())::float as s');
  const second: number = found.rows[0].s;
  if (second > 45) await new Promise((resume) => setTimeout(resume, (60.1 - second) * 1_000));
}
