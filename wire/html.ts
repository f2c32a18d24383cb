// HTML text from plain values: whatever a shop or buyer wrote is shown as text and stays in place.

/** Markup made by us: by `html`, or a constant such as a style sheet. */
export interface Markup {
  readonly markup: string;
}

export type Content = string | Markup | readonly Markup[];

/** A template whose values are escaped unless they are markup themselves (T43). */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let markup = parts[0] ?? '';
  values.forEach((value, index) => {
    markup += markupOf(value) + (parts[index + 1] ?? '');
  });
  return { markup };
}

export const nothing: Markup = { markup: '' };

function markupOf(value: Content): string {
  if (typeof value === 'string') return escapeText(value);
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities.get(character) ?? '');
}
