// What a shop knows of the schedules that it has registered.
import type { SaidOfVat } from './history.ts';

export type ToldOfSchedule =
  | { readonly told: 'registered'; readonly id: string }
  | { readonly told: 'refused'; readonly why: string }
  | { readonly told: 'nothing' };

/** What a shop has the gateway charge by itself. */
export interface ScheduleAsked {
  /** Stands in the schedule as the name of its goods. */
  readonly mark: string;
  readonly merchantId: string;
  readonly generation: number;
  readonly key: string;
  readonly amount: bigint;
  readonly vat: SaidOfVat;
  /** Day of the month, or of the week from 0 for Sunday. */
  readonly every: 'month' | 'week';
  readonly on: number;
  readonly firstDay: string;
  readonly rounds: number | null;
  answer: ToldOfSchedule;
}

export interface ScheduleOrdered {
  readonly mark: string;
  readonly what: 'stop' | 'charge';
  readonly schedule: string;
  /** What it was told: stopped, the state of a round, or why it was refused. */
  told: string;
}
