// The payment window: shows what is bought, takes what is typed, hands over what came of it.
import type { Boot, PayRequest, Way } from '../../wire/window.ts';
import { appCardForm } from './app-card-form.ts';
import { cardForm } from './card-form.ts';
import { type StepClock, stepClock } from './clock.ts';
import { deliver, tellHeight } from './deliver.ts';
import { h } from './dom.ts';
import { ending } from './ending.ts';
import type { Draft } from './field.ts';
import { check, type Form, type FormDesk, forget } from './form.ts';
import { type Actions, cancelButton, entry, languageButton, translate } from './layout.ts';
import { askApp, askCall } from './phone.ts';
import { registeredForm } from './registered-form.ts';
import { type Server, serverOf } from './server.ts';
import { lookUntilKnown } from './settle.ts';
import { type TermsBlock, termsBlock, termsFor } from './terms.ts';
import type { Term } from './terms-text.ts';
import { transferForm } from './transfer-form.ts';
import { type Language, languageOf, type Say, sayIn, type Word } from './words.ts';

interface View {
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
}

interface Places {
  readonly main: HTMLElement;
  readonly pay: HTMLElement;
  readonly tools: HTMLElement;
}

// biome-ignore format: a table
const forms: Readonly<Record<Way, (desk: FormDesk) => Form>> = {
  'card': cardForm, 'app-card': appCardForm, 'transfer': transferForm, 'registered': registeredForm,
};

const [main, pay, tools, block] = ['main', 'pay', 'tools', 'boot'].map((id) =>
  document.getElementById(id),
);
// A page that says why there is no window has no place for tools.
if (main && pay && block) {
  start({ main, pay, tools: tools ?? h('div', {}) }, JSON.parse(block.textContent ?? '') as Boot);
}

function start(places: Places, boot: Boot): void {
  const server = serverOf(boot.id);
  const look = (): void => void settle(view, server.look());
  const view: View = {
    ...{ boot, busy: false, news: null, places, server },
    way: boot.ways[0] ?? 'card',
    language: languageOf(navigator.languages),
    drafts: new Map(),
    agreed: new Set(),
    clock: stepClock(() => sayIn(view.language), look),
  };
  if (window.parent !== window) document.documentElement.classList.add('framed');
  if (boot.step === 'enter') view.clock.restart(boot.secondsLeft);
  show(view);
  tellHeight(places.main, boot.opener);
  // What was typed does not wait in the browser's memory for whoever presses back.
  addEventListener('pagehide', () => {
    view.drafts.clear();
    places.pay.replaceChildren();
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) look();
  });
}

function show(view: View): void {
  const { boot, language } = view;
  const say = sayIn(language);
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
  const actions = actionsOf(view, form, terms);
  const screen = { boot, say, language, form, terms, actions };
  places.tools.replaceChildren(languageButton(screen), cancelButton(screen));
  places.pay.replaceChildren(entry(screen));
  view.clock.show();
  complain(view, form, say);
}

function actionsOf(view: View, form: Form, terms: TermsBlock): Actions {
  return {
    submit: () => void submit(view, form, terms),
    cancel: () => {
      if (!view.busy) void settle(view, view.server.close(), 'closing');
    },
    turnLanguage() {
      view.language = view.language === 'ko' ? 'en' : 'ko';
      show(view);
      document.getElementById('language')?.focus();
    },
    choose(way) {
      view.way = way;
      view.news = null;
      view.boot = { ...view.boot, error: null };
      show(view);
      document.querySelector<HTMLElement>('input[name=way]:checked')?.focus();
    },
  };
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

async function submit(view: View, form: Form, terms: TermsBlock): Promise<void> {
  if (view.busy) return;
  const say = sayIn(view.language);
  const fault = check(form, say);
  if (fault !== null) return fault.input.focus();
  if (!terms.check()) return;
  if (!navigator.onLine) {
    view.news = 'offline';
    return show(view);
  }
  const request = await decided(view, form.read(), say);
  if (request === null) return document.getElementById('submit')?.focus();
  // Sent and forgotten before anything can go wrong; a second click finds the window busy.
  const answer = view.server.pay(request, view.boot.turn);
  forget(form);
  await settle(view, answer, 'working');
}

/** Ways that are confirmed on a telephone ask there first; null goes back to the form. */
async function decided(view: View, request: PayRequest, say: Say): Promise<PayRequest | null> {
  if (request.way === 'app-card') {
    const decision = await askApp(view.boot, request.card, say);
    return decision === null ? null : { ...request, decision };
  }
  if (request.way !== 'transfer') return request;
  return (await askCall(view.boot, say)) === 'approve' ? request : null;
}

/** An answer that got lost is looked up; asking again could only be taken for another try. */
async function settle(view: View, asked: Promise<Boot>, doing?: Word): Promise<void> {
  if (view.busy) return;
  view.busy = true;
  view.clock.stop();
  wait(view, doing);
  const answer = await asked.catch(() => null);
  const boot = answer ?? (await lookUntilKnown(view.server, sayIn(view.language)));
  view.busy = false;
  view.news = answer === null && doing === 'working' && boot.error === null ? 'notSent' : null;
  view.boot = boot;
  if (boot.step === 'enter') view.clock.restart(boot.secondsLeft);
  view.places.main.removeAttribute('aria-busy');
  show(view);
}

/** Nothing can be pressed or typed until it is known what came of it. */
function wait({ places, language }: View, doing: Word | undefined): void {
  places.main.setAttribute('aria-busy', 'true');
  for (const button of places.main.querySelectorAll('button')) button.disabled = true;
  const status = document.getElementById('status');
  if (doing !== undefined && status !== null) status.textContent = sayIn(language)(doing);
}
