// npm run simulate: plays many seeds, and some real crashes; a failure prints how to see it again.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installedBinaries, linkLibraries } from '../../storage/embedded/binaries.ts';
import { startCluster } from '../harness/cluster.ts';
import { playRealCrashes } from './real/crashes.ts';
import { playSeed, type SeedResult } from './seed.ts';
import { type Ground, openGround } from './world.ts';

interface Plan {
  readonly first: number;
  readonly seeds: number;
  readonly turns: number;
  readonly realCrashes: number;
  /** Lines of the trace that a failure shows. */
  readonly lines: number;
}

const defaults = { seeds: 200, turns: 800, realCrashes: 3, lines: 80 };
const saidEvery = 20;
const exitOfWrongUse = 2;
/** The proof of the books reads the whole database, so it gets a fresh one now and then. */
const freshGroundEvery = 20;

const usage =
  'npm run simulate -- takes --seeds N --from N (or --seed N), --steps N, --real-crashes N and --lines N, each N a whole number.';

function readPlan(): Plan {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      from: { type: 'string' },
      steps: { type: 'string' },
      'real-crashes': { type: 'string' },
      lines: { type: 'string' },
    },
  });
  const one = values.seed !== undefined;
  return {
    first: number(values.seed ?? values.from, 1),
    seeds: one ? 1 : number(values.seeds, defaults.seeds),
    turns: number(values.steps, defaults.turns),
    lines: number(values.lines, defaults.lines),
    realCrashes: number(values['real-crashes'], one ? 0 : defaults.realCrashes),
  };
}

function number(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${text} is not a whole number`);
  return value;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function playAll(plan: Plan, adminUrl: string): Promise<number> {
  let ground: Ground | null = null;
  let played = 0;
  let failed = 0;
  const began = performance.now();
  for (let seed = plan.first; seed < plan.first + plan.seeds; seed += 1) {
    ground ??= await openGround(adminUrl);
    played += 1;
    const result = await playSeed({ ...plan, seed, ground, played });
    if (result.differences.length > 0) {
      failed += 1;
      tellFailure(result, plan);
    }
    if (played % saidEvery === 0 || plan.seeds === 1)
      tellProgress(result, { played, failed, began });
    if (result.differences.length > 0 || played % freshGroundEvery === 0) {
      await ground.close();
      ground = null;
    }
  }
  await ground?.close();
  return failed;
}

function tellProgress(
  { seed, counts, fingerprint }: SeedResult,
  { played, failed, began }: { played: number; failed: number; began: number },
): void {
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  const charged = `${counts.charges} charges of ${counts.keys} keys`;
  const did = `${counts.accounts} buyers' accounts, ${counts.cancels} cancels, ${counts.statements} statements`;
  const what = `${counts.orders} orders, ${charged}, ${did}`;
  say(
    `seed ${seed}: ${what}, ${counts.processes} processes, trace ${fingerprint}; ${played} played, ${failed} failed, ${seconds} s`,
  );
}

function tellFailure({ seed, differences, trace, fingerprint }: SeedResult, plan: Plan): void {
  say(`seed ${seed} FAILED (trace ${fingerprint})`);
  for (const line of trace) say(`    ${line}`);
  for (const difference of differences) say(`  ${difference}`);
  const steps = plan.turns === defaults.turns ? '' : ` --steps ${plan.turns}`;
  say(`  see it again: npm run simulate -- --seed ${seed}${steps}`);
}

async function crashReally({ first, realCrashes }: Plan): Promise<boolean> {
  const began = performance.now();
  const { differences, orders, cancels } = await playRealCrashes({
    seed: first,
    crashes: realCrashes,
  });
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  const verdict = differences.length === 0 ? 'all accounted for' : 'FAILED';
  say(
    `${realCrashes} real crashes: ${orders} orders, ${cancels} cancels, ${verdict}, ${seconds} s`,
  );
  for (const difference of differences) say(`  ${difference}`);
  if (differences.length > 0) {
    const command = `npm run simulate -- --seeds 0 --from ${first} --real-crashes ${realCrashes}`;
    say(`  see it again, though real time differs each time: ${command}`);
  }
  return differences.length === 0;
}

/** Null where the command was typed in a way that it does not know. */
function planOrUsage(): Plan | null {
  try {
    return readPlan();
  } catch {
    process.stderr.write(`${usage}\n`);
    return null;
  }
}

async function main(): Promise<void> {
  const plan = planOrUsage();
  if (plan === null) process.exit(exitOfWrongUse);
  const binaries = installedBinaries();
  linkLibraries(binaries);
  const cluster = await startCluster(join(binaries.folder, 'bin'));
  let failed = 0;
  try {
    failed = await playAll(plan, cluster.adminUrl);
  } finally {
    await cluster.stop();
  }
  const survived = plan.realCrashes === 0 || (await crashReally(plan));
  if (!survived) failed += 1;
  say(`${plan.seeds - failed + (survived ? 0 : 1)} seeds passed, ${failed} failed`);
  // Pools of worlds that ended hold timers for a minute; nothing is left to wait for.
  process.exit(failed === 0 ? 0 : 1);
}

await main();
