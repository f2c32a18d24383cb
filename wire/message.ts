// A message of a dialect from its table of fields: decoder, renderer, types and description.
import type { Gateway } from '../core/merchant/merchant.ts';
import { accepted, type Outcome, type Refusal, refused, unfit } from '../core/refusal.ts';
import { type Fields, type Found, fieldBy, noFields } from './fields.ts';
import type { AnyRule, Rule } from './rule.ts';

/** What a condition may depend on besides the fields themselves. */
export interface WireContext {
  readonly gateway: Gateway;
}

/** When a field must be there, with Korean words for the reference. */
export interface Condition {
  readonly says: string;
  holds(context: WireContext, body: Fields): boolean;
}

/** `ignored` fields are accepted whatever they hold, because real clients send them. */
export type Presence = 'required' | 'optional' | 'ignored' | Condition;

/** Where we know a field from; `inferred` rows are to become fewer. */
export type Source = 'manual' | 'public' | 'inferred';

export interface Traits {
  readonly place?: 'header' | 'query';
  /** Other names that clients send the field under. */
  readonly aliases?: readonly string[];
  /** Answers may have it as a JSON number. */
  readonly number?: true;
  readonly masked?: true;
  /** Whoever knows the payment judges it: where it is not needed it may hold anything. */
  readonly late?: true;
  /** A proof that is missing or misshapen is a refused proof, not an unfit field. */
  readonly refusal?: Refusal;
  readonly example?: string;
}

export type Row = readonly [
  wireName: string,
  means: string,
  rule: AnyRule,
  presence: Presence,
  source: Source,
  korean: string,
  traits?: Traits,
];

type Meaning<R extends Row> = R[3] extends 'ignored' ? never : R[1];
type RuleValue<R extends Row> = R[2] extends Rule<infer Value, infer _> ? Value : never;
type RuleNone<R extends Row> = R[2] extends Rule<infer _, infer None> ? None : never;

/** What a message means, in the domain's words; absent fields have their rule's `none`. */
export type Decoded<Rows extends readonly Row[]> = {
  readonly [R in Rows[number] as Meaning<R>]: R[3] extends 'required'
    ? RuleValue<R>
    : RuleValue<R> | RuleNone<R>;
};

/** What must, and what may, be said in an answer. */
export type Said<Rows extends readonly Row[]> = {
  readonly [R in Rows[number] as R[3] extends 'required' ? R[1] : never]: RuleValue<R>;
} & MaySay<Rows>;

export type MaySay<Rows extends readonly Row[]> = {
  readonly [R in Rows[number] as Meaning<R>]?: RuleValue<R> | RuleNone<R> | undefined;
};

export type Rendered<Rows extends readonly Row[]> = {
  readonly [R in Rows[number] as R[0]]: string;
};

/** A request as it came: header names in lower case, as Node gives them. */
export interface Received {
  readonly body: Fields;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly query?: Fields;
}

export interface Message<Rows extends readonly Row[] = readonly Row[]> {
  readonly name: string;
  readonly rows: Rows;
  /** Refuses the first unfit field in the order of the table, by its wire name. */
  decode(received: Received, context: WireContext): Outcome<Decoded<Rows>>;
  /** What fits of a request that was refused, secrets excepted: for the echo in the refusal. */
  decodePartly(received: Received): MaySay<Rows>;
  /** One field before the rest is judged: "" unless it is fitting text. For finding the contract. */
  peek(received: Received, means: Rows[number][1]): string;
  /** Every documented field in the order of the table, "" where there is no value. */
  render(said: Said<Rows>): Rendered<Rows>;
  /** For refusals: what is known is said, the rest is "". */
  renderPartly(said: MaySay<Rows>): Rendered<Rows>;
  /** The name on the wire of what the core calls otherwise. */
  wireNameOf(means: string): string | undefined;
  /** What the core calls a field that a refusal names as the wire does. */
  meaningOf(wireName: string): string | undefined;
}

export function message<const Rows extends readonly Row[]>(
  name: string,
  rows: Rows,
): Message<Rows> {
  const read = rows.filter(([, , , presence]) => presence !== 'ignored').map(reader);
  // An answer may say one thing under two names: the first is the one to speak of.
  const byMeaning = new Map(read.toReversed().map((each) => [each.means, each]));
  const byName = new Map(read.flatMap(({ names, means }) => names.map((name) => [name, means])));
  const write = (said: Readonly<Record<string, unknown>>): Rendered<Rows> =>
    written(rows, said) as Rendered<Rows>;
  return {
    name,
    rows,
    decode: (received, context) => decode(read, received, context) as Outcome<Decoded<Rows>>,
    decodePartly: (received) => decodePartly(read, received) as MaySay<Rows>,
    peek(received, means) {
      const each = byMeaning.get(means);
      const found = each === undefined ? undefined : find(each, received);
      const reading = found === undefined ? undefined : each?.rule.read(found.scalar);
      return reading?.ok && typeof reading.value === 'string' ? reading.value : '';
    },
    render: write,
    renderPartly: write,
    wireNameOf: (means) => byMeaning.get(means)?.wireName,
    meaningOf: (wireName) => byName.get(wireName),
  };
}

interface Reader {
  readonly wireName: string;
  /** The wire name, then its aliases. */
  readonly names: readonly string[];
  readonly headerName: string;
  readonly means: string;
  readonly rule: AnyRule;
  readonly presence: Presence;
  readonly place: 'body' | 'header' | 'query';
  readonly refusal: Refusal | undefined;
  readonly masked: boolean;
  readonly late: boolean;
}

function reader([wireName, means, rule, presence, , , traits]: Row): Reader {
  const headerName = wireName.toLowerCase();
  const { place = 'body', refusal, aliases = [], masked = false, late = false } = traits ?? {};
  const names = [wireName, ...aliases];
  return { wireName, names, headerName, means, rule, presence, place, refusal, masked, late };
}

function decode(
  readers: readonly Reader[],
  received: Received,
  context: WireContext,
): Outcome<Readonly<Record<string, unknown>>> {
  const values: Record<string, unknown> = {};
  for (const each of readers) {
    const found = find(each, received);
    if (found === undefined || isAbsent(found.scalar, each.rule)) {
      if (isNeeded(each.presence, received, context)) {
        return refused(each.refusal ?? unfit(each.wireName, { is: 'missing' }));
      }
      values[each.means] = each.rule.none;
      continue;
    }
    const reading = each.rule.read(found.scalar);
    if (!reading.ok && each.late) {
      values[each.means] = found.scalar.text;
      continue;
    }
    if (!reading.ok) return refused(each.refusal ?? unfit(found.name, reading.problem));
    values[each.means] = reading.value;
  }
  return accepted(values);
}

function decodePartly(
  readers: readonly Reader[],
  received: Received,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const each of readers) {
    const found = each.masked ? undefined : find(each, received);
    const reading = found === undefined ? undefined : each.rule.read(found.scalar);
    if (reading?.ok) values[each.means] = reading.value;
  }
  return values;
}

function find(
  { place, wireName, names, headerName }: Reader,
  received: Received,
): Found | undefined {
  if (place === 'body') return fieldBy(names, received.body);
  if (place === 'query') return fieldBy(names, received.query ?? noFields);
  const text = received.headers?.[headerName];
  return typeof text === 'string'
    ? { name: wireName, scalar: { text, type: 'string' } }
    : undefined;
}

/** Clients send "" and null for what they do not have. */
function isAbsent({ text, type }: Found['scalar'], { refusesNull }: AnyRule): boolean {
  return text === '' && !(type === 'null' && refusesNull);
}

function isNeeded(presence: Presence, received: Received, context: WireContext): boolean {
  if (typeof presence === 'string') return presence === 'required';
  return presence.holds(context, received.body);
}

function written(
  rows: readonly Row[],
  said: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const answer: Record<string, string> = {};
  for (const [wireName, means, rule] of rows) {
    const value = said[means];
    answer[wireName] = value === undefined || value === null ? '' : rule.write(value);
  }
  return answer;
}
