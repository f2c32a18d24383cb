// What would happen on the buyer's telephone, simulated: the app of a card, and a bank's call.
import type { Boot } from '../../wire/window.ts';
import { grouped } from './digits.ts';
import { h } from './dom.ts';
import type { Say } from './words.ts';

interface Question {
  readonly title: string;
  readonly text: string;
  readonly rows: readonly HTMLElement[];
  readonly no: string;
  readonly say: Say;
}

/** Null where the buyer turned back without a decision. */
export type Decision = 'approve' | 'decline' | null;

/** A modal dialog: the page behind it can be neither reached nor read. Escape turns back. */
function ask({ title, text, rows, no, say }: Question): Promise<Decision> {
  return new Promise((resolve) => {
    const approve = h('button', { type: 'button', class: 'primary' }, say('approve'));
    const decline = h('button', { type: 'button', class: 'plain' }, no);
    const dialog = h(
      'dialog',
      { class: 'phone', 'aria-labelledby': 'phone-title', 'aria-describedby': 'phone-text' },
      h('p', { class: 'simulated' }, say('simulated')),
      h('h2', { id: 'phone-title' }, title),
      h('div', { id: 'phone-text' }, h('p', {}, text), ...rows),
      approve,
      decline,
    );
    const end = (answer: Decision): void => {
      dialog.remove();
      resolve(answer);
    };
    approve.addEventListener('click', () => end('approve'));
    decline.addEventListener('click', () => end('decline'));
    dialog.addEventListener('cancel', () => end(null));
    document.body.append(dialog);
    dialog.showModal();
    approve.focus();
  });
}

export function askApp(boot: Boot, card: string, say: Say): Promise<Decision> {
  const { issuer = '', masked = '' } = boot.appCards.find(({ id }) => id === card) ?? {};
  const amount = `${grouped(boot.amount)}${say('won')}`;
  return ask({
    ...{ title: say('phoneTitle', { issuer }), text: say('phoneText'), no: say('decline'), say },
    rows: [
      h('p', { class: 'sum' }, amount),
      h('p', { class: 'facts' }, h('bdi', {}, boot.shop)),
      h('p', { class: 'facts' }, h('bdi', {}, boot.goods)),
      h('p', { class: 'facts' }, masked),
    ],
  });
}

/** The code stands for the call; nothing is secret about it. */
export function askCall(boot: Boot, say: Say): Promise<Decision> {
  const code = String(10 + Math.floor(Math.random() * 90));
  const amount = boot.amount === '' ? [] : [`${grouped(boot.amount)}${say('won')}`];
  return ask({
    ...{ title: say('arsTitle'), text: say('arsText', { code }), no: say('back'), say },
    rows: amount.map((text) => h('p', { class: 'sum' }, text)),
  });
}
