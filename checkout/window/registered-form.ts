// The form of what the buyer has registered before, with its password where it has one.
import { atMost } from './digits.ts';
import { h } from './dom.ts';
import { textField } from './field.ts';
import { type Form, type FormDesk, fits, typed } from './form.ts';

export function registeredForm(desk: FormDesk): Form {
  const { registered } = desk.boot;
  const password = textField(desk, {
    ...{ name: 'password', label: 'paymentPassword', hint: 'sixDigits', type: 'password' },
    ...{ maxlength: 6, shape: atMost(6), fault: fits(/^\d{6}$/, 'unfitSix') },
  });
  password.element.classList.add('whole');
  const fields = registered?.asksPassword === true ? [password] : [];
  const saved = h(
    'p',
    { class: 'saved whole' },
    h('b', { lang: 'ko' }, registered?.name ?? ''),
    h('span', {}, registered?.masked ?? ''),
  );
  return {
    ...{ way: 'registered', fields },
    element: h('div', { class: 'fields' }, saved, ...fields.map(({ element }) => element)),
    read: () => ({ way: 'registered', password: typed(fields, 'password'), instalment: 0 }),
    test: fields.length === 0 ? {} : { password: '123456' },
  };
}
