// What merchants are told of schedules, written in the transaction that makes it true.
import type pg from 'pg';
import type { Round } from '../../core/billing/round.ts';
import type { Schedule } from '../../core/billing/schedule.ts';
import type { ScheduleNoticeKind } from '../../core/notice/kinds.ts';
import { insertSettlementEvents } from '../../storage/settlement-notice.ts';
import { roundJson, scheduleJson } from '../native/schedule-json.ts';
import type { Parts } from '../parts.ts';

export interface ScheduleNotice {
  readonly kind: ScheduleNoticeKind;
  readonly schedule: Schedule;
  /** Null where it is about the schedule alone. */
  readonly round: Round | null;
}

export function tellSchedules(
  parts: Parts,
  client: pg.ClientBase,
  notices: readonly ScheduleNotice[],
): Promise<void> {
  const at = parts.clock.now();
  return insertSettlementEvents(
    client,
    notices.map(({ kind, schedule, round }) => ({
      ...{ id: parts.newId(), merchantId: schedule.merchantId, contractId: schedule.contractId },
      ...{ kind, at, payoutId: null, day: null, data: noticeData(schedule, round) },
    })),
  );
}

export function noticeData(schedule: Schedule, round: Round | null): Record<string, unknown> {
  return {
    schedule: scheduleJson(schedule),
    ...(round === null ? {} : { round: roundJson(round) }),
  };
}
