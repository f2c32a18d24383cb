// Faults that a merchant ordered on purpose: where, what, how often, and for which payment.
import { accepted, type FieldProblem, type Outcome, refused, unfit } from '../../core/refusal.ts';
import { type Effect, effects } from './behaviours.ts';

export const faultPoints = [
  'rail.authorise',
  'rail.cancel',
  'rail.inquire',
  'rail.net-cancel',
  'bank.deposit',
  'bank.account',
  'bank.transfer',
  'notice.deliver',
] as const;

export type FaultPoint = (typeof faultPoints)[number];

export const matchFields = ['orderNumber', 'tid', 'endpoint'] as const;

/** Every named field must be equal; naming none matches everything of the merchant. */
export type Match = { readonly [Field in (typeof matchFields)[number]]?: string };

export interface Fault {
  readonly at: FaultPoint;
  readonly effect: Effect;
  readonly times: number;
  readonly match: Match;
}

/** What is about to happen, and to which merchant. */
export interface Subject extends Match {
  readonly merchant: string;
}

export interface Faults {
  add(merchant: string, fault: Fault): Outcome<Fault>;
  /** The effect of the oldest fault that fits, which is thereby used up once. */
  take(at: FaultPoint, subject: Subject): Effect | null;
  clear(merchant: string): void;
}

const mostStanding = 1_000;
export const mostTimes = 10_000;
export const longestMatch = 200;
const noSuchField: FieldProblem = { is: 'malformed', expected: 'no field of this name' };

export function createFaults(): Faults {
  const standing = new Map<string, { readonly fault: Fault; left: number }[]>();
  return {
    add(merchant, fault) {
      const list = standing.get(merchant) ?? [];
      if (list.length >= mostStanding) return tooMany();
      standing.set(merchant, [...list, { fault, left: fault.times }]);
      return accepted(fault);
    },
    take(at, subject) {
      const list = standing.get(subject.merchant);
      const found = list?.find(({ fault }) => fault.at === at && fits(fault.match, subject));
      if (list === undefined || found === undefined) return null;
      found.left -= 1;
      if (found.left === 0) list.splice(list.indexOf(found), 1);
      return found.fault.effect;
    },
    clear(merchant) {
      standing.delete(merchant);
    },
  };
}

function fits(match: Match, subject: Subject): boolean {
  return matchFields.every((name) => match[name] === undefined || match[name] === subject[name]);
}

/** Reads what a caller sent as JSON; a value it does not know is refused by its field's name. */
export function parseFault(value: unknown): Outcome<Fault> {
  if (!isRecord(value)) return bad('fault', { is: 'wrong-type' });
  const unknown = strangerIn(value, ['at', 'effect', 'times', 'match']);
  if (unknown !== null) return bad(unknown, noSuchField);
  const at = faultPoints.find((point) => point === value.at);
  if (at === undefined) return unlisted('at', value.at, faultPoints);
  const effect = effects.find((each) => each === value.effect);
  if (effect === undefined) return unlisted('effect', value.effect, effects);
  const times = value.times ?? 1;
  if (typeof times !== 'number') return bad('times', { is: 'wrong-type' });
  if (!Number.isInteger(times) || times < 1 || times > mostTimes) {
    return bad('times', { is: 'out-of-range', expected: `1 to ${mostTimes}` });
  }
  const match = parseMatch(value.match ?? {});
  return match.ok ? accepted({ at, effect, times, match: match.value }) : match;
}

function parseMatch(value: unknown): Outcome<Match> {
  if (!isRecord(value)) return bad('match', { is: 'wrong-type' });
  const unknown = strangerIn(value, matchFields);
  if (unknown !== null) return bad(`match.${unknown}`, noSuchField);
  const match: { -readonly [Field in keyof Match]: Match[Field] } = {};
  for (const name of matchFields) {
    const text = value[name];
    if (text === undefined) continue;
    const field = `match.${name}`;
    if (typeof text !== 'string') return bad(field, { is: 'wrong-type' });
    if (text === '') return bad(field, { is: 'missing' });
    if (text.length > longestMatch) return bad(field, { is: 'too-long', limit: longestMatch });
    match[name] = text;
  }
  return accepted(match);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function strangerIn(value: object, known: readonly string[]): string | null {
  return Object.keys(value).find((name) => !known.includes(name)) ?? null;
}

function unlisted(field: string, value: unknown, list: readonly string[]): Outcome<never> {
  if (value === undefined) return bad(field, { is: 'missing' });
  if (typeof value !== 'string') return bad(field, { is: 'wrong-type' });
  return bad(field, { is: 'malformed', expected: list.join(', ') });
}

function tooMany(): Outcome<never> {
  return bad('fault', { is: 'out-of-range', expected: `at most ${mostStanding} standing` });
}

function bad(field: string, problem: FieldProblem): Outcome<never> {
  return refused(unfit(field, problem));
}
