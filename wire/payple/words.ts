// The tables of fixed words of this dialect, and the fields that several messages share.
import { secret } from '../field.ts';
import type { Condition, Row } from '../message.ts';
import { isSet, word } from './field.ts';

/** What pays. The links take both, in whichever way the two are joined; a form makes + a blank. */
export const payType = word({ card: 'card', transfer: 'account' });

// biome-ignore format: a table
export const linkPayType = word({
  card: 'card', transfer: 'account',
  'transfer|card': 'any', 'card|transfer': 'any', 'transfer+card': 'any', 'card+transfer': 'any',
  'transfer card': 'any', 'card transfer': 'any',
});

/** What the window is to do. AUTHREG is a name of AUTH that stands in manual 004 only. */
export const payWork = word({
  AUTH: 'register',
  AUTHREG: 'register',
  CERT: 'certify',
  PAY: 'pay',
});

/** A card that is kept and charged again, or one that a phone's app presents once. */
export const cardVersion = word({ '01': 'recurring', '02': 'one-off' });

// biome-ignore format: a table
export const linkCardVersion = word({
  '01': 'recurring', '02': 'one-off',
  '01+02': 'any', '02+01': 'any', '01|02': 'any', '02|01': 'any', '01 02': 'any', '02 01': 'any',
});

/** Whose cash receipt it is: a person's income deduction or a company's expense. */
export const receiptUse = word({ personal: 'personal', company: 'company' });

export const accountHolder = word({ 개인: 'person', 법인: 'company' });

/** Real AuthKeys have some 400 characters and grow; the manual's own lengths fit none of them. */
const tokenLimit = 2048;

/** Ten digits are enough for any card and keep every sum far from its bounds; the manual has 20. */
export const wonLimit = 10;

// biome-ignore format: a table
export const clientId = [
  'PCD_CST_ID', 'clientId', secret(tokenLimit), 'required', 'manual', '가맹점 인증 후 받은 cst_id (가맹점 ID도 가능)',
  { masked: true, example: 'demo', refusal: { kind: 'wrong-credentials' } },
] as const satisfies Row;

// biome-ignore format: a table
export const clientKey = [
  'PCD_CUST_KEY', 'clientKey', secret(tokenLimit), 'required', 'manual', '가맹점 인증 후 받은 custKey (비밀키도 가능)',
  { masked: true, example: 'demo-payple-key', refusal: { kind: 'wrong-credentials' } },
] as const satisfies Row;

// biome-ignore format: a table
export const authKey = [
  'PCD_AUTH_KEY', 'authKey', secret(tokenLimit), 'required', 'manual', '가맹점 인증 후 받은 AuthKey',
  { masked: true, refusal: { kind: 'session-expired' } },
] as const satisfies Row;

/** `REGULER` is the name; clients spell it as it should be spelt, too. */
export const monthlyNames = ['PCD_REGULER_FLAG', 'PCD_REGULAR_FLAG'] as const;
export const queryNames = ['PCD_PAYCHK_FLAG', 'PCD_PAYCHECK_FLAG'] as const;
export const cancelNames = ['PCD_PAYCANCEL_FLAG'] as const;

export const whenMonthly: Condition = {
  says: 'PCD_REGULER_FLAG가 Y이면 필수',
  holds: (_, body) => isSet(monthlyNames, body),
};
