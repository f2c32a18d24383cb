// What every implementation of the bank's record must hold, in memory as on a disk.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { depositAccounts } from './accounts.contract.ts';
import type { AuthorisationEntry, BankRecord, CancelEntry, TransferEntry } from './record.ts';

/** Runs the suite; ids are fresh, so that one store may serve all of its tests. */
export function bankRecordContract(name: string, make: () => BankRecord | Promise<BankRecord>) {
  describe(`the bank's record ${name}`, () => {
    test.each(promises)('%s', async (_, holds) => holds(await make()));
  });
}

type Holds = (record: BankRecord) => Promise<void>;

const merchant = '0193a5f0-0000-7000-8000-000000000001';
const at = Date.UTC(2026, 10, 3, 4, 5, 6, 789);

function approval(more: Partial<AuthorisationEntry> = {}): AuthorisationEntry {
  return {
    ...{ requestId: randomUUID(), merchant, token: 'local-kb.token', amount: 100n, instalment: 0 },
    ...{ at, approvalNumber: '00012345', decline: null, ...more },
  };
}

function decline(more: Partial<AuthorisationEntry> = {}): AuthorisationEntry {
  return approval({ approvalNumber: '', decline: 'limit', ...more });
}

function cancelOf(requestId: string, more: Partial<CancelEntry> = {}): CancelEntry {
  return { cancelId: randomUUID(), requestId, merchant, amount: 100n, at, decline: null, ...more };
}

async function approved(record: BankRecord, amount = 100n): Promise<string> {
  const { requestId } = await record.authorise(approval({ amount }));
  return requestId;
}

async function given(record: BankRecord, requestId: string): Promise<bigint | undefined> {
  return (await record.find(requestId))?.cancelled;
}

async function stateOf(record: BankRecord, requestId: string): Promise<string | undefined> {
  return (await record.find(requestId))?.state;
}

function times<Result>(count: number, work: () => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, work));
}

const authorisations: readonly (readonly [string, Holds])[] = [
  [
    'keeps an approval as it was, to the millisecond and the won',
    async (record) => {
      const entry = approval({ amount: 9_007_199_254_740_993n, instalment: 12 });
      const expected = { ...entry, state: 'approved', cancelled: 0n };
      expect(await record.authorise(entry)).toEqual(expected);
      expect(await record.find(entry.requestId)).toEqual(expected);
    },
  ],
  [
    'keeps a decline with its reason',
    async (record) => {
      const entry = decline({ decline: 'lost-or-stolen' });
      const expected = { ...entry, state: 'declined', cancelled: 0n };
      expect(await record.authorise(entry)).toEqual(expected);
      expect(await record.find(entry.requestId)).toEqual(expected);
    },
  ],
  [
    'keeps a transfer as it keeps a sale: the token tells which it is',
    async (record) => {
      const entries = [
        approval({ token: 'account-kb.token', amount: 2_000_000n }),
        decline({ token: 'account-strict.token', decline: 'account-number' }),
      ];
      for (const entry of entries) await record.authorise(entry);
      for (const entry of entries) {
        expect(await record.find(entry.requestId)).toMatchObject(entry);
      }
      const [{ requestId } = approval()] = entries;
      expect(await record.cancel(cancelOf(requestId))).toBe('done');
      expect(await given(record, requestId)).toBe(100n);
    },
  ],
  [
    'knows nothing of a request that never came',
    async (record) => {
      expect(await record.find(randomUUID())).toBeNull();
    },
  ],
  [
    'answers a repeated request with the first fact, whatever the second says',
    async (record) => {
      const first = approval();
      const again = decline({ requestId: first.requestId, amount: 7n, at: at + 1 });
      const expected = { ...first, state: 'approved', cancelled: 0n };
      await record.authorise(first);
      expect(await record.authorise(again)).toEqual(expected);
      expect(await record.find(first.requestId)).toEqual(expected);
    },
  ],
  [
    'takes one of many requests with one id that come at once',
    async (record) => {
      const entry = approval();
      const answers = await times(20, () => record.authorise(entry));
      expect(new Set(answers.map(({ state }) => state))).toEqual(new Set(['approved']));
      expect(await record.find(entry.requestId)).toEqual(answers[0]);
    },
  ],
  [
    'keeps requests that come at once apart',
    async (record) => {
      const entries = Array.from({ length: 40 }, (_, index) =>
        index % 2 === 0 ? approval({ amount: BigInt(index + 1) }) : decline({ at: at + index }),
      );
      const answers = await Promise.all(entries.map((entry) => record.authorise(entry)));
      expect(answers.map(({ requestId }) => requestId)).toEqual(
        entries.map(({ requestId }) => requestId),
      );
      expect(answers.map(({ decline: reason }) => reason)).toEqual(
        entries.map(({ decline: reason }) => reason),
      );
    },
  ],
];

const netCancels: readonly (readonly [string, Holds])[] = [
  [
    'net-cancels an approval once and says so ever after',
    async (record) => {
      const requestId = await approved(record);
      expect(await record.netCancel(requestId, merchant)).toBe('approved');
      expect(await record.netCancel(requestId, merchant)).toBe('net-cancelled');
      expect(await stateOf(record, requestId)).toBe('net-cancelled');
    },
  ],
  [
    'net-cancels what is left when a part was given back before',
    async (record) => {
      const requestId = await approved(record);
      await record.cancel(cancelOf(requestId, { amount: 30n }));
      expect(await record.netCancel(requestId, merchant)).toBe('approved');
      expect(await stateOf(record, requestId)).toBe('net-cancelled');
      expect(await record.cancel(cancelOf(requestId, { amount: 1n }))).toBe('refused');
    },
  ],
  [
    'leaves a decline a decline',
    async (record) => {
      const { requestId } = await record.authorise(decline());
      expect(await record.netCancel(requestId, merchant)).toBe('declined');
      expect(await stateOf(record, requestId)).toBe('declined');
    },
  ],
  [
    'T23: puts a tombstone where nothing was, and no late approval rises over it',
    async (record) => {
      const entry = approval();
      expect(await record.netCancel(entry.requestId, merchant)).toBe('not-found');
      expect(await record.netCancel(entry.requestId, merchant)).toBe('tombstone');
      expect((await record.authorise(entry)).state).toBe('tombstone');
      expect(await stateOf(record, entry.requestId)).toBe('tombstone');
    },
  ],
  [
    'T23: lets no approval stand when it races its net cancel',
    async (record) => {
      const entries = Array.from({ length: 20 }, () => approval());
      await Promise.all(
        entries.flatMap((entry, index) => {
          const both = [
            () => record.authorise(entry),
            () => record.netCancel(entry.requestId, merchant),
          ];
          return (index % 2 === 0 ? both : both.reverse()).map((call) => call());
        }),
      );
      for (const { requestId } of entries) {
        expect(['net-cancelled', 'tombstone']).toContain(await stateOf(record, requestId));
      }
    },
  ],
];

const cancels: readonly (readonly [string, Holds])[] = [
  [
    'cancels in parts up to what is left and not one won more',
    async (record) => {
      const requestId = await approved(record);
      expect(await record.cancel(cancelOf(requestId, { amount: 60n }))).toBe('done');
      expect(await record.cancel(cancelOf(requestId, { amount: 41n }))).toBe('refused');
      expect(await record.cancel(cancelOf(requestId, { amount: 40n }))).toBe('done');
      expect(await record.cancel(cancelOf(requestId, { amount: 1n }))).toBe('refused');
      expect(await given(record, requestId)).toBe(100n);
    },
  ],
  [
    'cancels nothing of what was declined, net-cancelled, buried or never seen',
    async (record) => {
      const declined = await record.authorise(decline());
      const undone = await approved(record);
      await record.netCancel(undone, merchant);
      const buried = randomUUID();
      await record.netCancel(buried, merchant);
      for (const requestId of [declined.requestId, undone, buried, randomUUID()]) {
        expect(await record.cancel(cancelOf(requestId, { amount: 1n }))).toBe('refused');
      }
    },
  ],
  [
    'cancels neither nothing nor less than nothing',
    async (record) => {
      const requestId = await approved(record);
      for (const amount of [0n, -1n]) {
        expect(await record.cancel(cancelOf(requestId, { amount }))).toBe('refused');
      }
      expect(await given(record, requestId)).toBe(0n);
    },
  ],
  [
    'does one cancel id once, also when it comes many times at once',
    async (record) => {
      const requestId = await approved(record);
      const entry = cancelOf(requestId, { amount: 30n });
      expect(new Set(await times(10, () => record.cancel(entry)))).toEqual(new Set(['done']));
      expect(await record.cancel({ ...entry, amount: 50n })).toBe('done');
      expect(await given(record, requestId)).toBe(30n);
      expect(await record.findCancel(entry.cancelId)).toBe('done');
    },
  ],
  [
    'stands by a refusal, also when the cancel would fit by now',
    async (record) => {
      const entry = approval();
      const early = cancelOf(entry.requestId);
      expect(await record.cancel(early)).toBe('refused');
      await record.authorise(entry);
      expect(await record.cancel(early)).toBe('refused');
      expect(await record.findCancel(early.cancelId)).toBe('refused');
      expect(await given(record, entry.requestId)).toBe(0n);
    },
  ],
  [
    'keeps the bank’s own refusal and gives nothing back',
    async (record) => {
      const requestId = await approved(record);
      const entry = cancelOf(requestId, { decline: 'other' });
      expect(await record.cancel(entry)).toBe('refused');
      expect(await record.cancel({ ...entry, decline: null })).toBe('refused');
      expect(await given(record, requestId)).toBe(0n);
    },
  ],
  [
    'knows nothing of a cancel that never came',
    async (record) => {
      expect(await record.findCancel(randomUUID())).toBeNull();
    },
  ],
  [
    'never gives back more than was approved, however many come at once',
    async (record) => {
      const requestId = await approved(record, 100n);
      const answers = await times(25, () => record.cancel(cancelOf(requestId, { amount: 15n })));
      expect(answers.filter((answer) => answer === 'done')).toHaveLength(6);
      expect(await given(record, requestId)).toBe(90n);
    },
  ],
];

// biome-ignore format: a table
const transfers: readonly (readonly [string, Holds])[] = [
  ['pays the same transfer once, and answers alike however often it is asked', async (record) => {
    const entry = transferOf();
    expect(await record.transfer(entry)).toBe('done');
    expect(await record.transfer({ ...entry, bounces: true })).toBe('done');
  }],
  ['stands by a transfer that bounced', async (record) => {
    const entry = transferOf({ bounces: true });
    expect(await record.transfer(entry)).toBe('bounced');
    expect(await record.transfer({ ...entry, bounces: false })).toBe('bounced');
  }],
];

function transferOf(change: Partial<TransferEntry> = {}): TransferEntry {
  const to = { bank: '004', account: '1', holder: '상점' };
  return {
    transferId: randomUUID(),
    merchant: 'm',
    amount: 100n,
    ...to,
    at: 0,
    bounces: false,
    about: '251103123456ABCDEFGH',
    ...change,
  };
}

/** Later than whatever another test of the same store has written. */
const lately = Date.UTC(2040, 0, 1);

const looksBack: readonly (readonly [string, Holds])[] = [
  [
    'tells what was authorised or cancelled since an instant, in pages by request id',
    async (record) => {
      const old = await record.authorise(approval());
      const given = await record.authorise(approval());
      const cancel = cancelOf(given.requestId, { amount: 40n, at: lately });
      await record.cancel(cancel);
      await record.cancel(cancelOf(old.requestId, { amount: 200n, at: lately }));
      const fresh = await record.authorise(approval({ at: lately }));
      const turnedDown = await record.authorise(decline({ at: lately }));
      await record.netCancel(randomUUID(), merchant);
      const expected = [given, fresh, turnedDown].map((each) => each.requestId).sort();
      const found = await pagesOf(record, lately);
      expect(found.map(({ requestId }) => requestId)).toEqual(expected);
      const { cancelId, amount } = cancel;
      expect(found.find((each) => each.requestId === given.requestId)).toMatchObject({
        ...{ state: 'approved', amount: 100n, cancelled: 40n, cancels: [{ cancelId, amount }] },
      });
    },
  ],
  [
    'tells what was transferred since an instant and did not bounce',
    async (record) => {
      await record.transfer(transferOf());
      const sent = transferOf({ at: lately });
      await record.transfer(sent);
      await record.transfer(transferOf({ at: lately, bounces: true }));
      const asked = { since: lately, limit: 10 };
      expect(await record.transfersSince({ ...asked, afterId: null })).toEqual([sent]);
      expect(await record.transfersSince({ ...asked, afterId: sent.transferId })).toEqual([]);
    },
  ],
];

async function pagesOf(record: BankRecord, since: number) {
  const all: Awaited<ReturnType<BankRecord['since']>>[number][] = [];
  for (;;) {
    const afterId = all.at(-1)?.requestId ?? null;
    const page = await record.since({ since, afterId, limit: 2 });
    all.push(...page);
    if (page.length < 2) return all;
  }
}

const promises = [
  ...[...authorisations, ...netCancels, ...cancels],
  ...[...transfers, ...looksBack, ...depositAccounts],
];
