// The screen on which a buyer types: tools, ways, fields, terms, and the button that pays.
import type { Boot, Way } from '../../wire/window.ts';
import { grouped } from './digits.ts';
import { h } from './dom.ts';
import { type Form, fill } from './form.ts';
import type { TermsBlock } from './terms.ts';
import { isWord, type Language, type Say } from './words.ts';

export interface Actions {
  readonly submit: () => void;
  readonly cancel: () => void;
  readonly turnLanguage: () => void;
  readonly choose: (way: Way) => void;
}

export interface Screen {
  readonly boot: Boot;
  readonly say: Say;
  readonly language: Language;
  readonly form: Form;
  readonly terms: TermsBlock;
  readonly actions: Actions;
}

/** What the server wrote into the page in Korean, in the buyer's language. */
export function translate(say: Say): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-word]')) {
    const { word = '' } = element.dataset;
    if (isWord(word)) element.textContent = say(word);
  }
}

export function languageButton({ language, say, actions }: Omit<Screen, 'form' | 'terms'>) {
  return h(
    'button',
    {
      ...{ type: 'button', class: 'quiet', id: 'language', onclick: actions.turnLanguage },
      lang: language === 'ko' ? 'en' : 'ko',
    },
    say('language'),
  );
}

export function cancelButton({ say, actions }: Pick<Screen, 'say' | 'actions'>) {
  return h(
    'button',
    { type: 'button', class: 'quiet', id: 'cancel', onclick: actions.cancel },
    say('cancel'),
  );
}

export function entry(screen: Screen): HTMLElement {
  const { boot, say, form, terms, actions } = screen;
  return h(
    'form',
    {
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        actions.submit();
      },
    },
    h('div', { role: 'alert', class: 'alert', id: 'alert', tabindex: '-1' }),
    boot.ways.length > 1 ? waysOf(screen) : null,
    testStrip(screen),
    form.element,
    terms.element,
    h(
      'div',
      { class: 'foot' },
      h('p', { id: 'time', class: 'time', role: 'timer' }),
      h('p', { id: 'spoken', class: 'unseen', 'aria-live': 'polite' }),
      h('p', { id: 'status', class: 'status', role: 'status' }),
      h('button', { class: 'primary', id: 'submit' }, payLabel(boot, say)),
    ),
  );
}

function payLabel({ work, amount }: Boot, say: Say): string {
  return work === 'register' ? say('register') : say('pay', { amount: grouped(amount) });
}

function waysOf({ boot, say, form, actions }: Screen): HTMLElement {
  const options = boot.ways.map((way) =>
    h(
      'label',
      { class: 'way' },
      h('input', {
        ...{ type: 'radio', name: 'way', value: way, checked: way === form.way },
        onchange: () => actions.choose(way),
      }),
      h('span', {}, say(`way-${way}`)),
    ),
  );
  const legend = h('legend', { class: 'unseen' }, say('waysLegend'));
  return h('fieldset', { class: 'ways' }, legend, ...options);
}

function testStrip({ boot, form, say }: Screen): HTMLElement | null {
  if (!boot.sandbox || Object.keys(form.test).length === 0) return null;
  const button = h('button', { type: 'button', onclick: () => fill(form) }, say('fillTest'));
  return h('div', { class: 'test' }, h('span', {}, say('testHint')), button);
}
