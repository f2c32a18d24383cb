// An operator resolves a break: once, with a reason, and what it posts is stored with it.
import type pg from 'pg';
import { add, zeroWon } from '../../core/money/won.ts';
import type { Break, Expected } from '../../core/reconciliation/break.ts';
import type { FileLine } from '../../core/reconciliation/file.ts';
import {
  type Against,
  booksOfStep,
  movedBy,
  type Open,
  type Step,
  stepsFor,
} from '../../core/reconciliation/resolution.ts';
import { signed, subjectOfBreak } from '../../core/reconciliation/statement.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import { reconciliationById } from '../../storage/reconciliation.ts';
import {
  findResolution,
  openOfBreak,
  type Resolution,
  storeResolution,
} from '../../storage/resolution.ts';
import {
  lockStatements,
  settledBefore,
  storeBooks,
  storeSettled,
} from '../../storage/statement.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import { lookUp, ownAccount } from './pay-ins.ts';
import { expectedByName } from './statement.ts';

export interface Asked {
  readonly breakId: string;
  readonly step: Step;
  readonly reason: string;
  /** A break, or a reference of ours; null takes what the break itself names. */
  readonly against: string | null;
}

const breakIdForm = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9]\d{0,8})$/;

/** As it was stored: amounts are numbers. */
interface StoredBreak extends Pick<Break, 'kind'> {
  readonly ours: readonly Pick<Expected, 'reference'>[];
  readonly theirs: readonly FileLine[];
}

async function findBreak(parts: Parts, breakId: string): Promise<StoredBreak | null> {
  const [, file, number] = breakIdForm.exec(breakId) ?? [];
  if (file === undefined) return null;
  const found = await reconciliationById(parts.store.pool, file);
  return (found?.breaks[Number(number) - 1] as StoredBreak | undefined) ?? null;
}

/** The same again answers what was done; anything else about a resolved break is refused. */
export async function resolveBreak(parts: Parts, asked: Asked): Promise<Outcome<Resolution>> {
  const found = await findBreak(parts, asked.breakId);
  if (found === null) return refused({ kind: 'payment-not-found' });
  return inTransaction(parts.store.statements, async (client) => {
    await lockStatements(client);
    const before = await findResolution(client, subjectOfBreak(asked.breakId));
    if (before !== null) return again(before, asked);
    const open = await openOfBreak(client, asked.breakId);
    const possible = stepsFor[open.is];
    if (!possible.includes(asked.step)) return outOfRange('step', possible.join(', '));
    const against = await againstOf(parts, client, { asked, open, found });
    if (!against.ok) return against;
    return accepted(await store(parts, client, { asked, open, found, against: against.value }));
  });
}

function again(before: Resolution, { step, against }: Asked): Outcome<Resolution> {
  const isSame = before.step === step && (against === null || against === before.against);
  return isSame ? accepted(before) : outOfRange('step', `nothing: it was resolved, ${before.step}`);
}

function outOfRange(field: string, expected: string) {
  return refused(unfit(field, { is: 'out-of-range', expected }));
}

interface Case {
  readonly asked: Asked;
  readonly open: Open;
  readonly found: StoredBreak;
}

interface Chosen extends Against {
  readonly references: readonly string[];
}

const none: Chosen = { breakId: null, settled: [], references: [] };

async function againstOf(
  parts: Parts,
  client: pg.ClientBase,
  { asked, open, found }: Case,
): Promise<Outcome<Chosen>> {
  const { step, against } = asked;
  if (step !== 'matched') return accepted(none);
  if (against !== null && breakIdForm.test(against)) return otherBreak(client, against, open);
  const references = against === null ? found.ours.map(({ reference }) => reference) : [against];
  const { expected, closes } = await expectedByName(lookUp(parts, client), references);
  const taken = await settledBefore(client, references);
  if (references.length === 0 || expected.length !== references.length || taken.size > 0) {
    return outOfRange('against', 'a break or a reference that is open');
  }
  const sum = add(zeroWon, ...expected.map(signed));
  if (sum !== movedBy(open)) return outOfRange('against', `${movedBy(open)} won`);
  const settled = references.flatMap((reference) => closes.get(reference) ?? []);
  return accepted({ breakId: null, settled, references });
}

async function otherBreak(
  client: pg.ClientBase,
  breakId: string,
  open: Open,
): Promise<Outcome<Chosen>> {
  const other = await openOfBreak(client, breakId);
  const isOpposite =
    open.is !== 'nothing' &&
    other.is !== 'nothing' &&
    other.is !== open.is &&
    other.amount === open.amount;
  if (!isOpposite) return outOfRange('against', 'a break of the other side and the same amount');
  return accepted({ ...none, breakId });
}

async function store(
  parts: Parts,
  client: pg.ClientBase,
  { asked, open, found, against }: Case & { readonly against: Chosen },
): Promise<Resolution> {
  const { breakId, step, reason } = asked;
  const at = parts.clock.now();
  const context = { account: ownAccount, at, newId: parts.newId };
  await storeBooks(client, booksOfStep({ breakId, open, step, against }, context));
  const line = found.theirs[0];
  if (line !== undefined) await storeSettled(client, against.references, line);
  const resolution: Resolution = {
    ...{ subject: subjectOfBreak(breakId), step, reason, at },
    against: asked.against,
    amount: open.is === 'nothing' ? 0n : open.amount,
  };
  await storeResolution(client, resolution);
  if (against.breakId !== null) {
    const subject = subjectOfBreak(against.breakId);
    await storeResolution(client, { ...resolution, subject, against: breakId });
  }
  return resolution;
}
