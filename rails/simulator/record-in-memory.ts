// The bank's record without a disk: for unit tests and for simulations that restart nothing.
import { createAccountsInMemory } from './accounts-in-memory.ts';
import type {
  AuthorisationEntry,
  AuthorisationState,
  AuthorisationWithCancels,
  BankRecord,
  CancelEntry,
  SinceAsked,
  StoredAuthorisation,
  TransferEntry,
} from './record.ts';

export function createRecordInMemory(): BankRecord {
  const authorisations = new Map<string, StoredAuthorisation>();
  const cancels = new Map<string, AnsweredCancel>();
  const transfers = new Map<string, TransferEntry>();
  return {
    async authorise(entry) {
      const stored = authorisations.get(entry.requestId) ?? firstTime(entry);
      authorisations.set(entry.requestId, stored);
      return stored;
    },
    async find(requestId) {
      return authorisations.get(requestId) ?? null;
    },
    async netCancel(requestId, merchant) {
      const stored = authorisations.get(requestId);
      if (stored === undefined) authorisations.set(requestId, tombstone(requestId, merchant));
      if (stored?.state === 'approved') {
        authorisations.set(requestId, { ...stored, state: 'net-cancelled' });
      }
      return stored?.state ?? 'not-found';
    },
    async cancel(entry) {
      const earlier = cancels.get(entry.cancelId);
      if (earlier !== undefined) return earlier.answer;
      const stored = authorisations.get(entry.requestId);
      const isDone = stored !== undefined && mayBeCancelled(stored, entry);
      if (isDone) {
        const cancelled = stored.cancelled + entry.amount;
        authorisations.set(entry.requestId, { ...stored, cancelled });
      }
      const answer = isDone ? 'done' : 'refused';
      cancels.set(entry.cancelId, { ...entry, answer });
      return answer;
    },
    ...createAccountsInMemory(),
    async transfer(entry) {
      const stands = transfers.get(entry.transferId) ?? entry;
      transfers.set(entry.transferId, stands);
      return stands.bounces ? 'bounced' : 'done';
    },
    transfersSince: async (asked) => transfersSince(transfers, asked),
    async findCancel(cancelId) {
      return cancels.get(cancelId)?.answer ?? null;
    },
    since: async (asked) => since(authorisations, cancels, asked),
  };
}

type AnsweredCancel = CancelEntry & { readonly answer: 'done' | 'refused' };

function since(
  authorisations: ReadonlyMap<string, StoredAuthorisation>,
  cancels: ReadonlyMap<string, AnsweredCancel>,
  { since: from, afterId, limit }: SinceAsked,
): AuthorisationWithCancels[] {
  const done = [...cancels.values()].filter(({ answer }) => answer === 'done');
  const recent = new Set(done.filter(({ at }) => at >= from).map((each) => each.requestId));
  return [...authorisations.values()]
    .filter(({ state, at, requestId }) => {
      return state !== 'tombstone' && (at >= from || recent.has(requestId));
    })
    .filter(({ requestId }) => afterId === null || requestId > afterId)
    .sort((left, right) => (left.requestId < right.requestId ? -1 : 1))
    .slice(0, limit)
    .map((stored) => ({ ...stored, cancels: ofRequest(done, stored.requestId) }));
}

function transfersSince(
  transfers: ReadonlyMap<string, TransferEntry>,
  { since: from, afterId, limit }: SinceAsked,
): TransferEntry[] {
  return [...transfers.values()]
    .filter(({ at, bounces }) => at >= from && !bounces)
    .filter(({ transferId }) => afterId === null || transferId > afterId)
    .sort((left, right) => (left.transferId < right.transferId ? -1 : 1))
    .slice(0, limit);
}

function ofRequest(done: readonly CancelEntry[], requestId: string) {
  return done
    .filter((each) => each.requestId === requestId)
    .map(({ cancelId, amount }) => ({ cancelId, amount }));
}

function firstTime(entry: AuthorisationEntry): StoredAuthorisation {
  const state: AuthorisationState = entry.decline === null ? 'approved' : 'declined';
  return { ...entry, state, cancelled: 0n };
}

function tombstone(requestId: string, merchant: string): StoredAuthorisation {
  return {
    ...{ requestId, merchant, token: '', amount: 0n, instalment: 0, at: 0 },
    ...{ approvalNumber: '', decline: null, state: 'tombstone', cancelled: 0n },
  };
}

function mayBeCancelled(stored: StoredAuthorisation, { amount, decline }: CancelEntry): boolean {
  const left = stored.amount - stored.cancelled;
  return stored.state === 'approved' && decline === null && amount > 0n && amount <= left;
}
