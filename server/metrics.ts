// What Prometheus may know: counts and durations by route template, never by path or value.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  readonly requests: Counter<'route' | 'status'>;
  readonly seconds: Histogram<'route'>;
  readonly approvals: Counter<'outcome'>;
  readonly cancels: Counter<'outcome'>;
  readonly resolved: Counter<'of' | 'found'>;
  readonly notices: Counter<'outcome'>;
  readonly findings: Counter<'kind'>;
  readonly lostDeposits: Counter;
  readonly batches: Histogram<'statement'>;
  readonly waiting: Gauge;
  readonly overdue: Gauge<'account'>;
  readonly calendarMissing: Gauge;
  readonly holdbacksUndated: Gauge;
}

export function createMetrics(waiting: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });
  return {
    registry,
    requests: counter('gyeol_requests_total', 'Requests by route and status.', ['route', 'status']),
    seconds: new Histogram({
      name: 'gyeol_request_seconds',
      help: 'Seconds from request to answer.',
      labelNames: ['route'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 14],
      registers,
    }),
    approvals: counter('gyeol_approvals_total', 'Approval attempts by outcome.', ['outcome']),
    cancels: counter('gyeol_cancels_total', 'Cancels by the answer of the rail.', ['outcome']),
    resolved: counter('gyeol_resolved_total', 'Resolver steps by finding.', ['of', 'found']),
    notices: counter('gyeol_notices_total', 'Tries to tell merchants by outcome.', ['outcome']),
    findings: counter('gyeol_restoration_findings_total', 'Lost with a backup, by kind.', ['kind']),
    lostDeposits: counter('gyeol_deposits_lost_total', 'Taken back after a refund.', []),
    batches: new Histogram({
      name: 'gyeol_commit_batch_size',
      help: 'Decisions per durable commit.',
      labelNames: ['statement'],
      buckets: [1, 2, 4, 8, 16, 32, 64, 128],
      registers,
    }),
    ...alarms(registers),
    waiting: new Gauge({
      name: 'gyeol_commits_waiting',
      help: 'Decisions that wait for their commit.',
      registers,
      collect() {
        this.set(waiting());
      },
    }),
  };
}

/** What somebody has to look at; brought up to date by server/alarms.ts. */
function alarms(registers: Registry[]) {
  return {
    overdue: new Gauge({
      name: 'gyeol_ledger_overdue',
      help: 'Subjects that stand on an account longer than they may.',
      labelNames: ['account'],
      registers,
    }),
    calendarMissing: new Gauge({
      name: 'gyeol_calendar_missing',
      help: '1 where the bank holidays of this year are not known, from December on of the next.',
      registers,
    }),
    holdbacksUndated: new Gauge({
      name: 'gyeol_holdbacks_undated',
      help: 'Days of releases that no payout is planned for, because no bank day is known there.',
      registers,
    }),
  };
}
