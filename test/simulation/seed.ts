// Plays one seed from beginning to end: a random world, its rest, and the auditor's verdict.
import { audit } from './auditor/audit.ts';
import { takeOverTheWorld } from './boundary.ts';
import { closeRun, openRun, type Run } from './run.ts';
import { settle } from './settle.ts';
import { playTurns } from './turns.ts';
import type { Ground } from './world.ts';

export interface SeedResult {
  readonly seed: number;
  readonly differences: readonly string[];
  /** The last lines of what happened, for a seed that failed. */
  readonly trace: readonly string[];
  readonly fingerprint: string;
  readonly counts: Readonly<Record<Counted, number>>;
}

type Counted =
  | 'steps'
  | 'orders'
  | 'charges'
  | 'cancels'
  | 'keys'
  | 'accounts'
  | 'statements'
  | 'funds'
  | 'processes';

export interface SeedPlan {
  readonly seed: number;
  readonly turns: number;
  readonly ground: Ground;
  /** How often seeds were played on this ground before: makes ids unlike theirs. */
  readonly played: number;
  /** How many lines of the trace the result holds. */
  readonly lines: number;
}

export async function playSeed({
  seed,
  turns,
  ground,
  played,
  lines,
}: SeedPlan): Promise<SeedResult> {
  const idStem = played.toString(16).padStart(8, '0');
  const giveBack = takeOverTheWorld();
  try {
    const run = await openRun({ seed, ground, idStem });
    const broken = await survive(run, turns);
    const differences = await judge(run, broken);
    return {
      seed,
      differences,
      trace: run.stage.trace.last(lines),
      fingerprint: run.stage.trace.fingerprint(),
      counts: {
        steps: run.stage.trace.length(),
        orders: run.history.orders.length,
        charges: run.history.orders.filter(({ charge }) => charge !== null).length,
        cancels: run.history.cancels.length,
        keys: run.history.keys.length,
        accounts: run.history.buyers.length,
        statements: run.history.operator.sent.length,
        funds: run.history.operator.funds.length,
        processes: run.started,
      },
    };
  } finally {
    giveBack();
  }
}

/** What is thrown outside of every request is a finding like any other. */
async function survive(run: Run, turns: number): Promise<string[]> {
  const thrown: string[] = [];
  const note = (error: unknown): void => void thrown.push(`unhandled: ${String(error)}`);
  process.on('unhandledRejection', note);
  try {
    await playTurns(run, turns);
    await settle(run);
  } catch (error) {
    thrown.push(`the simulation itself broke: ${error instanceof Error ? error.stack : error}`);
  } finally {
    process.off('unhandledRejection', note);
  }
  return thrown;
}

async function judge(run: Run, broken: readonly string[]): Promise<string[]> {
  const { ground, shops, history, stage } = run;
  const audited = { client: ground.owner, merchantIds: shops.merchantIds, history };
  const differences = [...broken, ...stage.findings, ...(await audit(audited))];
  await closeRun(run);
  return differences;
}
