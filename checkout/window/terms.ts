// The terms: what has to be agreed to, each with its text, and one box for all of them.
import type { Boot, Way } from '../../wire/window.ts';
import { h } from './dom.ts';
import { type Term, termsTexts } from './terms-text.ts';
import type { Language, Say } from './words.ts';

export interface TermsBlock {
  readonly element: HTMLElement;
  /** True when all is agreed to; else says so and takes the focus. */
  check(): boolean;
}

interface Asking {
  readonly terms: readonly Term[];
  readonly agreed: Set<Term>;
  readonly say: Say;
  readonly language: Language;
}

/** What is kept for later payments is agreed to by itself. */
export function termsFor({ keeps }: Boot, way: Way): readonly Term[] {
  const usual = ['service', 'privacy', 'sharing'] as const;
  return keeps.includes(way) ? [...usual, 'recurring'] : usual;
}

export function termsBlock(asking: Asking): TermsBlock {
  const { terms, agreed, say } = asking;
  const note = h('p', { id: 'terms-note', class: 'note', role: 'alert' });
  const all = box('terms', (checked) => {
    for (const term of terms) checked ? agreed.add(term) : agreed.delete(term);
    show();
  });
  all.setAttribute('aria-describedby', note.id);
  const boxes = terms.map((term) => ({
    term,
    input: box(`terms-${term}`, (checked) => {
      checked ? agreed.add(term) : agreed.delete(term);
      show();
    }),
  }));
  const isWhole = (): boolean => terms.every((term) => agreed.has(term));
  const show = (): void => {
    for (const { term, input } of boxes) input.checked = agreed.has(term);
    all.checked = isWhole();
    all.indeterminate = !all.checked && terms.some((term) => agreed.has(term));
    if (all.checked) note.textContent = '';
    all.setAttribute('aria-invalid', String(note.textContent !== ''));
  };
  show();
  const list = h(
    'details',
    {},
    h('summary', {}, say('termsList', { n: terms.length })),
    ...boxes.map(({ term, input }) => termRow(asking, term, input)),
  );
  return {
    element: h(
      'fieldset',
      { class: 'terms' },
      h('legend', { class: 'unseen' }, say('termsLegend')),
      h('label', { class: 'all' }, all, h('span', {}, say('termsAll'))),
      list,
      note,
    ),
    check() {
      if (isWhole()) return true;
      note.textContent = say('termsNeeded');
      show();
      all.focus();
      return false;
    },
  };
}

function box(id: string, changed: (checked: boolean) => void): HTMLInputElement {
  const input = h('input', { type: 'checkbox', id });
  input.addEventListener('change', () => changed(input.checked));
  return input;
}

function termRow({ say, language }: Asking, term: Term, input: HTMLInputElement): HTMLElement {
  const { title, sentences } = termsTexts[term][language];
  return h(
    'div',
    { class: 'term' },
    h('label', {}, input, h('span', {}, title)),
    h(
      'details',
      {},
      h('summary', { 'aria-label': `${title}: ${say('termsRead')}` }, say('termsRead')),
      h('ul', {}, ...sentences.map((sentence) => h('li', {}, sentence))),
    ),
  );
}
