// Who acts in a simulated world, and the steps they wait for: one step happens at a time.
import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';
import type { Dice } from './dice.ts';
import type { Outside } from './post.ts';
import { createTime, type Time } from './time.ts';
import { createTrace, type Trace } from './trace.ts';

/** A process of ours, or the bank: what it has begun ends with it. */
export interface Actor {
  readonly name: string;
  alive: boolean;
  readonly clients: Set<pg.Client>;
}

/** normal, or a connection that broke before the database worked, or after it had. */
export type Fate = 'normal' | 'cut-before' | 'cut-after';

export interface Step {
  readonly actor: Actor;
  readonly kind: 'sql' | 'line' | 'answer';
  readonly label: string;
  /** Works, and hands the result to whoever waits if he still lives. */
  run(fate: Fate): Promise<void>;
}

export interface Stage {
  readonly dice: Dice;
  readonly time: Time;
  readonly trace: Trace;
  /** Everybody whom a process may write to of its own accord. */
  readonly outside: Outside;
  add(step: Step): void;
  /** In an order that does not depend on who came first within one turn. */
  pending(): readonly Step[];
  drop(step: Step): void;
  run(step: Step, fate: Fate): Promise<void>;
  /** A UUID that a seed makes again; `numberOf` finds it in any text. */
  newId(at: number): string;
  /** What must never happen, whatever the auditor sees in the end. */
  report(finding: string): void;
  readonly findings: readonly string[];
}

export interface OnStage {
  readonly stage: Stage;
  readonly actor: Actor;
  /** False while a step really works, so that the driver's own sockets and timers are real. */
  readonly simulated: boolean;
}

export const onStage = new AsyncLocalStorage<OnStage | undefined>();

export function as<Value>(stage: Stage, actor: Actor, work: () => Value): Value {
  return onStage.run({ stage, actor, simulated: true }, work);
}

export function createActor(name: string): Actor {
  return { name, alive: true, clients: new Set() };
}

export interface StageOptions {
  readonly dice: Dice;
  readonly startsAt: number;
  /** Eight hexadecimal digits that make the ids of this run unlike those of others. */
  readonly idStem: string;
  readonly outside: Outside;
}

export function createStage({ dice, startsAt, idStem, outside }: StageOptions): Stage {
  const time = createTime(startsAt);
  const trace = createTrace(time);
  const steps = new Set<Step>();
  const findings: string[] = [];
  let ids = 0;
  return {
    dice,
    time,
    trace,
    outside,
    findings,
    add: (step) => void steps.add(step),
    pending: () => [...steps].sort(byName),
    drop: (step) => void steps.delete(step),
    async run(step, fate) {
      steps.delete(step);
      trace.say(step.actor.name, fate === 'normal' ? step.label : `${step.label} [${fate}]`);
      await step.run(fate);
      await quiet();
    },
    newId(at) {
      ids += 1;
      return idOf(at, idStem, ids);
    },
    report(finding) {
      findings.push(finding);
      trace.say('!', finding);
    },
  };
}

function byName(left: Step, right: Step): number {
  const [a, b] = [`${left.actor.name} ${left.label}`, `${right.actor.name} ${right.label}`];
  return a < b ? -1 : a > b ? 1 : 0;
}

const nextTurn = globalThis.setImmediate;

/** All input and output waits in steps, so one turn of the event loop ends whatever can go on. */
export function quiet(): Promise<void> {
  return new Promise((resolve) => nextTurn(resolve));
}

/** Time-ordered like those of the product; the last digits count, so that a trace can name them. */
function idOf(at: number, stem: string, count: number): string {
  const time = Math.max(0, at).toString(16).padStart(12, '0');
  const number = count.toString(16).padStart(7, '0');
  const end = `8${stem.slice(0, 3)}-${stem.slice(3)}${number}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-${end}`;
}

/** The ids of a text as short names, each once, in the order of their making. */
export function idsIn(text: string): string[] {
  const found = text.match(/[0-9a-f]{8}-[0-9a-f]{4}-7000-8[0-9a-f]{3}-[0-9a-f]{12}/g) ?? [];
  const numbers = new Set(found.map((id) => Number.parseInt(id.slice(-7), 16)));
  return [...numbers].sort((left, right) => left - right).map((number) => `#${number}`);
}
