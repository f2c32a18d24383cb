// The rounds: yardstick, gateway, yardstick, … in one run, and each rate over its neighbours.
import type { Yardstick } from './loads.ts';
import { type Bench, type Measured, measure, type Step } from './measure.ts';
import { mean } from './statistics.ts';

export type Round = readonly Measured[];

const connectionCounts = [1, 16, 64, 256] as const;
export const chargeConnections = 64;
export const fixedPerSecond = 1_000;

export const warmUp: readonly Step[] = [
  { kind: 'yardstick', which: 'Y' },
  { kind: 'yardstick', which: 'Y3' },
  { kind: 'closed', connections: 64, what: 'key-in' },
  { kind: 'closed', connections: 256, what: 'key-in' },
  { kind: 'closed', connections: chargeConnections, what: 'charge' },
];

/** The order of steps is turned round in every second round, so that no load is always last. */
export function stepsOf(round: number): Step[] {
  const counts = round % 2 === 0 ? connectionCounts : connectionCounts.toReversed();
  const steps: Step[] = [{ kind: 'yardstick', which: 'Y' }];
  for (const connections of counts) {
    const which = yardstickOf(connections);
    const last = steps.at(-1);
    if (last?.kind !== 'yardstick' || last.which !== which)
      steps.push({ kind: 'yardstick', which });
    steps.push({ kind: 'closed', connections, what: 'key-in' }, { kind: 'yardstick', which });
  }
  const charges = { kind: 'closed', connections: chargeConnections, what: 'charge' } as const;
  if (yardstickOf(counts.at(-1) ?? 1) !== 'Y3') steps.push({ kind: 'yardstick', which: 'Y3' });
  steps.push(charges, { kind: 'yardstick', which: 'Y3' });
  return [
    ...steps,
    { kind: 'yardstick', which: 'Y' },
    { kind: 'fixed', perSecond: fixedPerSecond },
  ];
}

/** A lone client is compared with a lone client. */
export function yardstickOf(connections: number): Yardstick {
  return connections === 1 ? 'Y3-1' : 'Y3';
}

export async function runRound(
  bench: Bench,
  steps: readonly Step[],
  seconds: number,
): Promise<Round> {
  const measured: Measured[] = [];
  for (const step of steps) {
    const group = await measure(bench, step, seconds);
    measured.push(group);
    console.log(`  ${lineOf(group)}`);
  }
  return measured;
}

function lineOf({ step, perSecond, p99Ms, quiet, idleBefore, othersShare }: Measured): string {
  const latency = p99Ms === null ? '' : `, p99 ${p99Ms.toFixed(1)} ms`;
  const noise = quiet ? '' : `  NOT QUIET: ${percent(idleBefore)} idle before`;
  const others = othersShare < 0.1 ? '' : `  others used ${percent(othersShare)}`;
  const rate = `${perSecond.toFixed(0).padStart(6)}/s`;
  return `${nameOf(step).padEnd(16)} ${rate}${latency}${noise}${others}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

export function nameOf(step: Step): string {
  if (step.kind === 'yardstick') return step.which;
  if (step.kind === 'fixed') return `${step.perSecond}/s fixed`;
  const count = `${step.connections} connection${step.connections === 1 ? '' : 's'}`;
  return step.what === 'charge' ? `charges, ${step.connections}` : count;
}

export interface Ratio {
  readonly value: number;
  /** Whether the machine was quiet before the group and before both neighbours. */
  readonly quiet: boolean;
}

/** The group of such a load over the mean of the nearest yardsticks around it. */
export function ratioTo(
  round: Round,
  load: Omit<Step & { kind: 'closed' }, 'kind'>,
  which: Yardstick,
): Ratio | null {
  const { connections, what } = load;
  const at = round.findIndex(
    ({ step }) => step.kind === 'closed' && step.connections === connections && step.what === what,
  );
  const group = round[at];
  if (group === undefined) return null;
  const is = ({ step }: Measured): boolean => step.kind === 'yardstick' && step.which === which;
  const around = [round.slice(0, at).findLast(is), round.slice(at).find(is)];
  const neighbours = around.filter((each) => each !== undefined);
  if (neighbours.length === 0) return null;
  return {
    value: group.perSecond / mean(neighbours.map((each) => each.perSecond)),
    quiet: [group, ...neighbours].every((each) => each.quiet),
  };
}
