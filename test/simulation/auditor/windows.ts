// Payment windows: what buyers and shops heard of them, against what was charged in the end.
import type { ConfirmAsked, History, WindowAsked, WindowHeard } from '../history.ts';
import { type Case, type Difference, type Evidence, isCharged, isPaid } from './evidence.ts';
import type { SessionFact } from './facts.ts';

export function checkWindows(evidence: Evidence): Difference[] {
  const { history, facts, casesOfMark } = evidence;
  const rows = new Map(facts.sessions.map((session) => [session.mark, session]));
  return [
    ...facts.sessions.flatMap(checkEnded),
    ...history.windows.flatMap((window) => {
      const tries = casesOfMark(window.mark);
      const row = rows.get(window.mark);
      return [
        ...checkHeard(window, tries, row),
        ...checkCharges(window, tries),
        ...window.confirms.flatMap((confirm) => checkConfirm(window, confirm, tries)),
        ...window.confirms.flatMap((confirm) => checkProof(history, window, confirm)),
        ...checkKeysOf(evidence, window, row),
      ].map((sentence) => `${window.mark} ${sentence}`);
    }),
  ];
}

const ends = ['closed', 'expired', 'failed', 'lost', 'registered', 'paid'];
const mostTries = 5;

function checkEnded({ mark, status, tries }: SessionFact): Difference[] {
  if (status === 'busy' || status === 'confirming') return [`${mark} is ${status} for ever`];
  return tries > mostTries ? [`${mark} was tried ${tries} times`] : [];
}

/** An end is an end, and what it says of the money is true. */
function checkHeard(
  { heard }: WindowAsked,
  tries: readonly Case[],
  row: SessionFact | undefined,
): Difference[] {
  const heardEnds = new Set(
    heard.map(({ status }) => status).filter((each) => ends.includes(each)),
  );
  const [end] = heardEnds;
  if (end === undefined) return [];
  const differences: Difference[] = [];
  if (heardEnds.size > 1) differences.push(`ended in more than one way: ${[...heardEnds]}`);
  // A day after it was opened nothing is left of it.
  if (row !== undefined && row.status !== end) differences.push(`was ${end} and is ${row.status}`);
  const charged = tries.filter(isCharged);
  const paid = tries.filter(isPaid);
  if (end === 'paid' && paid.length !== 1) differences.push(`is paid ${paid.length} times`);
  if (end !== 'paid' && charged.length > 0) {
    differences.push(`was heard to be ${end}, and ${charged.length} of its tries are charged`);
  }
  const tids = heard.flatMap(({ tid }) => (tid === null ? [] : [tid]));
  if (tids.some((tid) => tid !== paid[0]?.payment.tid)) differences.push('named another payment');
  return differences;
}

/** One order, one amount, one charge, and none for what is only registered. */
function checkCharges(window: WindowAsked, tries: readonly Case[]): Difference[] {
  const { work, amount, confirms } = window;
  const bought = tries.filter(({ sale }) => {
    return sale?.state === 'approved' || sale?.state === 'net-cancelled';
  });
  const differences: Difference[] = [];
  if (tries.some(({ payment }) => payment.amount !== amount))
    differences.push('took another amount');
  if (work === 'register' && tries.length > 0) differences.push('only registers, and paid');
  if (work === 'certify' && bought.length > 1) {
    differences.push(`was charged ${bought.length} times with one key to confirm`);
  }
  if (work === 'certify' && tries.length > 0 && confirms.every(({ as }) => as !== 'right')) {
    differences.push('was paid for without a right confirm');
  }
  // Somebody was told of a charge, or cannot have been told anything.
  const mayBeCharged = confirms.some(({ answer }) => {
    return answer.told === 'approved' || answer.told === 'nothing';
  });
  if (work === 'certify' && tries.some(isCharged) && !mayBeCharged) {
    differences.push('is charged, and every confirm was told that it is not');
  }
  return differences;
}

const requestKeyMs = 30 * 60_000;
/** Clocks of processes differ by as much as a world may draw. */
const skewMs = 405;

function checkConfirm(
  window: WindowAsked,
  confirm: ConfirmAsked,
  tries: readonly Case[],
): Difference[] {
  const { answer, as, mark } = confirm;
  const say = (sentence: string): Difference[] => [`${sentence} (${mark})`];
  if (answer.told === 'approved') {
    const [found] = tries.filter(({ payment }) => payment.tid === answer.tid);
    if (as !== 'right') return say('was confirmed by somebody who had it wrong');
    if (found === undefined || !isPaid(found)) return say('was told approved, and is not');
    const known = firstKnown(window);
    const late = known !== null && confirm.askedAt > known.at + requestKeyMs + skewMs;
    return late ? say('was confirmed after its time') : [];
  }
  if (answer.told !== 'refused') {
    return as === 'right' || answer.told === 'nothing' ? [] : say('went on although it was wrong');
  }
  return checkRefused(window, confirm).flatMap(say);
}

/** A right confirm in time is refused only where another one may have come first. */
function checkRefused(window: WindowAsked, { answer, as, askedAt, answeredAt }: ConfirmAsked) {
  if (answer.told !== 'refused' || as !== 'right') return [];
  if (answer.why === 'already-confirmed') {
    const rivals = window.confirms.filter((each) => each.as === 'right');
    const first = rivals.filter((each) => each.askedAt <= (answeredAt ?? 0));
    return first.length < 2 ? ['was told confirmed by nobody'] : [];
  }
  if (answer.why === 'window-expired') {
    const early = (answeredAt ?? askedAt) < window.askedAt + requestKeyMs - skewMs;
    return early ? ['was told expired before its time'] : [];
  }
  return [];
}

/** A proof that is young and was not made void is a proof, whichever process made it. */
function checkProof(
  { voids }: History,
  { askedAt }: WindowAsked,
  { answer, answeredAt, as, mark }: ConfirmAsked,
): Difference[] {
  if (answer.told !== 'refused' || answer.why !== 'session-expired' || as !== 'right') return [];
  const until = answeredAt ?? 0;
  const isVoid = voids.some((at) => at >= askedAt && at <= until);
  const isOld = until > askedAt + requestKeyMs - skewMs;
  return isVoid || isOld ? [] : [`was refused with a young proof (${mark})`];
}

/** The answer with which the shop first learned how to confirm. */
function firstKnown({ heard }: WindowAsked): WindowHeard | null {
  return heard.find(({ requestKey }) => requestKey !== null) ?? null;
}

/** Of all the keys that its tries made, one stays at most: what paid, was registered or certified. */
function checkKeysOf(
  { facts }: Evidence,
  { mark, heard, merchantId }: WindowAsked,
  row: SessionFact | undefined,
): Difference[] {
  const made = facts.keys.filter((key) => key.mark === mark && key.merchantId === merchantId);
  const standing = made.filter(({ status }) => status === 'registered');
  const told = heard.find(({ key }) => key !== null)?.key ?? null;
  const differences: Difference[] = [];
  if (standing.length > 1) differences.push(`left ${standing.length} keys`);
  if (told !== null && made.every(({ id }) => id !== told)) differences.push('told of no key');
  if (row !== undefined && row.key === null && standing.length > 0) {
    differences.push(`is ${row.status} and left a key that nobody was told of`);
  }
  return differences;
}
