// What a handler of this dialect is given and gives back, and whose payments it may see.
import type { Caller } from '../../core/payment/approve.ts';
import type { Refusal } from '../../core/refusal.ts';
import { type FullPayment, findByTid } from '../../storage/payment.ts';
import type { Decoded, Message } from '../../wire/message.ts';
import type { Parts } from '../parts.ts';

export type Means<M> = M extends Message<infer Rows> ? Decoded<Rows> : never;

/** A refusal may come with what is known of the payment, for the fields of a failed answer. */
export type Handled =
  /** A body that is a stream is JSON in pieces: too much to be held at once. */
  | { readonly ok: true; readonly body: unknown; readonly handedOver?: () => void }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      readonly known?: Readonly<Record<string, unknown>>;
    };

export interface Asking {
  readonly parts: Parts;
  readonly caller: Caller;
  /** Names what is to be done; a repetition under one Idempotency-Key has the same id. */
  readonly workId: string;
}

/** Another merchant's payment is answered exactly like one that never was (T25). */
export async function ownPayment(
  { parts, caller }: Asking,
  tid: string,
): Promise<FullPayment | null> {
  const found = await findByTid(parts.store.pool, tid);
  const own =
    found?.payment.merchantId === caller.merchant.id &&
    found.payment.generation === caller.merchant.generation;
  return own ? found : null;
}
