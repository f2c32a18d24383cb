// The form of a card whose number is typed.
import { atMost, digitsOf, expiryOf, groupCard, groupExpiry, issuerOf } from './digits.ts';
import { h } from './dom.ts';
import { type Field, textField } from './field.ts';
import {
  birthDateField,
  type Form,
  type FormDesk,
  fits,
  instalmentFields,
  newPasswordFields,
  newPasswordOf,
  typed,
} from './form.ts';

export function cardForm(desk: FormDesk): Form {
  const expiry = textField(desk, {
    ...{ name: 'expiry', label: 'expiry', hint: 'expiryHint', placeholder: 'MM/YY' },
    ...{ autocomplete: 'cc-exp', maxlength: 9, shape: groupExpiry },
    fault: (value) => {
      if (value === '') return 'missing';
      return expiryOf(value) === '' ? 'unfitExpiry' : null;
    },
  });
  const fields = [
    numberField(desk),
    expiry,
    ...holderFields(desk),
    ...instalmentFields(desk),
    ...newPasswordFields(desk, 'card'),
  ];
  return {
    ...{ way: 'card', fields },
    element: h('div', { class: 'fields' }, ...fields.map(({ element }) => element)),
    read: () => ({
      ...{ way: 'card', number: digitsOf(typed(fields, 'number')) },
      ...{ expiry: expiryOf(expiry.input.value), password: typed(fields, 'password') },
      birthDate: typed(fields, 'birthDate'),
      instalment: Number(typed(fields, 'instalment') || '0'),
      ...newPasswordOf(fields),
    }),
    test: {
      ...{ number: '4111 1111 1111 1111', expiry: '12/30', password: '12', birthDate: '900101' },
      ...{ newPassword: '123456', repeat: '123456' },
    },
  };
}

/** Names the issuer as soon as the number says whose it is. */
function numberField(desk: FormDesk): Field {
  const field = textField(desk, {
    ...{ name: 'number', label: 'number', placeholder: '0000 0000 0000 0000' },
    ...{ autocomplete: 'cc-number', maxlength: 24, shape: groupCard },
    fault: (value) => fits(/^\d{14,16}$/, 'unfitNumber')(digitsOf(value)),
  });
  const issuer = h('output', { class: 'issuer', for: 'number', lang: 'ko' });
  const name = (): void => {
    const found = issuerOf(field.input.value, desk.boot.issuers);
    if (issuer.textContent !== found) issuer.textContent = found;
  };
  field.input.addEventListener('input', name);
  name();
  field.element.classList.add('whole');
  field.element.append(issuer);
  return field;
}

function holderFields(desk: FormDesk): readonly Field[] {
  if (!desk.boot.holderFields) return [];
  const password = textField(desk, {
    ...{ name: 'password', label: 'password', hint: 'passwordHint', type: 'password' },
    ...{ maxlength: 2, shape: atMost(2), fault: fits(/^\d{2}$/, 'unfitPassword') },
  });
  const birthDate = birthDateField(desk);
  birthDate.element.classList.add(desk.boot.instalments.length === 0 ? 'whole' : 'long');
  return [password, birthDate];
}
