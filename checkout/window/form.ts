// What the forms of all ways to pay have in common: fields that are checked, read and forgotten.
import type { Boot, PayRequest, Way } from '../../wire/window.ts';
import { atMost } from './digits.ts';
import { choiceField, type Desk, type Field, set, textField } from './field.ts';
import type { Say, Word } from './words.ts';

export interface Form {
  readonly way: Way;
  readonly element: HTMLElement;
  readonly fields: readonly Field[];
  /** What is sent; only of a form whose fields have no fault. */
  read(): PayRequest;
  /** Values of a test card or account; empty where nothing is typed. */
  readonly test: Readonly<Record<string, string>>;
}

export interface FormDesk extends Desk {
  readonly boot: Boot;
}

/** Card numbers and passwords are sent once and never stay in the page (T53). */
const secrets: readonly Field['name'][] = [
  'number',
  'password',
  'newPassword',
  'repeat',
  'identity',
];

export function forget({ fields }: Pick<Form, 'fields'>): void {
  for (const field of fields) if (secrets.includes(field.name)) set(field, '');
}

/** Says of each field what is wrong with it; the first of them, or null. */
export function check({ fields }: Form, say: Say): Field | null {
  let first: Field | null = null;
  for (const field of fields) {
    const fault = field.element.hidden ? null : field.fault();
    field.complain(fault === null ? '' : say(fault));
    if (fault !== null) first ??= field;
  }
  return first;
}

export function fill({ fields, test }: Form): void {
  for (const field of fields) {
    const value = test[field.name];
    if (value !== undefined) set(field, value);
  }
}

export function typed(fields: readonly Field[], name: Field['name']): string {
  return fields.find((each) => each.name === name)?.input.value ?? '';
}

export function fits(pattern: RegExp, otherwise: Word): (value: string) => Word | null {
  return (value) => {
    if (value.trim() === '') return 'missing';
    return pattern.test(value) ? null : otherwise;
  };
}

export function birthDateField(desk: Desk): Field {
  return textField(desk, {
    ...{ name: 'birthDate', label: 'birthDate', hint: 'birthDateHint', maxlength: 12 },
    ...{ shape: atMost(10), fault: fits(/^(\d{6}|\d{10})$/, 'unfitBirthDate') },
  });
}

/** Empty where only a lump sum is offered. */
export function instalmentFields({ boot, ...desk }: FormDesk): readonly Field[] {
  if (boot.instalments.length === 0) return [];
  const months = boot.instalments.map((n) => {
    const words = boot.interestFree.includes(n) ? 'monthsFree' : 'months';
    return [String(n), desk.say(words, { n })] as const;
  });
  const options = { name: 'instalment', label: 'instalment', fault: () => null } as const;
  return [choiceField(desk, options, [['0', desk.say('lumpSum')], ...months])];
}

/** A password that guards what is registered here; empty where none is set. */
export function newPasswordFields({ boot, ...desk }: FormDesk, way: Way): readonly Field[] {
  if (!boot.setsPassword || !boot.keeps.includes(way)) return [];
  const shape = atMost(6);
  const six = { type: 'password', maxlength: 6, autocomplete: 'new-password', shape } as const;
  const fresh = textField(desk, {
    ...{ ...six, name: 'newPassword', label: 'newPassword', hint: 'newPasswordHint' },
    fault: fits(/^\d{6}$/, 'unfitSix'),
  });
  const repeat = textField(desk, {
    ...{ ...six, name: 'repeat', label: 'repeat' },
    fault: (value) => (value === fresh.input.value ? null : 'unequal'),
  });
  return [fresh, repeat];
}

export function newPasswordOf(fields: readonly Field[]): { readonly newPassword?: string } {
  const newPassword = typed(fields, 'newPassword');
  return newPassword === '' ? {} : { newPassword };
}
