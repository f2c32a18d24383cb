// The form of a transfer from a bank account.
import { atMost } from './digits.ts';
import { h } from './dom.ts';
import { choiceField, type Field, textField } from './field.ts';
import {
  birthDateField,
  type Form,
  type FormDesk,
  fits,
  newPasswordFields,
  newPasswordOf,
  typed,
} from './form.ts';

export function transferForm(desk: FormDesk): Form {
  const { boot, say, draft } = desk;
  if (!draft.has('holder')) draft.set('holder', boot.buyerName);
  const banks = boot.banks.map(({ code, name }) => [code, name] as const);
  const fault = (value: string) => (value === '' ? 'chosenNot' : null);
  const bank = choiceField(desk, { name: 'bank', label: 'bank', fault }, [
    ['', say('chooseBank')],
    ...banks,
  ]);
  const number = textField(desk, {
    ...{ name: 'number', label: 'accountNumber', hint: 'digitsOnly', maxlength: 24 },
    ...{ shape: atMost(14), fault: fits(/^\d{10,14}$/, 'unfitAccount') },
  });
  const holder = textField(desk, {
    ...{ name: 'holder', label: 'holder', inputmode: 'text', autocomplete: 'name' },
    ...{ maxlength: 40, shape: null, fault: fits(/./, 'missing') },
  });
  for (const each of [bank, number, holder]) each.element.classList.add('long');
  const receipt = boot.cashReceipt ? receiptFields(desk) : [];
  const birthDate = birthDateField(desk);
  birthDate.element.classList.add('long');
  const own = [bank, number, holder, birthDate];
  const fields = [...own, ...receipt, ...newPasswordFields(desk, 'transfer')];
  return {
    ...{ way: 'transfer', fields },
    element: h('div', { class: 'fields' }, ...fields.map(({ element }) => element)),
    read: () => ({
      ...{ way: 'transfer', bank: bank.input.value, number: number.input.value },
      ...{ holder: holder.input.value.trim(), birthDate: typed(fields, 'birthDate') },
      cashReceipt: receiptOf(fields),
      ...newPasswordOf(fields),
    }),
    test: {
      ...{ bank: '004', number: '99900400000001', holder: '홍길동', birthDate: '900101' },
      ...{ newPassword: '123456', repeat: '123456' },
    },
  };
}

/** For whom the receipt is made is asked only when one is wanted. */
function receiptFields(desk: FormDesk): readonly Field[] {
  const { say } = desk;
  const trade = choiceField(desk, { name: 'trade', label: 'trade', fault: () => null }, [
    ['', say('tradeNone')],
    ['personal', say('tradePersonal')],
    ['company', say('tradeCompany')],
  ]);
  const identity = textField(desk, {
    ...{ name: 'identity', label: 'identity', maxlength: 16, shape: atMost(11) },
    fault: fits(/^\d{10,11}$/, 'unfitIdentity'),
  });
  identity.element.classList.add('long');
  trade.element.classList.add('long');
  const show = (): void => {
    identity.element.hidden = trade.input.value === '';
  };
  trade.input.addEventListener('input', show);
  show();
  return [trade, identity];
}

function receiptOf(fields: readonly Field[]) {
  const trade = typed(fields, 'trade');
  if (trade !== 'personal' && trade !== 'company') return null;
  return { trade, identity: typed(fields, 'identity') } as const;
}
