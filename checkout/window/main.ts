// The payment window: shows what is bought, takes what is typed, hands over what came of it.
import type { Boot, PayRequest } from '../../wire/window.ts';
import { stepClock } from './clock.ts';
import { tellHeight } from './deliver.ts';
import { h } from './dom.ts';
import { check, type Form, forget } from './form.ts';
import type { Actions } from './layout.ts';
import { askApp, askCall } from './phone.ts';
import { serverOf } from './server.ts';
import { lookUntilKnown } from './settle.ts';
import type { TermsBlock } from './terms.ts';
import { type Places, show, type View } from './view.ts';
import { languageOf, type Say, sayIn, type Word } from './words.ts';

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
    actions: (form, terms) => actionsOf(view, form, terms),
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
  // The time may have ended while the telephone was asked.
  if (view.busy || view.boot.step !== 'enter') return;
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
  const all = 'button,input,select';
  for (const each of places.main.querySelectorAll<HTMLButtonElement>(all)) each.disabled = true;
  const status = document.getElementById('status');
  if (doing !== undefined && status !== null) status.textContent = sayIn(language)(doing);
}
