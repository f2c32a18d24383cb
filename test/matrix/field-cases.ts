// Tables of what is tried in a field: from the field's own rule, and from what attackers send.

import { readBody } from '../../wire/body.ts';
import type { Route } from '../../wire/cookiepay/routes.ts';
import type { Row, WireContext } from '../../wire/message.ts';
import { literal, type Sent } from '../harness/wire-client.ts';
import { withField } from './wire-samples.ts';

export interface FieldCase {
  readonly what: string;
  readonly value: unknown;
}

/** What the table of fields itself says of a case; the wire's own decoder is not asked. */
export interface RuledCase extends FieldCase {
  readonly fits: boolean;
}

export interface FieldUnderTest {
  readonly route: Route;
  readonly row: Row;
  readonly context: WireContext;
  readonly sent: Sent;
}

/** As it is, and without each other field on whose absence it depends that this one is needed. */
export function variants(field: FieldUnderTest): FieldUnderTest[] {
  const others = field.route.request.rows.filter((each: Row) => each !== field.row);
  const without = others.map(([name]: Row) => ({
    ...field,
    sent: withField(field.sent, name, undefined),
  }));
  return [field, ...without.filter((each) => isNeeded(each) !== isNeeded(field))];
}

/** At its length and beyond it, missing, empty, and each type that JSON has. */
export function ruledCases(field: FieldUnderTest): RuledCase[] {
  const { row } = field;
  const [, , rule, presence, , , traits] = row;
  const ignored = presence === 'ignored' || traits?.late === true;
  const absent = !isNeeded(field);
  const cases: RuledCase[] = [
    { what: 'at its length', value: longest(row), fits: true },
    { what: 'missing', value: undefined, fits: absent },
    { what: 'empty', value: '', fits: absent },
  ];
  if (rule.limit !== null) {
    cases.push({ what: 'one over', value: `${longest(row)}${filler(row)}`, fits: ignored });
  }
  if (traits?.place !== undefined) return cases;
  cases.push({ what: 'null', value: null, fits: rule.refusesNull ? ignored : absent });
  for (const value of [true, false, [], {}, [rule.example], { a: rule.example }]) {
    cases.push({ what: JSON.stringify(value), value, fits: ignored });
  }
  return cases;
}

function longest([, , rule, , , , traits]: Row): string {
  // Node takes no more than 16 KB of headers, and two of them are written here in full.
  return traits?.place === 'header' ? rule.longest.slice(0, 8_000) : rule.longest;
}

function filler([, , rule, , , , traits]: Row): string {
  return traits?.place === 'header' ? 'k'.repeat(193) : rule.longest.slice(-1);
}

function isNeeded({ route, row, context, sent }: FieldUnderTest): boolean {
  const [wireName, , , presence] = row;
  if (typeof presence === 'string') return presence === 'required';
  const without = Object.entries(withField(sent, wireName, undefined)).filter(
    ([name]) => route.request.rows.find(([each]) => each === name)?.[6]?.place === undefined,
  );
  const body = readBody(Buffer.from(JSON.stringify(Object.fromEntries(without))), undefined);
  if (!body.ok) throw new Error('the sample is no message');
  return presence.holds(context, body.value);
}

// Controls, bidi marks and the like are written as escapes, so that they can be seen here.
// biome-ignore format: a table
export const hostileTexts: readonly (readonly [row: string, text: string])[] = [
  ['T65', '__proto__'], ['T65', 'constructor'], ['T65', 'hasOwnProperty'],
  ['T66', '1e3'], ['T66', '0x10'], ['T66', ' 100'], ['T66', '１００'], ['T66', '+5'],
  ['T66', '-0'], ['T66', '-1'], ['T66', '1_000'], ['T66', '1,000'], ['T66', '100\n'],
  ['T66', '\u00a0100'], ['T66', '\ufeff100'], ['T66', '9007199254740993'], ['T66', 'NaN'],
  ['T67', 'a\u0000b'], ['T67', '\u0000'], ['T67', 'a\u001bb'], ['T67', 'a\u0085b'],
  ['T67', '\ud800'], ['T67', 'a\udc00b'], ['T67', '\u202eabc'], ['T67', 'a\u200bb'],
  ['T67', '😀'], ['T67', '한글 e\u0301'], ['T67', '\ufffe'],
  ['T68', "' or 1=1 --"], ['T68', "'; drop table payment; --"], ['T68', '%'], ['T68', '\\'],
  ['T68', '$1'], ['T68', '{"a":1}'], ['T68', '{1,2}'],
  ['T71', 'a\r\nb'], ['T71', '\u2028'], ['T43', '<script>alert(1)</script>'],
  ['T72', '../../etc/passwd'],
];

const hostileLiterals: readonly string[] = [
  '9007199254740993',
  '1e30',
  '1e400',
  '-1',
  '1.5',
  '0',
  '1e3',
  '-0',
];

/** Whether they fit is for the field's rule to say; over HTTP that must be said, and only that. */
export function hostileCases({ row }: FieldUnderTest): FieldCase[] {
  const [, , , , , , traits] = row;
  const texts = hostileTexts.map(([number, value]) => ({
    what: `${number} ${named(value)}`,
    value,
  }));
  // A header cannot hold these, and what stands in a query is always text.
  if (traits?.place === 'header') return texts.filter(({ value }) => /^[\x20-\x7e]*$/.test(value));
  if (traits?.place === 'query') return texts.filter(({ value }) => !/\p{Cs}/u.test(value));
  const literals = hostileLiterals.map((text) => ({ what: `T66 ${text}`, value: literal(text) }));
  return [...texts, ...literals];
}

function named(value: string): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
