// What the pages of both dialects say alike: where a field is known from, and its table.
import { describeFields, type FieldDescription } from '../../wire/description.ts';
import type { Message } from '../../wire/message.ts';
import { code, table } from './markdown.ts';

export const sources = table(
  ['Source', 'The field is known from'],
  [
    ['manual', "the vendor's API manual"],
    ['public', 'public samples, plugins and pages'],
    ['inferred', 'what existing clients need or tolerate'],
  ],
);

export const presences = `Presence: 필수 required, 선택 optional, 무시 accepted and ignored; other words are
the condition under which the field is required. In an answer 필수 has a value in every success.
Fields marked ● are secret: they are never logged, and card data are never stored.`;

export function fieldTable(message: Message): string {
  return table(
    ['Field', 'Length', 'Presence', 'Source', 'Meaning', 'Expected'],
    describeFields(message).map((field) => [
      `${code(field.wireName)}${placeOf(field)}${marksOf(field)}`,
      field.limit === null ? '' : String(field.limit),
      field.presence,
      field.source,
      field.meaning,
      field.expected,
    ]),
  );
}

function placeOf({ place }: FieldDescription): string {
  return place === 'body' ? '' : ` (${place})`;
}

function marksOf({ aliases, isMasked, isNumber }: FieldDescription): string {
  const others = aliases.length === 0 ? '' : ` (${aliases.map(code).join(', ')})`;
  return `${others}${isMasked ? ' ●' : ''}${isNumber ? ' #' : ''}`;
}
