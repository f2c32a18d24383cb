// Where a buyer gets back what he paid into a virtual account, as a cancel of this dialect says it.
import { accepted, type FieldProblem, type Outcome, refused, unfit } from '../../core/refusal.ts';
import { text } from '../field.ts';

/** As the message has them; "" where one is absent. */
export interface RefundFields {
  readonly bankCode: string;
  readonly accountNumber: string;
  readonly accountHolder: string;
}

const holder = text(20);
const bankCode = /^[0-9]{2,3}$/;
const account = /^[0-9](-?[0-9]){7,15}$/;

/** Null where none of the three is there: whether one is needed depends on the payment. */
export function readRefund(said: RefundFields): Outcome<RefundFields | null> {
  const { bankCode: bank, accountNumber: number, accountHolder } = said;
  if ([bank, number, accountHolder].every((each) => each === '')) return accepted(null);
  const [unfitName, problem] = faultOf(said) ?? [];
  if (unfitName !== undefined && problem !== undefined) return refused(unfit(unfitName, problem));
  return accepted({
    // Some shops leave out the nought that codes of two digits begin with.
    bankCode: bank.padStart(3, '0'),
    accountNumber: number.replaceAll('-', ''),
    accountHolder,
  });
}

function faultOf(said: RefundFields): readonly [keyof RefundFields, FieldProblem] | null {
  const names = ['bankCode', 'accountNumber', 'accountHolder'] as const;
  const absent = names.find((name) => said[name].trim() === '');
  if (absent !== undefined) return [absent, { is: 'missing' }];
  if (!bankCode.test(said.bankCode)) return ['bankCode', unknownBank];
  const expected = '숫자 8~16자리, 하이픈 허용';
  if (!account.test(said.accountNumber)) return ['accountNumber', { is: 'malformed', expected }];
  const named = holder.read({ text: said.accountHolder, type: 'string' });
  return named.ok ? null : ['accountHolder', named.problem];
}

export const unknownBank: FieldProblem = { is: 'malformed', expected: '은행코드 3자리' };
