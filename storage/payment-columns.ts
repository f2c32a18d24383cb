// The columns of an intent as a table: name, SQL type, and where the value comes from.
import type { Intent } from '../core/payment/decision.ts';
import {
  type AccountFacts,
  type CardFacts,
  counterpartOf,
  houseOf,
  type RoundTry,
} from '../core/payment/payment.ts';
import { instantText } from './time.ts';

type Column = readonly [name: string, type: string, value: (intent: Intent) => unknown];

const of =
  <Key extends keyof Intent['payment']>(key: Key) =>
  (intent: Intent) =>
    intent.payment[key];

const instrumentOf = ({ payment }: Intent) => payment.instrument;

const ofCard =
  <Key extends keyof CardFacts>(key: Key) =>
  ({ payment: { instrument } }: Intent) =>
    instrument.kind === 'card' ? instrument[key] : undefined;

const ofAccount =
  <Key extends keyof AccountFacts>(key: Key) =>
  ({ payment: { instrument } }: Intent) =>
    instrument.kind === 'account' ? instrument[key] : undefined;

const ofRound =
  (key: keyof RoundTry) =>
  ({ payment: { billing } }: Intent) =>
    billing?.round?.[key];

/** Of what somebody typed; an account that we issued ourselves is no secret. */
function typed(key: 'length' | 'fingerprint', otherwise: number | string) {
  return ({ payment: { instrument } }: Intent): number | string =>
    instrument.kind === 'virtual-account' ? otherwise : instrument[key];
}

// What a card key-in does not have is left out of the row as it travels: a missing key reads as
// null and costs less.
export const paymentColumns: readonly Column[] = [
  ['merchant_id', 'uuid', of('merchantId')],
  ['id', 'uuid', of('id')],
  ['version', 'int', of('version')],
  ['status', 'text', of('status')],
  ['status_at', 'timestamptz', (intent) => instantText(intent.payment.attempt.startedAt)],
  ['tid', 'text', of('tid')],
  ['generation', 'int', of('generation')],
  ['contract_id', 'uuid', (intent) => intent.payment.contract.id],
  ['terms_version', 'int', (intent) => intent.payment.contract.terms.version],
  ['credential_id', 'uuid', of('credentialId')],
  ['method', 'text', of('method')],
  ['order_number', 'text', of('orderNumber')],
  ['order_key', 'text', (intent) => intent.order.key],
  ['order_scope', 'text', (intent) => intent.order.scope],
  ['amount', 'bigint', (intent) => String(intent.payment.amount)],
  ['supply', 'bigint', (intent) => String(intent.payment.tax.supply)],
  ['vat', 'bigint', (intent) => String(intent.payment.tax.vat)],
  ['tax_free', 'bigint', (intent) => String(intent.payment.tax.taxFree)],
  ['instalment', 'smallint', of('instalment')],
  ['goods_name', 'text', (intent) => intent.payment.goods.name],
  ['goods_code', 'text', (intent) => intent.payment.goods.code],
  ['extras', 'text[]', (intent) => intent.extras],
  ['vat_given', 'boolean', of('vatGiven')],
  ['instrument', 'text', (intent) => instrumentOf(intent).kind],
  ['card_type', 'text', ofCard('type')],
  ['card_token', 'text', (intent) => instrumentOf(intent).token],
  ['issuer_code', 'text', (intent) => houseOf(instrumentOf(intent)).code],
  ['issuer_name', 'text', (intent) => houseOf(instrumentOf(intent)).name],
  ['acquirer_code', 'text', (intent) => counterpartOf(instrumentOf(intent)).code],
  ['acquirer_name', 'text', (intent) => counterpartOf(instrumentOf(intent)).name],
  ['card_first_six', 'text', ofCard('firstSix')],
  ['card_last_four', 'text', ofCard('lastFour')],
  ['card_length', 'smallint', typed('length', 0)],
  ['card_fingerprint', 'text', typed('fingerprint', '')],
  ['account_first_three', 'text', ofAccount('firstThree')],
  ['account_last_three', 'text', ofAccount('lastThree')],
  ['account_holder', 'text', ofAccount('holder')],
  ['billing_key', 'text', (intent) => intent.payment.billing?.key],
  ['billing_month', 'text', (intent) => intent.payment.billing?.month ?? undefined],
  ['month_guard', 'text', (intent) => intent.monthGuard ?? undefined],
  ['schedule_id', 'uuid', ofRound('schedule')],
  ['schedule_round', 'int', ofRound('round')],
  ['schedule_try', 'int', ofRound('nth')],
  ['attempt', 'smallint', (intent) => intent.payment.attempt.number],
  ['request_id', 'uuid', (intent) => intent.payment.attempt.requestId],
  ['started_at', 'timestamptz', (intent) => instantText(intent.payment.attempt.startedAt)],
];

/** What stands beside the payment row and is stored with it. */
export const besideColumns: readonly Column[] = [
  ['buyer_name', 'text', (intent) => intent.buyer.name],
  ['buyer_email', 'text', (intent) => intent.buyer.email],
  ['buyer_id', 'text', (intent) => intent.buyer.id],
  ['buyer_phone', 'text', (intent) => intent.buyer.phone],
  ['buyer_address', 'text', (intent) => intent.buyer.address],
  ['event_detail', 'json', (intent) => intent.event.detail],
  ['credential_version', 'int', (intent) => intent.credentialVersion],
];
