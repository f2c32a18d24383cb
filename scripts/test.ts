// Runs every register of tests except the long simulation, and counts what came out.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServerBinaries, installMissing } from './packages.ts';
import { conclude, type Outcome, runNode } from './run.ts';

// What the report file of the runner holds, as far as we count it.
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

const inCi = Boolean(process.env.CI);

await main(process.argv.slice(2));

async function main(filters: readonly string[]): Promise<void> {
  const shortages = installMissing();
  const types = await runNode(['node_modules/typescript/bin/tsc', '-b'], { show: false });
  const folder = mkdtempSync(join(tmpdir(), 'gyeol-report-'));
  const file = join(folder, 'report.json');
  const run = await runTests(filters, file);
  const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
  rmSync(folder, { recursive: true, force: true });

  // Said last, where it is seen: tests may pass although these count as failed.
  if (!types.passed) console.log(`The sources do not compile:\n${types.output.trimEnd()}`);
  for (const { what, reason } of shortages) console.log(`Without ${what}: ${reason}.`);
  const { passed, failed } = count(report, run);
  conclude(passed, failed + (types.passed ? 0 : 1) + (inCi ? shortages.length : 0));
}

// A machine without a PostgreSQL server still runs the rest; in CI the shortage itself fails.
function runTests(filters: readonly string[], file: string): Promise<Outcome> {
  const projects = findServerBinaries() ? [] : ['--project=!server'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...projects, ...filters];
  return runNode(args, { show: true });
}

function count(report: Report | undefined, run: Outcome): { passed: number; failed: number } {
  if (!report) return { passed: 0, failed: 1 };
  // A file that broke before its first test has none to count, but it failed all the same.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  );
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + broken.length;
  // No test at all, or an error outside any test, is a failure that no test carries.
  const unseen = failed === 0 && (passed === 0 || !run.passed);
  return { passed, failed: failed + (unseen ? 1 : 0) };
}
