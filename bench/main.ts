// Measures the whole gateway against what its own database can do alone.
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { registerKeys } from './charge.ts';
import { timeColdStarts } from './cold-start.ts';
import { checkCorrectness } from './correctness.ts';
import { openDatabase } from './database.ts';
import { measureGrowth } from './growth.ts';
import { type Bench, clientsOf } from './measure.ts';
import { type Options, readOptions, WrongOption } from './options.ts';
import { proportionalMegabytes } from './processes.ts';
import { CannotMeasure, findPrograms, type Programs } from './programs.ts';
import { printReport, type Report } from './report.ts';
import { type Round, runRound, stepsOf, warmUp } from './rounds.ts';
import { type Server, startServer } from './server.ts';
import { measureSettlement, printSettlement } from './settle.ts';
import { measureYears, printYears } from './year.ts';

/** The number by which statfs(2) names a file system in memory. */
const inMemory = 0x01021994;

try {
  await main(readOptions(process.argv.slice(2)));
} catch (error) {
  const known = error instanceof WrongOption || error instanceof CannotMeasure;
  console.error(known ? error.message : error);
  process.exitCode = 1;
}

async function main(options: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gyeol-bench-'));
  // Under root the database runs as another user, who must get through to its folder.
  chmodSync(folder, 0o711);
  let server: Server | undefined;
  const tidyUp = async (): Promise<void> => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void tidyUp().then(() => process.exit(130)));
  }
  try {
    if (options.settle.length > 0) return await settle(folder, options);
    if (options.year.length > 0) return await year(folder, options);
    const programs = findPrograms();
    const coldStarts = await timeColdStarts(folder, options.starts);
    server = await startServer(join(folder, 'data'));
    const report = await run(programs, server, { options, folder, coldStarts });
    if (report.correctness.faults.length > 0) process.exitCode = 1;
  } finally {
    await tidyUp();
  }
}

async function settle(folder: string, options: Options): Promise<void> {
  const days = await measureSettlement(folder, options.settle);
  printSettlement(days);
  writeFileSync(options.out, JSON.stringify({ options, days }, null, 1));
  console.log(`result: ${options.out}`);
  if (days.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
}

async function year(folder: string, options: Options): Promise<void> {
  const years = await measureYears(folder, options.year);
  printYears(years);
  writeFileSync(options.out, JSON.stringify({ options, years }, null, 1));
  console.log(`result: ${options.out}`);
  if (years.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
}

interface Running {
  readonly options: Options;
  readonly folder: string;
  readonly coldStarts: Report['coldStarts'];
}

async function run(programs: Programs, server: Server, running: Running): Promise<Report> {
  const { options, folder, coldStarts } = running;
  const database = await openDatabase(server.dataFolder);
  try {
    const keys = await registerKeys(server.url);
    const partsFile = join(folder, 'request');
    const bench: Bench = { programs, server, database, keys, partsFile };
    const facts = factsOf(bench, folder);
    console.log(facts.machine);
    if (facts.storage !== null) console.log(facts.storage);
    const yardstickClients = await clientsOf(bench);
    const rounds = await runRounds(bench, options);
    const databaseMb = proportionalMegabytes(database.postmaster);
    const failures = rounds.flat().reduce((sum, group) => sum + group.failures, 0);
    const correctness = await checkCorrectness(bench, failures);
    const { rounds: wanted, seconds, grow: sizes } = options;
    const grown =
      sizes.length === 0 ? [] : await measureGrowth(bench, { sizes, rounds: wanted, seconds });
    const report = { rounds, coldStarts, grown, correctness, databaseMb, yardstickClients };
    console.log('');
    const verdicts = printReport(report);
    writeFileSync(options.out, JSON.stringify({ facts, options, verdicts, ...report }, null, 1));
    console.log(`result: ${options.out}`);
    return report;
  } finally {
    await database.close();
  }
}

/** One round of every load first, unmeasured: both sides are warm when the first one counts. */
async function runRounds(bench: Bench, options: Options): Promise<Round[]> {
  console.log('warming up');
  await runRound(bench, warmUp, 2);
  const rounds: Round[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    console.log(`round ${round + 1} of ${options.rounds}`);
    rounds.push(await runRound(bench, stepsOf(round), options.seconds));
  }
  return rounds;
}

function factsOf({ database, programs }: Bench, folder: string) {
  const [first] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const versions = `Node ${process.version}, PostgreSQL ${database.version}`;
  return {
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${first?.model ?? 'processor'}, ${memory} GiB; ${versions}`,
    programs: programs.versions,
    storage:
      statfsSync(folder).type === inMemory
        ? `${tmpdir()} is in memory: nothing waits for a disk, the ratios mean little; set TMPDIR.`
        : null,
  };
}
