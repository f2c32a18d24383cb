// The handle on the database: pools for reading, one batching writer per stage of a payment.
import type pg from 'pg';
import type { Decision, Intent } from '../core/payment/decision.ts';
import {
  type AuthorisationEntry,
  type BankRecord,
  judgeDeposit,
  type StoredAuthorisation,
} from '../rails/simulator/record.ts';
import { type ConnectionSettings, openClient, openPool } from '../storage/connection.ts';
import { type DecisionResult, decisionStatement, type RealTime } from '../storage/decision.ts';
import { createGroupCommit, type GroupCommitOptions } from '../storage/group-commit.ts';
import { type IntentResult, intentStatement } from '../storage/intent.ts';
import { isOutcome, outcomeStatement } from '../storage/outcome.ts';
import { authorisationStatement, bankRecord } from '../storage/simulator.ts';

export interface Store {
  readonly pool: pg.Pool;
  /** For questions over all rows: they may take long and must not keep payments waiting. */
  readonly reports: pg.Pool;
  /** For captures and payouts, of which one may have a million rows. */
  readonly work: pg.Pool;
  /** For what takes the lock of statements: whoever waits for it keeps no capture waiting. */
  readonly statements: pg.Pool;
  /** The simulated bank's own books. */
  readonly bank: BankRecord;
  intend(intent: Intent, tooLate?: () => boolean): Promise<IntentResult>;
  decide(decision: Decision, tooLate?: () => boolean): Promise<DecisionResult>;
  waiting(): number;
  /** Whether anything of this process is being read or written just now. */
  busy(): boolean;
  close(): Promise<void>;
}

/** A statement that hangs is given up before the caller's fourteen seconds are over. */
const writerPatienceMs = 5_000;

const reportPatienceMs = 120_000;
const workPatienceMs = 600_000;

export interface StoreHooks extends Pick<GroupCommitOptions, 'onBatch' | 'onTrouble'> {
  readonly realTime: RealTime;
}

export function createStore(settings: ConnectionSettings, hooks: StoreHooks): Store {
  const pools = openPools(settings);
  const writers = openWriters(settings, hooks);
  const { intents, outcomes, decisions, authorisations } = writers;
  const all = [intents, outcomes, decisions, authorisations];
  return {
    pool: pools.own,
    reports: pools.reports,
    work: pools.work,
    statements: pools.statements,
    bank: bankRecord(pools.bank, authorisations, judgeDeposit),
    async intend(intent, tooLate) {
      const first = await intents.submit(intent, tooLate);
      // The next statement sees what this one came upon.
      return first === 'unseen' ? intents.submit(intent, tooLate) : first;
    },
    decide: (decision, tooLate) =>
      (isOutcome(decision) ? outcomes : decisions).submit(decision, tooLate),
    waiting: () => all.reduce((sum, each) => sum + each.waiting(), 0),
    busy: () =>
      all.some((each) => each.busy()) ||
      [pools.own, pools.work, pools.statements, pools.bank].some(
        (each) => each.totalCount > each.idleCount,
      ),
    async close() {
      for (const each of all) await each.close();
      for (const each of Object.values(pools)) await each.end();
    },
  };
}

function openPools(settings: ConnectionSettings) {
  const named = (name: string) => ({ ...settings, application_name: name });
  return {
    own: openPool(named('gyeol'), 8),
    reports: openPool({ ...named('gyeol reports'), query_timeout: reportPatienceMs }, 2),
    work: openPool({ ...named('gyeol settlement'), query_timeout: workPatienceMs }, 2),
    statements: openPool({ ...named('gyeol statements'), query_timeout: workPatienceMs }, 2),
    // The bank is another company: it shares no pool and no transaction with us.
    bank: openPool(named('gyeol bank'), 4),
  };
}

function openWriters(settings: ConnectionSettings, { realTime, ...hooks }: StoreHooks) {
  const writer = (role: string): GroupCommitOptions => ({
    ...hooks,
    connect: () =>
      openClient({
        ...settings,
        application_name: `gyeol ${role}`,
        statement_timeout: writerPatienceMs,
        // For a database that does not even say that it gave up.
        query_timeout: writerPatienceMs + 1_000,
      }),
  });
  return {
    intents: createGroupCommit<Intent, IntentResult>(intentStatement, writer('intents')),
    outcomes: createGroupCommit<Decision, DecisionResult>(
      outcomeStatement(realTime),
      writer('outcomes'),
    ),
    decisions: createGroupCommit<Decision, DecisionResult>(
      decisionStatement(realTime),
      writer('decisions'),
    ),
    authorisations: createGroupCommit<AuthorisationEntry, StoredAuthorisation | null>(
      authorisationStatement,
      writer('bank writer'),
    ),
  };
}
