// How it ended, for the buyer: in words, and with a way out where nobody else leads one.
import type { Boot } from '../../wire/window.ts';
import { h } from './dom.ts';
import type { Say, Word } from './words.ts';

export function ending(boot: Boot, say: Say, told: boolean): HTMLElement {
  const { title, text } = wordsOf(boot);
  const good = boot.succeeded === true;
  // A page without a shop has no heading yet.
  const level = document.querySelector('h1') === null ? 'h1' : 'h2';
  const why = good || boot.step === 'expired' ? '' : (boot.error?.message ?? '');
  const element = h(
    'section',
    { class: `ending ${good ? 'good' : 'bad'}`, tabindex: '-1', 'aria-labelledby': 'end-title' },
    h('p', { class: 'mark', 'aria-hidden': 'true' }, good ? '✓' : '!'),
    h(level, { id: 'end-title', class: 'title' }, say(title)),
    why === '' ? null : h('p', { class: 'why', lang: 'ko' }, why),
    text === null ? null : h('p', {}, say(text)),
    h('p', { class: 'quiet' }, say(told ? 'returning' : 'mayClose')),
    wayOut(boot, say),
  );
  return element;
}

function wordsOf({ step, succeeded, work, error }: Boot): { title: Word; text: Word | null } {
  if (step === 'gone') return { title: 'goneTitle', text: 'goneText' };
  if (step === 'error') return { title: 'errorTitle', text: null };
  if (step === 'expired') return { title: 'expiredTitle', text: 'expiredText' };
  if (succeeded !== true) {
    return { title: error === null ? 'closedTitle' : 'failedTitle', text: null };
  }
  const titles = { pay: 'paidTitle', certify: 'certifiedTitle', register: 'registeredTitle' };
  return { title: titles[work] as Word, text: null };
}

/** Another page of ours, the shop's own page after a link, or nothing but closing a pop-up. */
function wayOut({ id, done, afterUrl }: Boot, say: Say): HTMLElement | null {
  const href =
    done?.by === 'form' ? `/window/${encodeURIComponent(id)}/handoff` : webOnly(afterUrl);
  if (href !== '') return h('a', { class: 'primary', href }, say('afterwards'));
  if (window.opener === null) return null;
  const close = (): void => window.close();
  return h('button', { type: 'button', class: 'plain', onclick: close }, say('close'));
}

function webOnly(address: string): string {
  return /^https?:\/\//i.test(address) ? address : '';
}
