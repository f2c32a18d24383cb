// What a message looks like to a reader: its rows as plain records for the generated reference.
import type { Message, Row, Source } from './message.ts';

export interface FieldDescription {
  readonly wireName: string;
  /** Other names that clients send it under. */
  readonly aliases: readonly string[];
  readonly means: string;
  readonly place: 'body' | 'header' | 'query';
  /** Most characters; null where there is no limit. */
  readonly limit: number | null;
  /** Korean: 필수, 선택, 무시, or the condition's own words. */
  readonly presence: string;
  readonly expected: string;
  readonly example: string;
  readonly isMasked: boolean;
  /** Whether answers may have it as a JSON number. */
  readonly isNumber: boolean;
  readonly source: Source;
  readonly meaning: string;
}

export function describeFields(message: Pick<Message, 'rows'>): readonly FieldDescription[] {
  return message.rows.map(describeRow);
}

const presences = { required: '필수', optional: '선택', ignored: '무시' } as const;

function describeRow([
  wireName,
  means,
  rule,
  presence,
  source,
  meaning,
  traits,
]: Row): FieldDescription {
  return {
    wireName,
    aliases: traits?.aliases ?? [],
    means,
    place: traits?.place ?? 'body',
    limit: rule.limit,
    presence: typeof presence === 'string' ? presences[presence] : presence.says,
    expected: rule.expected,
    example: traits?.example ?? rule.example,
    isMasked: traits?.masked ?? false,
    isNumber: traits?.number ?? false,
    source,
    meaning,
  };
}
