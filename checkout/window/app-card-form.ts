// The cards in the buyer's telephone: which of them is to be asked.
import type { AppCard } from '../../wire/window.ts';
import { h } from './dom.ts';
import type { Field } from './field.ts';
import { type Form, type FormDesk, instalmentFields, typed } from './form.ts';
import { isWord, type Say } from './words.ts';

export function appCardForm(desk: FormDesk): Form {
  const { boot, say, draft } = desk;
  const fields: readonly Field[] = instalmentFields(desk);
  const chosen = (): string => draft.get('card') ?? boot.appCards[0]?.id ?? '';
  const tiles = (cards: readonly AppCard[]): HTMLElement =>
    h(
      'div',
      { class: 'tiles' },
      ...cards.map((card) =>
        tile(card, say, {
          checked: card.id === chosen(),
          choose: () => draft.set('card', card.id),
        }),
      ),
    );
  const usual = boot.appCards.filter(({ note }) => note === 'approve');
  const others = boot.appCards.filter(({ note }) => note !== 'approve');
  const more = h(
    'details',
    { open: others.some(({ id }) => id === chosen()) },
    h('summary', {}, say('otherCards')),
    tiles(others),
  );
  const list = h(
    'fieldset',
    { class: 'cards whole' },
    h('legend', {}, say('chooseCard')),
    tiles(usual),
    others.length === 0 ? null : more,
  );
  return {
    ...{ way: 'app-card', fields, test: {} },
    element: h('div', { class: 'fields' }, list, ...fields.map(({ element }) => element)),
    read: () => ({
      ...{ way: 'app-card', card: chosen(), decision: 'approve' },
      instalment: Number(typed(fields, 'instalment') || '0'),
    }),
  };
}

interface Choosing {
  readonly checked: boolean;
  readonly choose: () => void;
}

function tile(
  { id, issuer, masked, note }: AppCard,
  say: Say,
  { checked, choose }: Choosing,
): HTMLElement {
  const word = `note-${note}`;
  const tag = isWord(word) ? say(word) : note;
  return h(
    'label',
    { class: 'tile' },
    h('input', { type: 'radio', name: 'card', value: id, checked, onchange: choose }),
    h(
      'span',
      {},
      h('b', { lang: 'ko' }, issuer),
      h('small', {}, note === 'approve' ? `•••• ${masked.slice(-4)}` : tag),
    ),
  );
}
