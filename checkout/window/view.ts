// What the buyer sees now: drawn anew with each answer of the server and each turn of language.
import type { Boot, Way } from '../../wire/window.ts';
import { appCardForm } from './app-card-form.ts';
import { cardForm } from './card-form.ts';
import type { StepClock } from './clock.ts';
import { deliver } from './deliver.ts';
import { h } from './dom.ts';
import { ending } from './ending.ts';
import type { Draft } from './field.ts';
import type { Form, FormDesk } from './form.ts';
import { type Actions, cancelButton, entry, languageButton, translate } from './layout.ts';
import { registeredForm } from './registered-form.ts';
import type { Server } from './server.ts';
import { type TermsBlock, termsBlock, termsFor } from './terms.ts';
import type { Term } from './terms-text.ts';
import { transferForm } from './transfer-form.ts';
import { type Language, type Say, sayIn, type Word } from './words.ts';

export interface View {
  boot: Boot;
  language: Language;
  way: Way;
  busy: boolean;
  /** What became of the connection, for the buyer to read. */
  news: Word | null;
  readonly drafts: Map<Way, Draft>;
  readonly agreed: Set<Term>;
  readonly server: Server;
  readonly clock: StepClock;
  readonly places: Places;
  /** What a press on its buttons does. */
  readonly actions: (form: Form, terms: TermsBlock) => Actions;
}

export interface Places {
  readonly main: HTMLElement;
  readonly pay: HTMLElement;
  readonly tools: HTMLElement;
}

// biome-ignore format: a table
const forms: Readonly<Record<Way, (desk: FormDesk) => Form>> = {
  'card': cardForm, 'app-card': appCardForm, 'transfer': transferForm, 'registered': registeredForm,
};

export function show(view: View): void {
  const { boot, language } = view;
  const say = sayIn(language);
  // A telephone that is still being asked belongs to what was shown before.
  document.querySelector('dialog')?.remove();
  document.documentElement.lang = language;
  translate(say);
  if (boot.step === 'enter') showEntry(view, say);
  else showEnd(view, say);
}

function showEnd({ boot, clock, places }: View, say: Say): void {
  clock.stop();
  const end = ending(boot, say, deliver(boot));
  places.tools.replaceChildren();
  places.pay.replaceChildren(end);
  end.focus();
}

function showEntry(view: View, say: Say): void {
  const { boot, language, way, places, agreed } = view;
  const draft: Draft = view.drafts.get(way) ?? new Map();
  view.drafts.set(way, draft);
  const form = forms[way]({ boot, say, draft });
  const terms = termsBlock({ terms: termsFor(boot, way), agreed, say, language });
  const actions = view.actions(form, terms);
  const screen = { boot, say, language, form, terms, actions };
  places.tools.replaceChildren(languageButton(screen), cancelButton(screen));
  places.pay.replaceChildren(entry(screen));
  view.clock.show();
  complain(view, form, say);
}

/** The server's last word, and the connection's, put where they belong. */
function complain({ boot, news, language }: View, form: Form, say: Say): void {
  const { error, attemptsLeft } = boot;
  const said: (string | Node)[] = news === null ? [] : [say(news)];
  if (error !== null) {
    if (language === 'en') said.push(say('refused', { code: error.code }), ' ');
    said.push(h('span', { lang: 'ko' }, error.message));
    if (attemptsLeft < 5) said.push(' ', say('triesLeft', { n: attemptsLeft }));
  }
  const alert = document.getElementById('alert');
  if (alert === null || said.length === 0) return;
  const text = h('div', {}, ...said);
  alert.append(text);
  const named = form.fields.find(({ name }) => name === error?.field);
  named?.element.classList.add('wrong');
  named?.input.setAttribute('aria-invalid', 'true');
  (named?.input ?? alert).focus();
  alert.scrollIntoView({ block: 'nearest' });
}
