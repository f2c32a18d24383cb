// What the pieces of the server share: made once at the start, passed by name.
import type { NewId } from '../core/payment/decision.ts';
import type { BankCalendar } from '../core/time/bank-day.ts';
import type { Rail } from '../rails/rail.ts';
import type { Faults } from '../rails/simulator/faults.ts';
import type { DeclaredDay } from '../storage/bank-holidays.ts';
import type { Callers } from './callers.ts';
import type { Clock } from './clock.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { HandOver } from './hand-over.ts';
import type { InFlight } from './in-flight.ts';
import type { Limits } from './limits.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Owed } from './owed.ts';
import type { AuthKeys } from './payple/auth-key.ts';
import type { AfterRestore } from './restoration/after-restore.ts';
import type { SecretKeys } from './secrets.ts';
import type { Store } from './store.ts';
import type { Throttle } from './throttle.ts';
import type { Tokens } from './tokens.ts';

export interface Parts {
  readonly clock: Clock;
  readonly store: Store;
  readonly rail: Rail;
  readonly inFlight: InFlight;
  readonly keys: SecretKeys;
  readonly callers: Callers;
  readonly tokens: Tokens;
  readonly authKeys: AuthKeys;
  readonly throttle: Throttle;
  readonly limits: Limits;
  readonly fingerprint: Fingerprint;
  readonly newId: NewId;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly owed: Owed;
  readonly handOver: HandOver;
  readonly afterRestore: AfterRestore;
  readonly faults: Faults;
  /** Which days are bank days. */
  readonly calendar: () => BankCalendar;
  /** Brings the calendar up to date with what operators declared, and answers that. */
  readonly readHolidays: () => Promise<readonly DeclaredDay[]>;
  /** For links in answers; without a slash at the end. */
  readonly publicUrl: () => string;
}
