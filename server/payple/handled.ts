// What a handler of this dialect is given and gives back.
import type { Caller } from '../../core/payment/approve.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { Decoded, Message, Received } from '../../wire/message.ts';
import type { Answer, Form } from '../../wire/payple/answer.ts';
import type { Family } from '../../wire/payple/codes.ts';
import type { RouteName } from '../../wire/payple/routes.ts';
import type { Parts } from '../parts.ts';
import type { OpenedAuth } from './auth-key.ts';

export type Means<M> = M extends Message<infer Rows> ? Decoded<Rows> : never;

/** A refusal may come with what is known, for the fields of a failed answer. */
export type Handled =
  | { readonly ok: true; readonly body: Answer; readonly handedOver?: () => void }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      readonly known?: Readonly<Record<string, unknown>>;
      readonly family?: Family;
      /** Where the merchant is known: the form in which he has numbers. */
      readonly numbers?: Form['numbers'];
    };

export interface Asking {
  readonly parts: Parts;
  readonly caller: Caller;
  /** The authentication that the caller holds, by token or beside its raw key. */
  readonly auth: OpenedAuth;
  /** Whether the raw key was shown, and not tokens of it. */
  readonly isRaw: boolean;
  readonly routeName: RouteName;
  readonly received: Received;
  /** How the answer is to look. */
  readonly form: Form;
  /** Names what is to be done; a repetition under one Idempotency-Key has the same id. */
  readonly workId: string;
}
