// Renders answers in the form that a merchant chose: numbers as the manual shows them, or all text.
import type { Policy } from '../../core/merchant/policy.ts';
import { type Fields, fieldBy, noFields } from '../fields.ts';
import type { MaySay, Message, Rendered, Row, Said } from '../message.ts';

/** How one answer is to look; `asked` is the body of the request that it answers. */
export interface Form {
  readonly numbers: Policy['numbers'];
  readonly asked: Fields;
}

export type Answer = Readonly<Record<string, string | number>>;

/** What no merchant is known for yet is answered as the manual shows it. */
export const usualForm: Form = { numbers: 'manual', asked: noFields };

export function renderAnswer<const Rows extends readonly Row[]>(
  message: Message<Rows>,
  said: Said<Rows>,
  form: Form,
): Answer {
  return inForm(message, message.render(said), form);
}

/** For refusals: what is known is said. */
export function renderKnown<const Rows extends readonly Row[]>(
  message: Message<Rows>,
  known: MaySay<Rows>,
  form: Form,
): Answer {
  return inForm(message, message.renderPartly(known), form);
}

function inForm<const Rows extends readonly Row[]>(
  { rows }: Message<Rows>,
  texts: Rendered<Rows>,
  { numbers, asked }: Form,
): Answer {
  if (numbers === 'text') return texts;
  const answer: Record<string, string | number> = { ...texts };
  for (const [wireName, , , , , , traits] of rows as readonly Row[]) {
    if (traits?.number !== true) continue;
    const text = (texts as Readonly<Record<string, string>>)[wireName] ?? '';
    const sent = fieldBy([wireName, ...(traits.aliases ?? [])], asked)?.scalar;
    // Shops compare what comes back with what they sent, type and all.
    const wasText = sent?.type === 'string' && sent.text !== '';
    if (!wasText && isNumber(text)) answer[wireName] = Number(text);
  }
  return answer;
}

const plainInteger = /^(0|[1-9][0-9]*)$/;

/** A customer's number may be a name, or have zeros in front. */
function isNumber(text: string): boolean {
  return plainInteger.test(text) && Number.isSafeInteger(Number(text));
}
