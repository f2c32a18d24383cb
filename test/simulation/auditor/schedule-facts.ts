// What the auditor reads of schedules, their rounds and tries.
import { type TextRow, text, won } from './text-row.ts';

export interface ScheduleFact {
  readonly id: string;
  readonly merchantId: string;
  readonly generation: number;
  readonly billingKey: string;
  readonly amount: bigint;
  readonly mark: string;
  readonly firstDay: string;
  readonly status: string;
  /** Its world is over: nothing more is charged for it. */
  readonly isOld: boolean;
  /** The transaction that ended it, else the one that made it. */
  readonly changedBy: bigint;
}

export interface RoundFact {
  readonly scheduleId: string;
  readonly number: number;
  readonly day: string;
  readonly status: string;
  readonly tries: number;
  readonly firstTriedOn: string;
  readonly dueAt: number;
}

export interface TryFact {
  readonly scheduleId: string;
  readonly round: number;
  readonly nth: number;
  readonly at: number;
  readonly paymentId: string;
  readonly miss: string;
}

export interface ScheduleFacts {
  readonly schedules: readonly ScheduleFact[];
  readonly rounds: readonly RoundFact[];
  readonly tries: readonly TryFact[];
}

type Read = (name: 'schedules' | 'rounds' | 'tries') => Promise<TextRow[]>;

export async function readSchedules(read: Read): Promise<ScheduleFacts> {
  return {
    schedules: (await read('schedules')).map((row) => ({
      ...{ id: text(row, 'id'), merchantId: text(row, 'merchantId'), mark: text(row, 'mark') },
      ...{ generation: Number(row.generation), billingKey: text(row, 'billingKey') },
      ...{ amount: won(row, 'amount'), firstDay: text(row, 'firstDay') },
      isOld: row.isOld === 'true',
      ...{ status: text(row, 'status'), changedBy: won(row, 'changedBy') },
    })),
    rounds: (await read('rounds')).map((row) => ({
      ...{ scheduleId: text(row, 'scheduleId'), number: Number(row.number), day: text(row, 'day') },
      ...{ status: text(row, 'status'), tries: Number(row.tries), dueAt: Number(row.dueAt) },
      firstTriedOn: text(row, 'firstTriedOn'),
    })),
    tries: (await read('tries')).map((row) => ({
      ...{ scheduleId: text(row, 'scheduleId'), round: Number(row.round), nth: Number(row.nth) },
      ...{ at: Number(row.at), paymentId: text(row, 'paymentId'), miss: text(row, 'miss') },
    })),
  };
}
