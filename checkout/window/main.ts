// The payment window: shows what is bought, takes what is typed, hands over what came of it.
import type { Boot, PayRequest, Way } from '../../wire/window.ts';
import { deliver, tellHeight } from './deliver.ts';
import { grouped } from './digits.ts';
import { h } from './dom.ts';
import { type Form, formOf } from './forms.ts';
import { askCall, askPhone, ending } from './screens.ts';
import { type Server, serverOf } from './server.ts';
import { type Language, languageOf, type Say, sayIn } from './words.ts';

interface View {
  boot: Boot;
  language: Language;
  way: Way | undefined;
  agreed: boolean;
  busy: boolean;
  /** Of the connection, not of the payment. */
  trouble: boolean;
  readonly server: Server;
  readonly place: HTMLElement;
}

const place = document.getElementById('pay');
const block = document.getElementById('boot');
if (place !== null && block !== null) start(place, JSON.parse(block.textContent ?? '') as Boot);

function start(where: HTMLElement, boot: Boot): void {
  const view: View = {
    ...{ boot, way: boot.ways[0], agreed: false, busy: false, trouble: false, place: where },
    language: languageOf(navigator.languages),
    server: serverOf(boot.id),
  };
  show(view);
  setInterval(() => tick(view), 1_000);
  // A page that comes back from the browser's memory may be of a window that has ended since.
  addEventListener('pageshow', (event) => {
    if (event.persisted) void settle(view, view.server.look());
  });
}

function show(view: View): void {
  const { boot } = view;
  const say = sayIn(view.language);
  document.documentElement.lang = view.language;
  if (boot.step !== 'enter') {
    const told = deliver(boot);
    const end = ending(boot, say, told);
    view.place.replaceChildren(end);
    end.focus();
    tellHeight(boot.opener);
    return;
  }
  const form = view.way === undefined ? null : formOf(view.way, { boot, say });
  const typed = typedIn(view.place);
  view.place.replaceChildren(...parts(view, say, form));
  restore(view.place, typed);
  complain(view, form);
  tellHeight(boot.opener);
}

/** What was typed stays when the form is drawn anew; secrets were taken out before. */
function typedIn(where: HTMLElement): ReadonlyMap<string, string> {
  const typed = new Map<string, string>();
  for (const input of where.querySelectorAll<HTMLInputElement>('input[name],select[name]')) {
    const isChoice = input.type === 'radio' || input.type === 'checkbox';
    if (!isChoice) typed.set(input.name, input.value);
    else if (input.type === 'radio' && input.checked) typed.set(input.name, input.value);
  }
  return typed;
}

function restore(where: HTMLElement, typed: ReadonlyMap<string, string>): void {
  for (const input of where.querySelectorAll<HTMLInputElement>('input[name],select[name]')) {
    const value = typed.get(input.name);
    if (value === undefined || input.name === 'way' || input.type === 'checkbox') continue;
    if (input.type === 'radio') input.checked = input.value === value;
    else if (input.value === '' || input instanceof HTMLSelectElement) input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function parts(view: View, say: Say, form: Form | null): HTMLElement[] {
  const { boot } = view;
  const note = h('p', { role: 'alert', class: 'alert', id: 'alert', tabindex: '-1' });
  const element = h(
    'form',
    {
      novalidate: true,
      autocomplete: 'on',
      'aria-describedby': 'alert',
      onsubmit: (event) => {
        event.preventDefault();
        if (form !== null) void submit(view, form, say);
      },
    },
    languageButton(view, say),
    ...(boot.ways.length > 1 ? [waysOf(view, say)] : []),
    note,
    form?.element ?? null,
    testButton(boot, form, say),
    termsOf(view, say),
    h('p', { class: 'time', id: 'time' }, ''),
    buttons(view, say),
  );
  return [element];
}

function languageButton(view: View, say: Say): HTMLElement {
  return h(
    'button',
    {
      ...{ type: 'button', class: 'language' },
      lang: view.language === 'ko' ? 'en' : 'ko',
      onclick: () => {
        view.language = view.language === 'ko' ? 'en' : 'ko';
        show(view);
      },
    },
    say('language'),
  );
}

function waysOf(view: View, say: Say): HTMLElement {
  const options = view.boot.ways.map((way) =>
    h(
      'label',
      { class: 'way' },
      h('input', {
        ...{ type: 'radio', name: 'way', value: way, checked: way === view.way },
        onchange: () => {
          view.way = way;
          view.boot = { ...view.boot, error: null };
          show(view);
          document.querySelector<HTMLInputElement>('input[name=way]:checked')?.focus();
        },
      }),
      h('span', {}, say(`way-${way}`)),
    ),
  );
  return h('fieldset', { class: 'ways' }, h('legend', {}, say('waysLegend')), ...options);
}

function testButton(boot: Boot, form: Form | null, say: Say): HTMLElement | null {
  if (!boot.sandbox || form?.fillTest == null) return null;
  const { fillTest } = form;
  return h('button', { type: 'button', class: 'test', onclick: () => fillTest() }, say('fillTest'));
}

function termsOf(view: View, say: Say): HTMLElement {
  const box = h('input', {
    ...{ type: 'checkbox', id: 'terms', name: 'terms', checked: view.agreed },
    onchange: (event) => {
      view.agreed = (event.target as HTMLInputElement).checked;
    },
  });
  return h(
    'div',
    { class: 'terms' },
    h('label', { for: 'terms' }, box, h('span', {}, say('terms'))),
    h('details', {}, h('summary', {}, say('termsMore')), h('p', {}, say('termsText'))),
  );
}

function buttons(view: View, say: Say): HTMLElement {
  const amount = grouped(view.boot.amount);
  const word = { pay: 'pay', certify: 'certify', register: 'register' } as const;
  return h(
    'div',
    { class: 'buttons' },
    h('button', { class: 'primary', id: 'submit' }, say(word[view.boot.work], { amount })),
    h('button', { type: 'button', class: 'plain', onclick: () => void close(view) }, say('cancel')),
  );
}

/** The server's last word on the form, put where it belongs. */
function complain({ boot, trouble, language }: View, form: Form | null): void {
  const say = sayIn(language);
  const alert = document.getElementById('alert');
  if (alert === null) return;
  if (trouble) alert.textContent = say('offline');
  if (boot.error === null) return;
  const left = say('triesLeft', { n: boot.attemptsLeft });
  alert.textContent = `${boot.error.message} ${boot.attemptsLeft < 5 ? left : ''}`.trim();
  const named = form?.fields.find(({ name }) => name === boot.error?.field);
  named?.complain(boot.error.message);
  if (named !== undefined) named.input.focus();
  else alert.focus();
}

async function submit(view: View, form: Form, say: Say): Promise<void> {
  if (view.busy) return;
  const request = form.read();
  if (request === null) {
    form.fields.find(({ input }) => input.getAttribute('aria-invalid') === 'true')?.input.focus();
    return;
  }
  if (!view.agreed) {
    const alert = document.getElementById('alert');
    if (alert !== null) alert.textContent = say('termsNeeded');
    document.getElementById('terms')?.focus();
    return;
  }
  const decided = await decide(view, request, say);
  if (decided === null) return;
  work(view, say);
  form.forget();
  await settle(view, view.server.pay(decided, view.boot.turn));
}

/** Ways that the buyer confirms on a phone ask there first; null goes back to the form. */
async function decide(view: View, request: PayRequest, say: Say): Promise<PayRequest | null> {
  if (request.way === 'app-card') {
    const approved = await askPhone(view.place, view.boot, say);
    return { ...request, decision: approved ? 'approve' : 'decline' };
  }
  if (request.way === 'transfer') return (await askCall(view.place, say)) ? request : null;
  return request;
}

function work(view: View, say: Say): void {
  view.busy = true;
  for (const button of view.place.querySelectorAll('button')) button.disabled = true;
  const time = document.getElementById('time');
  if (time !== null) time.textContent = say('working');
  view.place.setAttribute('aria-busy', 'true');
}

/** An answer that got lost is looked up: asking again could only be taken for another try. */
async function settle(view: View, asked: Promise<Boot>): Promise<void> {
  let boot: Boot | null = await asked.catch(() => null);
  view.trouble = boot === null;
  for (let wait = 500; boot === null; wait = Math.min(wait * 2, 5_000)) {
    await new Promise((resume) => setTimeout(resume, wait));
    boot = await view.server.look().catch(() => null);
  }
  view.busy = false;
  view.trouble = false;
  view.boot = boot;
  view.place.removeAttribute('aria-busy');
  show(view);
}

async function close(view: View): Promise<void> {
  if (view.busy) return;
  work(view, sayIn(view.language));
  await settle(view, view.server.close());
}

/** Says the time only when little of it is left; at the end the server is asked what came of it. */
function tick(view: View): void {
  const { boot } = view;
  if (boot.step !== 'enter' || view.busy || boot.secondsLeft <= 0) return;
  view.boot = { ...boot, secondsLeft: boot.secondsLeft - 1 };
  const time = document.getElementById('time');
  const n = view.boot.secondsLeft;
  if (time !== null && n <= 60) time.textContent = sayIn(view.language)('timeLeft', { n });
  if (n === 0) void settle(view, view.server.look());
}
