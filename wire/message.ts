// A message of a dialect from its table of fields: decoder, renderer, types and description.
import type { Gateway } from '../core/merchant/merchant.ts';
import { accepted, type Outcome, type Refusal, refused, unfit } from '../core/refusal.ts';
import { type Fields, noFields, type Scalar } from './fields.ts';
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
  readonly masked?: true;
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
  /** One field before the rest is judged: "" unless it is fitting text. For finding the contract. */
  peek(received: Received, means: Rows[number][1]): string;
  /** Every documented field in the order of the table, "" where there is no value. */
  render(said: Said<Rows>): Rendered<Rows>;
  /** For refusals: what is known is said, the rest is "". */
  renderPartly(said: MaySay<Rows>): Rendered<Rows>;
  /** The name on the wire of what the core calls otherwise. */
  wireNameOf(means: string): string | undefined;
}

export function message<const Rows extends readonly Row[]>(
  name: string,
  rows: Rows,
): Message<Rows> {
  const read = rows.filter(([, , , presence]) => presence !== 'ignored').map(reader);
  const byMeaning = new Map(read.map((each) => [each.means, each]));
  const write = (said: Readonly<Record<string, unknown>>): Rendered<Rows> =>
    written(rows, said) as Rendered<Rows>;
  return {
    name,
    rows,
    decode: (received, context) => decode(read, received, context) as Outcome<Decoded<Rows>>,
    peek(received, means) {
      const each = byMeaning.get(means);
      const scalar = each === undefined ? undefined : find(each, received);
      const reading = scalar === undefined ? undefined : each?.rule.read(scalar);
      return reading?.ok && typeof reading.value === 'string' ? reading.value : '';
    },
    render: write,
    renderPartly: write,
    wireNameOf: (means) => byMeaning.get(means)?.wireName,
  };
}

interface Reader {
  readonly wireName: string;
  readonly headerName: string;
  readonly means: string;
  readonly rule: AnyRule;
  readonly presence: Presence;
  readonly place: 'body' | 'header' | 'query';
  readonly refusal: Refusal | undefined;
}

function reader([wireName, means, rule, presence, , , traits]: Row): Reader {
  const headerName = wireName.toLowerCase();
  const { place = 'body', refusal } = traits ?? {};
  return { wireName, headerName, means, rule, presence, place, refusal };
}

function decode(
  readers: readonly Reader[],
  received: Received,
  context: WireContext,
): Outcome<Readonly<Record<string, unknown>>> {
  const values: Record<string, unknown> = {};
  for (const each of readers) {
    const scalar = find(each, received);
    if (scalar === undefined || isAbsent(scalar, each.rule)) {
      if (isNeeded(each.presence, received, context)) {
        return refused(each.refusal ?? unfit(each.wireName, { is: 'missing' }));
      }
      values[each.means] = each.rule.none;
      continue;
    }
    const reading = each.rule.read(scalar);
    if (!reading.ok) return refused(each.refusal ?? unfit(each.wireName, reading.problem));
    values[each.means] = reading.value;
  }
  return accepted(values);
}

function find({ place, wireName, headerName }: Reader, received: Received): Scalar | undefined {
  if (place === 'body') return received.body.get(wireName);
  if (place === 'query') return (received.query ?? noFields).get(wireName);
  const text = received.headers?.[headerName];
  return typeof text === 'string' ? { text, type: 'string' } : undefined;
}

/** Clients send "" and null for what they do not have. */
function isAbsent({ text, type }: Scalar, { refusesNull }: AnyRule): boolean {
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
