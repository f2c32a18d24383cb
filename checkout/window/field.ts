// One labelled field: its hint, its error, and what a screen reader hears of both.
import type { FieldName } from '../../wire/window.ts';
import { h } from './dom.ts';

export interface Field {
  readonly name: FieldName | 'repeat' | 'terms' | 'trade';
  readonly element: HTMLElement;
  readonly input: HTMLInputElement | HTMLSelectElement;
  /** "" takes the error away. */
  complain(message: string): void;
}

export interface FieldOptions {
  readonly name: Field['name'];
  readonly label: string;
  readonly hint?: string;
  readonly type?: 'text' | 'password';
  readonly autocomplete?: string;
  readonly inputmode?: 'numeric' | 'text';
  readonly maxlength?: number;
  readonly placeholder?: string;
  readonly required?: boolean;
}

export function field(options: FieldOptions): Field {
  const { name, hint, type = 'text', inputmode = 'numeric' } = options;
  const input = h('input', {
    ...{ id: name, name, type, inputmode },
    autocomplete: options.autocomplete ?? 'off',
    maxlength: options.maxlength ?? null,
    placeholder: options.placeholder ?? null,
    'aria-required': options.required === false ? null : 'true',
    'aria-describedby': `${name}-note`,
    autocapitalize: 'off',
    spellcheck: 'false',
  });
  return framed(options, input, hint);
}

export function choice(
  options: FieldOptions,
  values: readonly (readonly [value: string, label: string])[],
): Field {
  const select = h(
    'select',
    { id: options.name, name: options.name, 'aria-describedby': `${options.name}-note` },
    ...values.map(([value, label]) => h('option', { value }, label)),
  );
  return framed(options, select, options.hint);
}

function framed({ name, label }: FieldOptions, input: Field['input'], hint = ''): Field {
  const note = h('p', { id: `${name}-note`, class: 'note' }, hint);
  const element = h('div', { class: 'field' }, h('label', { for: name }, label), input, note);
  return {
    ...{ name, element, input },
    complain(message) {
      note.textContent = message === '' ? hint : message;
      note.classList.toggle('wrong', message !== '');
      if (message === '') input.removeAttribute('aria-invalid');
      else input.setAttribute('aria-invalid', 'true');
    },
  };
}

/** Regroups what is typed and keeps the caret behind the same digit. */
export function shaped(
  { input }: Field,
  shape: (text: string) => string,
  caret: (text: string, digitsBefore: number) => number,
): void {
  if (!(input instanceof HTMLInputElement)) return;
  input.addEventListener('input', () => {
    const at = input.selectionStart ?? input.value.length;
    const atEnd = at === input.value.length;
    const before = input.value.slice(0, at).replace(/\D/g, '').length;
    input.value = shape(input.value);
    const place = atEnd ? input.value.length : caret(input.value, before);
    input.setSelectionRange(place, place);
  });
}
