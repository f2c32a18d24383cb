// The auditor: one model of the truth, three witnesses. He answers every difference he finds.
import type pg from 'pg';
import { verifyBooks } from '../../../storage/verify.ts';
import type { History } from '../history.ts';
import { checkBooks } from './books.ts';
import { checkBuyers } from './buyers.ts';
import { checkCancels } from './cancels.ts';
import { checkClaims } from './claims.ts';
import { checkDeposits } from './deposits.ts';
import { type Difference, layOut } from './evidence.ts';
import { checkFees } from './fees.ts';
import { checkKeys } from './keys.ts';
import { checkNotices } from './notices.ts';
import { checkOrders } from './orders.ts';
import { checkFunds } from './own-funds.ts';
import { checkPayouts, checkTotals } from './payouts.ts';
import { readFacts } from './reading.ts';
import { checkSchedules, withRounds } from './schedules.ts';
import { checkStatements } from './statements.ts';
import { checkStrays } from './strays.ts';
import { checkWindows } from './windows.ts';

export interface Audit {
  readonly client: pg.Client;
  readonly merchantIds: readonly string[];
  readonly history: History;
}

export async function audit({ client, merchantIds, history }: Audit): Promise<Difference[]> {
  const facts = await readFacts(client, merchantIds);
  const evidence = layOut(withRounds(history, facts), facts);
  return [
    ...checkOrders(evidence),
    ...checkClaims(evidence),
    ...checkKeys(evidence),
    ...checkSchedules(evidence),
    ...checkWindows(evidence),
    ...checkCancels(evidence),
    ...checkBooks(evidence),
    ...checkPayouts(evidence),
    ...checkDeposits(evidence),
    ...checkBuyers(evidence),
    ...checkStrays(evidence),
    ...checkFees(evidence),
    ...checkStatements(evidence),
    ...checkFunds(evidence),
    ...checkTotals(evidence),
    ...checkNotices(evidence),
    ...(await checkTheProof(client)),
  ];
}

/** The product's own proof must agree: what only one of the two sees is wrong in the other. */
async function checkTheProof(client: pg.Client): Promise<Difference[]> {
  // The proof only asks questions, so any client will do.
  const breaks = await verifyBooks(client as unknown as pg.Pool);
  return breaks.map(
    (each) => `verify: ${each.check} ${each.subject}: ${each.expected}, not ${each.found}`,
  );
}
