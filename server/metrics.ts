// What Prometheus may know: counts and durations by route template, never by path or value.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  readonly requests: Counter<'route' | 'status'>;
  readonly seconds: Histogram<'route'>;
  readonly approvals: Counter<'outcome'>;
  readonly cancels: Counter<'outcome'>;
  readonly resolved: Counter<'of' | 'found'>;
  readonly batches: Histogram<'statement'>;
  readonly waiting: Gauge;
}

export function createMetrics(waiting: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Counter({
      name: 'gyeol_requests_total',
      help: 'Requests by route and status.',
      registers,
      labelNames: ['route', 'status'],
    }),
    seconds: new Histogram({
      name: 'gyeol_request_seconds',
      help: 'Seconds from request to answer.',
      registers,
      labelNames: ['route'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 14],
    }),
    approvals: new Counter({
      name: 'gyeol_approvals_total',
      help: 'Approval attempts by outcome.',
      registers,
      labelNames: ['outcome'],
    }),
    cancels: new Counter({
      name: 'gyeol_cancels_total',
      help: 'Cancels by what the rail answered.',
      registers,
      labelNames: ['outcome'],
    }),
    resolved: new Counter({
      name: 'gyeol_resolved_total',
      help: 'Steps of the resolver by finding.',
      registers,
      labelNames: ['of', 'found'],
    }),
    batches: new Histogram({
      name: 'gyeol_commit_batch_size',
      help: 'Decisions per durable commit.',
      registers,
      labelNames: ['statement'],
      buckets: [1, 2, 4, 8, 16, 32, 64, 128],
    }),
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
