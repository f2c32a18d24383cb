// Lets a simulated world come to rest: no wishes, no misfortunes, only time, until all is known.
import { closeBooks, keepBooks } from './bookkeeping.ts';
import { someProcess } from './draws.ts';
import { askForUnheard } from './fee-changing.ts';
import { finishSteps, leap } from './passing.ts';
import type { Run } from './run.ts';
import { stopSchedules } from './scheduling.ts';
import { clearFaults, dropOrphans, mayStart, startProcess } from './trouble.ts';

/** What was sold last is captured and paid out within two weeks, and carried debts wait longer. */
const longestMs = 30 * 24 * 3_600_000;
const pollMs = 600;
/** Enough for a sweeper to look for dead processes twice, and for accounts that are asked hourly. */
const mostRounds = 1_500;

export async function settle(run: Run): Promise<void> {
  const { stage } = run;
  stage.trace.say('time', 'is left to itself');
  clearFaults(run);
  run.receivers.heal();
  await finishSteps(run);
  dropOrphans(run);
  await finishSteps(run);
  // Long enough for a silent process to count as dead.
  await leap(run, 21_000);
  await endSchedules(run);
  await restFor(run, longestMs, askForUnheard);
  await finishSteps(run);
  await closeBooks(run);
}

async function endSchedules(run: Run): Promise<void> {
  while (mayStart(run)) startProcess(run);
  await finishSteps(run);
  const process = someProcess(run);
  if (process !== null) await stopSchedules(run, process);
  await finishSteps(run);
}

/** Sales are captured and payouts fixed and paid, while shops wish nothing for some days. */
export async function letDaysPass(run: Run, days: number): Promise<void> {
  run.stage.trace.say('time', `passes for ${days} days`);
  await letPass(run, days * dayMs);
  await keepBooks(run);
}

/** Nobody wishes anything, and whatever is due happens. */
export function letPass(run: Run, ms: number): Promise<void> {
  return restFor(run, ms, () => false);
}

/** Until nothing is left to happen, and nobody has anything left to ask. */
async function restFor(run: Run, ms: number, ask: (run: Run) => boolean): Promise<void> {
  const { time } = run.stage;
  const until = time.now() + ms;
  for (let round = 0; round < mostRounds && time.now() < until; round += 1) {
    // One that was still stopping may have made room only now.
    while (mayStart(run)) startProcess(run);
    await finishSteps(run);
    const wait = await waitFor(run);
    if (wait === null && !ask(run)) break;
    await leap(run, Math.min(wait ?? pollMs, Math.max(1, until - time.now())));
  }
}

/** Milliseconds until something happens, or null when nothing is left to happen. */
async function waitFor(run: Run): Promise<number | null> {
  const { ground, stage, processes, shops } = run;
  const found = await ground.owner.query<{
    due: Date | null;
    uncaptured: Date | null;
    open: string;
    dead: string;
  }>(
    `select least(
       (select min(greatest(due_at, leased_until)) from due_approval where merchant_id = any($1)),
       (select min(greatest(due_at, leased_until)) from due_cancel where merchant_id = any($1)),
       (select min(greatest(due_at, leased_until)) from notice_delivery where merchant_id = any($1)
         and due_at is not null),
       (select min(greatest(due_at, leased_until)) from payout where merchant_id = any($1)),
       -- Asked about every hour, and seven hours late is soon enough while nobody has paid in.
       (select min(greatest(leased_until, case when state in ('issued', 'reversed')
         then least(due_at + interval '7 hours', expires_at) else due_at end))
         from virtual_account where merchant_id = any($1) and due_at is not null),
       (select min(greatest(due_at, leased_until)) from stray_deposit where merchant_id = any($1)
         and due_at is not null),
       -- The next round of a schedule may be a month away, and is never the last one.
       (select min(greatest(due_at, leased_until)) from schedule_round where merchant_id = any($1)
         and due_at is not null and (status <> 'due' or due_at <= $2))
     ) as due,
     (select min(p.approved_at) from payment p where p.merchant_id = any($1)
       and p.captured_at is null and p.approved_at is not null and not exists (
         select from settlement_row r
         where r.merchant_id = p.merchant_id and r.payment_id = p.id)) as uncaptured,
     (select count(*) from payment where merchant_id = any($1) and status = 'intended'
         -- Whoever finds its account due asks for it again.
         and instrument <> 'virtual-account')
       + (select count(*) from settlement_row where merchant_id = any($1)
         and payout_date is null and not undatable)
       + (select count(*) from window_session where merchant_id = any($1)
         and busy_since is not null) as open,
     (select count(*) from server_process) as dead`,
    [shops.merchantIds, new Date(stage.time.now()).toISOString()],
  );
  const { due: work = null, uncaptured = null, open = '0', dead = '0' } = found.rows[0] ?? {};
  const due = earliest(work, captureOf(uncaptured, stage.time.now()));
  const asked = processes.some((each) => each.open > 0);
  const takenOver = Number(dead) <= processes.length;
  if (due === null && open === '0' && !asked && takenOver) return null;
  if (due === null || open !== '0' || asked || !takenOver) return pollMs;
  return untilPlanned(run, Math.max(pollMs, due.getTime() + 1 - stage.time.now()));
}

/** Whoever means to pay in at an instant is not late for it. */
function untilPlanned({ stage, plannedDeposits }: Run, wait: number): number {
  const now = stage.time.now();
  const next = Math.min(...plannedDeposits.filter((at) => at > now));
  return Math.min(wait, next - now);
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Midnight in Seoul, or the hour after it, by when a sale is captured that midnight did not see. */
function captureOf(approvedAt: Date | null, now: number): Date | null {
  if (approvedAt === null) return null;
  const seoul = approvedAt.getTime() + 9 * hourMs;
  const midnight = seoul - (seoul % dayMs) + dayMs - 9 * hourMs;
  return new Date(midnight > now ? midnight : now + hourMs);
}

function earliest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
