// What may go wrong around the processes: crashes, restarts, lost connections, faults of the rail.
import type pg from 'pg';
import { instant } from '../../core/time/instant.ts';
import { effects } from '../../rails/simulator/behaviours.ts';
import type { FaultPoint } from '../../rails/simulator/faults.ts';
import { inOrder } from '../../server/in-order.ts';
import { createClockMover } from '../../server/sandbox/clock-mover.ts';
import { createProcess, isExpected, type Process, sentenceOf } from './process.ts';
import type { Run } from './run.ts';
import { as, quiet } from './stage.ts';

/** One process for each data folder. */
export function mayStart(run: Run): boolean {
  return freeFolder(run) !== undefined;
}

function freeFolder({ dataFolders, processes }: Run): string | undefined {
  return dataFolders.find((folder) => processes.every(({ dataFolder }) => dataFolder !== folder));
}

export function startProcess(run: Run): void {
  const { stage, temper } = run;
  const dataFolder = freeFolder(run);
  if (dataFolder === undefined) return;
  run.started += 1;
  // The engine of an embedded folder ends with its owner, and what it had begun ends with it.
  if (temper.exclusive) dropOrphans(run);
  const process = createProcess({
    stage,
    ground: run.ground,
    bank: run.bank,
    name: `p${run.started}`,
    dataFolder,
    exclusive: temper.exclusive,
    declinesPerMinute: temper.declinesPerMinute,
    skewMs: run.started % 2 === 0 ? temper.skewMs : 0,
  });
  run.processes.push(process);
  run.actors.push(process.actor);
  stage.trace.say(process.actor.name, 'starts');
  const begin = async (): Promise<void> => {
    await process.sweeper.start();
    await process.settlement.start();
    await process.schedules.start();
  };
  as(stage, process.actor, begin).then(
    () => {
      if (process.actor.alive) as(stage, process.actor, () => process.courier.start());
      process.ready = process.actor.alive;
    },
    (error: unknown) => {
      if (!isExpected(error)) stage.report(`start: ${sentenceOf(error)}`);
      bury(run, process, 'could not start');
    },
  );
}

/** Steps of the dead, which have left their process: the database or the bank may still do them. */
export function dropOrphans({ stage }: Run): void {
  for (const step of stage.pending()) if (!step.actor.alive) stage.drop(step);
}

/** The process stops for ever; what was on its way may still arrive, or not. */
export function crash(run: Run, process: Process): void {
  const { stage } = run;
  bury(run, process, 'crashes');
  for (const step of stage.pending()) {
    if (step.actor !== process.actor) continue;
    const mayArrive = step.kind === 'sql' || step.label.startsWith('>');
    if (!mayArrive || !stage.dice.chance(0.4)) stage.drop(step);
    else stage.trace.say(process.actor.name, `leaves behind: ${step.label}`);
  }
}

function bury(run: Run, process: Process, how: string): void {
  run.stage.trace.say(process.actor.name, how);
  process.actor.alive = false;
  process.ready = false;
  run.processes = run.processes.filter((each) => each !== process);
}

/** As on SIGTERM: answers what it was asked and takes no more, stops sweeping, closes the store. */
export function stopInOrder(run: Run, process: Process): void {
  const { stage } = run;
  process.ready = false;
  stage.trace.say(process.actor.name, 'stops');
  const answered = async (): Promise<void> => {
    while (process.open > 0) await new Promise((resume) => setTimeout(resume, 10));
  };
  as(stage, process.actor, async () => {
    await answered();
    await process.schedules.stop();
    await process.sweeper.stop();
    await process.settlement.stop();
    await process.courier.stop();
    await process.parts.store.close();
  }).then(
    () => bury(run, process, 'has stopped'),
    (error: unknown) => {
      if (!isExpected(error)) stage.report(`stop: ${sentenceOf(error)}`);
      bury(run, process, 'broke while it stopped');
    },
  );
}

/** PostgreSQL ends the connections of some process, or of the bank, while nothing runs on them. */
export async function terminateConnections(run: Run): Promise<void> {
  const { stage, ground, processes, bank } = run;
  const actor = stage.dice.pick([...processes.map((each) => each.actor), bank.actor]);
  const ended = [...actor.clients].map(
    (client) => new Promise<void>((resolve) => client.once('end', resolve)),
  );
  const pids = [...actor.clients].map((client) => processIdOf(client));
  stage.trace.say(actor.name, `loses ${pids.length} connections`);
  await ground.owner.query('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [
    pids,
  ]);
  await Promise.all(ended);
  await quiet();
}

function processIdOf(client: pg.Client): number {
  return (client as unknown as { processID: number }).processID;
}

// Every card that is presented meets its own kind of line, so cancels need more faults from here.
const points: readonly (readonly [weight: number, point: FaultPoint])[] = [
  [2, 'rail.authorise'],
  [5, 'rail.cancel'],
  [2, 'rail.inquire'],
  [2, 'rail.net-cancel'],
  [3, 'bank.transfer'],
  [2, 'bank.account'],
  [2, 'bank.deposit'],
];

export function orderFault({ stage, bank, shops }: Run): void {
  const { dice, trace } = stage;
  const merchant = dice.pick(shops.merchantIds);
  const fault = {
    at: dice.weighted(points),
    effect: dice.pick(effects),
    times: dice.chance(0.1) ? 40 : dice.whole(1, 3),
    match: {},
  };
  trace.say('bank', `fault: ${fault.effect} at ${fault.at}, ${fault.times} times`);
  bank.faults.add(merchant, fault);
}

/** For a while nobody hears what became of cancels. */
export function loseSomeCancels({ stage, bank, shops }: Run): void {
  const effect = stage.dice.pick(['answer-lost', 'answer-late', 'request-lost'] as const);
  stage.trace.say('bank', `fault: ${effect} at rail.cancel`);
  for (const merchant of shops.merchantIds) {
    bank.faults.add(merchant, { at: 'rail.cancel', effect, times: 2, match: {} });
  }
}

export function clearFaults({ bank, shops, stage }: Run): void {
  stage.trace.say('bank', 'faults are over');
  for (const merchant of shops.merchantIds) bank.faults.clear(merchant);
}

/** A credential gets a new secret, or a merchant a fresh world. */
export function voidProofs(run: Run): Promise<void> {
  return renew(run, { reset: run.stage.dice.chance(0.4) });
}

export function resetSomeWorld(run: Run): Promise<void> {
  return renew(run, { reset: true });
}

/** Older proofs are void at once. */
async function renew(run: Run, { reset }: { readonly reset: boolean }): Promise<void> {
  const { stage, ground, shops } = run;
  const caller = stage.dice.pick(shops.callers);
  const { id: merchantId } = caller.merchant;
  const sql = reset
    ? 'update merchant set generation = generation + 1 where id = $1 and $2::uuid is not null'
    : 'update credential set version = version + 1 where merchant_id = $1 and id = $2';
  await ground.owner.query(sql, [merchantId, caller.credential.id]);
  stage.trace.say('shop', reset ? 'resets its world' : 'rotates its key');
  run.history.voids.push(stage.time.now());
  const renewed = shops.callers.map((each) => {
    const { merchant, credential } = each;
    if (reset && merchant.id === merchantId) {
      return { ...each, merchant: { ...merchant, generation: merchant.generation + 1 } };
    }
    if (!reset && credential.id === caller.credential.id) {
      return { ...each, credential: { ...credential, version: credential.version + 1 } };
    }
    return each;
  });
  shops.callers.splice(0, shops.callers.length, ...renewed);
}

/** The sandbox's own way through time: from one due instant to the next. */
export function moveClock(run: Run, process: Process, ms: number): void {
  const { stage } = run;
  const works = inOrder([process.sweeper, process.settlement, process.schedules]);
  const mover = createClockMover(process.parts, works);
  const target = process.parts.clock.now() + ms;
  process.open += 1;
  stage.trace.say(process.actor.name, `moves the clock by ${ms / 1_000} s`);
  as(stage, process.actor, () => mover.moveTo(instant(target)))
    .catch((error: unknown) => {
      if (!isExpected(error)) stage.report(`clock: ${sentenceOf(error)}`);
    })
    .finally(() => {
      process.open -= 1;
    });
}
