// One labelled field: its hint, its error, and what a screen reader hears of both.
import type { FieldName } from '../../wire/window.ts';
import { caretAfter, digitsOf } from './digits.ts';
import { h } from './dom.ts';
import type { Say, Word } from './words.ts';

export interface Field {
  readonly name: FieldName | 'repeat' | 'trade';
  readonly element: HTMLElement;
  readonly input: HTMLInputElement | HTMLSelectElement;
  /** What is wrong with what was typed; null for nothing. */
  fault(): Word | null;
  /** "" takes the error away. */
  complain(message: string): void;
}

/** What was typed, by field; it outlives the elements, which are drawn anew with each answer. */
export type Draft = Map<string, string>;

export interface Desk {
  readonly say: Say;
  readonly draft: Draft;
}

interface Options {
  readonly name: Field['name'];
  readonly label: Word;
  readonly hint?: Word;
  readonly fault: (value: string) => Word | null;
}

interface TextOptions extends Options {
  readonly type?: 'text' | 'password';
  readonly autocomplete?: string;
  readonly inputmode?: 'numeric' | 'text';
  readonly maxlength: number;
  readonly placeholder?: string;
  /** How what is typed is written; null leaves it as it is. */
  readonly shape: ((text: string) => string) | null;
}

export function textField(desk: Desk, options: TextOptions): Field {
  const { name, type = 'text', inputmode = 'numeric', shape } = options;
  const input = h('input', {
    ...{ id: name, name, type, inputmode, maxlength: options.maxlength },
    autocomplete: options.autocomplete ?? 'off',
    placeholder: options.placeholder ?? null,
    'aria-required': 'true',
    autocapitalize: 'off',
    spellcheck: 'false',
  });
  if (shape !== null) input.addEventListener('input', () => reshape(input, shape));
  return framed(desk, options, input);
}

export function choiceField(
  desk: Desk,
  options: Options,
  values: readonly (readonly [value: string, label: string])[],
): Field {
  const choices = values.map(([value, label]) => h('option', { value }, label));
  const required = options.fault('') === null ? null : 'true';
  const props = { id: options.name, name: options.name, 'aria-required': required };
  return framed(desk, options, h('select', props, ...choices));
}

function framed(
  { say, draft }: Desk,
  { name, label, hint, fault }: Options,
  input: Field['input'],
): Field {
  const usual = hint === undefined ? '' : say(hint);
  const note = h('p', { id: `${name}-note`, class: 'note' }, usual);
  const element = h('div', { class: 'field' }, h('label', { for: name }, say(label)), input, note);
  input.setAttribute('aria-describedby', note.id);
  const complain = (message: string): void => {
    note.textContent = message === '' ? usual : message;
    element.classList.toggle('wrong', message !== '');
    input.setAttribute('aria-invalid', String(message !== ''));
  };
  const kept = draft.get(name);
  if (kept !== undefined) input.value = kept;
  input.addEventListener('input', () => {
    draft.set(name, input.value);
    complain('');
  });
  return { name, element, input, complain, fault: () => fault(input.value) };
}

/** Regroups what is typed and keeps the caret behind the same digit. */
function reshape(input: HTMLInputElement, shape: (text: string) => string): void {
  const at = input.selectionStart ?? input.value.length;
  const atEnd = at === input.value.length;
  const before = digitsOf(input.value.slice(0, at)).length;
  const shaped = shape(input.value);
  if (shaped === input.value) return;
  input.value = shaped;
  const place = atEnd ? shaped.length : caretAfter(shaped, before);
  input.setSelectionRange(place, place);
}

export function set(field: Field, value: string): void {
  field.input.value = value;
  field.input.dispatchEvent(new Event('input', { bubbles: true }));
}
