// The screens that are no form: a simulated phone, a simulated call, and how it all ended.
import type { Boot } from '../../wire/window.ts';
import { grouped } from './digits.ts';
import { h } from './dom.ts';
import type { Say } from './words.ts';

interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

/** Resolves with the buyer's answer; the first button has the focus, Escape declines. */
function ask(place: HTMLElement, { title, text, yes, no }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    const approve = h('button', { type: 'button', class: 'primary' }, yes);
    const decline = h('button', { type: 'button', class: 'plain' }, no);
    const phone = h(
      'section',
      { class: 'phone', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'phone-title' },
      h('h2', { id: 'phone-title' }, title),
      h('p', {}, text),
      h('div', { class: 'buttons' }, approve, decline),
    );
    const end = (answer: boolean) => (): void => {
      phone.remove();
      resolve(answer);
    };
    approve.addEventListener('click', end(true));
    decline.addEventListener('click', end(false));
    phone.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') end(false)();
    });
    place.append(phone);
    approve.focus();
  });
}

export function askPhone(place: HTMLElement, boot: Boot, say: Say): Promise<boolean> {
  const values = { shop: boot.shop, amount: grouped(boot.amount) };
  return ask(place, {
    ...{ title: say('phoneTitle'), text: say('phoneAsks', values) },
    ...{ yes: say('approve'), no: say('decline') },
  });
}

/** The code stands for the call; nothing is secret about it. */
export function askCall(place: HTMLElement, say: Say): Promise<boolean> {
  const code = String(10 + Math.floor(Math.random() * 90));
  return ask(place, {
    ...{ title: say('arsTitle'), text: say('arsAsks', { code }) },
    ...{ yes: say('approve'), no: say('back') },
  });
}

/** How it ended, for whom nobody else tells it. */
export function ending(boot: Boot, say: Say, told: boolean): HTMLElement {
  const { title, text } = wordsOf(boot, say, told);
  const after =
    boot.afterUrl === ''
      ? null
      : h('a', { class: 'primary', href: boot.afterUrl }, say('afterwards'));
  return h(
    'section',
    { class: `ending ${boot.succeeded === true ? 'good' : 'bad'}`, tabindex: '-1' },
    h('p', { class: 'mark', 'aria-hidden': 'true' }, boot.succeeded === true ? '✓' : '!'),
    h('h2', {}, title),
    h('p', {}, text),
    after,
  );
}

function wordsOf(boot: Boot, say: Say, told: boolean): { title: string; text: string } {
  const why = boot.error?.message ?? '';
  if (boot.step === 'gone') return { title: say('goneTitle'), text: say('goneText') };
  if (boot.step === 'error') return { title: say('errorTitle'), text: why };
  if (boot.step === 'expired') return { title: say('expiredTitle'), text: say('goneText') };
  if (boot.succeeded === true) {
    return { title: say('doneTitle'), text: told ? say('doneText') : '' };
  }
  return { title: say('failedTitle'), text: why || say('failedText') };
}
