// The forms of each way to pay: their fields, and the request that they make.
import type { Boot, PayRequest, Way } from '../../wire/window.ts';
import { caretAfter, digitsOf, expiryOf, groupCard, groupExpiry, issuerOf } from './digits.ts';
import { h } from './dom.ts';
import { choice, type Field, field, shaped } from './field.ts';
import type { Say } from './words.ts';

export interface Form {
  readonly element: HTMLElement;
  readonly fields: readonly Field[];
  /** Null where something is missing; the fields have said what. */
  read(): PayRequest | null;
  /** Card numbers and passwords never stay in the page after they were sent. */
  forget(): void;
  /** Sandbox only; null where nothing is typed. */
  readonly fillTest: (() => void) | null;
}

export interface FormContext {
  readonly boot: Boot;
  readonly say: Say;
}

export function formOf(way: Way, context: FormContext): Form {
  if (way === 'card') return cardForm(context);
  if (way === 'transfer') return transferForm(context);
  if (way === 'registered') return registeredForm(context);
  return appCardForm(context);
}

function instalmentField({ boot, say }: FormContext): Field | null {
  if (boot.instalments.length === 0) return null;
  return choice({ name: 'instalment', label: say('instalment') }, [
    ['0', say('lumpSum')],
    ...boot.instalments.map((n) => [String(n), say('months', { n })] as const),
  ]);
}

function newPasswordFields({ boot, say }: FormContext): readonly Field[] {
  if (!boot.setsPassword) return [];
  const secret = { type: 'password', maxlength: 6, autocomplete: 'new-password' } as const;
  return [
    field({ name: 'newPassword', label: say('newPassword'), ...secret }),
    field({ name: 'repeat', label: say('repeatPassword'), ...secret }),
  ];
}

function cardForm(context: FormContext): Form {
  const { boot, say } = context;
  const number = field({
    ...{ name: 'number', label: say('number'), autocomplete: 'cc-number' },
    ...{ placeholder: '0000 0000 0000 0000', maxlength: 19 },
  });
  const issuer = h('output', { class: 'issuer', for: 'number', 'aria-live': 'polite' });
  number.element.append(issuer);
  shaped(number, groupCard, caretAfter);
  number.input.addEventListener('input', () => {
    issuer.textContent = issuerOf(number.input.value, boot.issuers);
  });
  const expiry = field({
    ...{ name: 'expiry', label: say('expiry'), hint: say('expiryHint') },
    ...{ autocomplete: 'cc-exp', placeholder: 'MM/YY', maxlength: 5 },
  });
  shaped(expiry, groupExpiry, caretAfter);
  const holder = boot.holderFields
    ? [
        field({ name: 'password', label: say('password'), type: 'password', maxlength: 2 }),
        field({ name: 'birthDate', label: say('birthDate'), maxlength: 10 }),
      ]
    : [];
  const instalment = instalmentField(context);
  const fresh = newPasswordFields(context);
  const fields = [
    number,
    expiry,
    ...holder,
    ...(instalment === null ? [] : [instalment]),
    ...fresh,
  ];
  return {
    fields,
    element: h('div', { class: 'fields' }, ...fields.map(({ element }) => element)),
    read() {
      const ok = complete(fields, say) && equalPasswords(fields, say);
      const yymm = expiryOf(expiry.input.value);
      if (yymm === '') expiry.complain(say('missing', { field: say('expiry') }));
      if (!ok || yymm === '') return null;
      return {
        ...{ way: 'card', number: digitsOf(number.input.value), expiry: yymm },
        password: valueIn(fields, 'password'),
        birthDate: digitsOf(valueIn(fields, 'birthDate')),
        instalment: Number(valueIn(fields, 'instalment') || '0'),
        ...newPasswordOf(fields),
      };
    },
    forget: () => clear(fields, ['number', 'expiry', 'password', 'newPassword', 'repeat']),
    fillTest() {
      fill(fields, {
        ...{ number: '4242 4242 4242 4242', expiry: '12/30', password: '12' },
        ...{ birthDate: '900101', newPassword: '123456', repeat: '123456' },
      });
    },
  };
}

function appCardForm(context: FormContext): Form {
  const { boot, say } = context;
  const legend = h('legend', {}, say('chooseCard'));
  const cards = boot.appCards.map(({ id, issuer, masked, note }, index) =>
    h(
      'label',
      { class: 'option' },
      h('input', { type: 'radio', name: 'card', value: id, checked: index === 0 }),
      h('span', {}, issuer, h('small', {}, ` ${masked}`)),
      note === 'approve' ? null : h('small', { class: 'tag' }, note),
    ),
  );
  const list = h('fieldset', { class: 'cards' }, legend, ...cards);
  const instalment = instalmentField(context);
  const chosen = (): string =>
    list.querySelector<HTMLInputElement>('input[name=card]:checked')?.value ?? '';
  return {
    fields: instalment === null ? [] : [instalment],
    element: h('div', { class: 'fields' }, list, instalment?.element ?? null),
    read: () => ({
      ...{ way: 'app-card', card: chosen(), decision: 'approve' },
      instalment: Number(instalment?.input.value ?? '0'),
    }),
    forget: () => {},
    fillTest: null,
  };
}

function transferForm(context: FormContext): Form {
  const { boot, say } = context;
  const banks = boot.banks.map(({ code, name }) => [code, name] as const);
  const bank = choice({ name: 'bank', label: say('bank') }, [['', say('chooseBank')], ...banks]);
  const number = field({ name: 'number', label: say('accountNumber'), maxlength: 20 });
  const holder = field({
    ...{ name: 'holder', label: say('holder'), inputmode: 'text', autocomplete: 'name' },
    maxlength: 40,
  });
  const birthDate = field({ name: 'birthDate', label: say('birthDate'), maxlength: 10 });
  const receipt = boot.cashReceipt ? receiptFields(say) : null;
  const fresh = newPasswordFields(context);
  const fields = [bank, number, holder, birthDate, ...(receipt?.fields ?? []), ...fresh];
  holder.input.value = boot.buyerName;
  return {
    fields,
    element: h('div', { class: 'fields' }, ...fields.map(({ element }) => element)),
    read() {
      const needed = fields.filter(({ name }) => name !== 'identity' || receipt?.wanted() === true);
      if (!complete(needed, say) || !equalPasswords(fields, say)) return null;
      return {
        ...{ way: 'transfer', bank: bank.input.value, number: digitsOf(number.input.value) },
        ...{ holder: holder.input.value.trim(), birthDate: digitsOf(birthDate.input.value) },
        ...newPasswordOf(fields),
        cashReceipt: receipt?.read() ?? null,
      };
    },
    forget: () => clear(fields, ['number', 'newPassword', 'repeat', 'identity']),
    fillTest() {
      const account = { bank: '004', number: '99900400000001', holder: '홍길동' };
      fill(fields, { ...account, birthDate: '900101', newPassword: '123456', repeat: '123456' });
    },
  };
}

function receiptFields(say: Say) {
  const trade = choice({ name: 'trade', label: say('receipt') }, [
    ['', say('receiptNone')],
    ['personal', say('receiptPersonal')],
    ['company', say('receiptCompany')],
  ]);
  const identity = field({ name: 'identity', label: say('identity'), maxlength: 13 });
  const wanted = (): boolean => trade.input.value !== '';
  const show = (): void => {
    identity.element.hidden = !wanted();
  };
  trade.input.addEventListener('change', show);
  show();
  return {
    fields: [trade, identity],
    wanted,
    read: () =>
      wanted()
        ? {
            trade: trade.input.value as 'personal' | 'company',
            identity: digitsOf(identity.input.value),
          }
        : null,
  };
}

function registeredForm({ boot, say }: FormContext): Form {
  const { registered } = boot;
  const asked = registered?.asksPassword === true;
  const fields = asked
    ? [field({ name: 'password', label: say('paymentPassword'), type: 'password', maxlength: 6 })]
    : [];
  const card = h(
    'p',
    { class: 'card-line' },
    `${registered?.name ?? ''} ${registered?.masked ?? ''}`,
  );
  return {
    fields,
    element: h('div', { class: 'fields' }, card, ...fields.map(({ element }) => element)),
    read: () =>
      complete(fields, say)
        ? { way: 'registered', password: valueIn(fields, 'password'), instalment: 0 }
        : null,
    forget: () => clear(fields, ['password']),
    fillTest: asked ? () => fill(fields, { password: '123456' }) : null,
  };
}

function valueIn(fields: readonly Field[], name: Field['name']): string {
  return fields.find((each) => each.name === name)?.input.value ?? '';
}

function newPasswordOf(fields: readonly Field[]): { newPassword?: string } {
  const newPassword = valueIn(fields, 'newPassword');
  return newPassword === '' ? {} : { newPassword };
}

/** Says of each field that it is missing; the caller puts the focus on the first. */
function complete(fields: readonly Field[], say: Say): boolean {
  let ok = true;
  for (const { element, input, complain, name } of fields) {
    const label = element.querySelector('label')?.textContent ?? '';
    const missing = input.value.trim() === '' && name !== 'trade' && name !== 'instalment';
    complain(missing ? say('missing', { field: label }) : '');
    if (missing) ok = false;
  }
  return ok;
}

function equalPasswords(fields: readonly Field[], say: Say): boolean {
  const [fresh, repeat] = [valueIn(fields, 'newPassword'), valueIn(fields, 'repeat')];
  if (fresh === repeat) return true;
  fields.find(({ name }) => name === 'repeat')?.complain(say('unequal'));
  return false;
}

function clear(fields: readonly Field[], names: readonly Field['name'][]): void {
  for (const { name, input } of fields) if (names.includes(name)) input.value = '';
}

function fill(fields: readonly Field[], values: Readonly<Record<string, string>>): void {
  for (const { name, input } of fields) {
    const value = values[name];
    if (value === undefined) continue;
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
