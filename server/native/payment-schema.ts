// What the native API tells of a payment, as schemas: beside payment-json.ts, which writes it.
import { paymentMoves } from '../../core/payment/moves.ts';
import type { JsonSchema } from './route.ts';
import {
  anInteger,
  aText,
  integerOrNull,
  listOf,
  objectOf,
  oneOf,
  orNull,
  textOrNull,
} from './schema.ts';
import { rowOfOneSchema } from './settlement-json.ts';

export const statuses = [...new Set(paymentMoves.map((move) => move[2])), 'intended'];

const cardSchema = objectOf({
  ...{ issuer: aText, acquirer: aText, masked: aText, instalment: anInteger },
  type: aText,
});

const cancelSchema = objectOf({
  ...{ id: aText, amount: anInteger, status: aText, askedAt: aText, at: aText },
  ...{ reason: aText, askedBy: aText },
});

const paymentFields = {
  ...{ id: aText, tid: aText, contract: aText, dialect: aText, method: aText },
  ...{ orderNumber: aText, goods: aText, status: oneOf(statuses) },
  ...{ amount: anInteger, approved: anInteger, cancelled: anInteger },
  ...{ reserved: anInteger, remaining: anInteger },
  tax: objectOf({ supply: anInteger, vat: anInteger, taxFree: anInteger }),
  card: orNull(cardSchema),
  account: orNull(objectOf({ bank: aText, masked: aText, holder: aText })),
  virtualAccount: orNull(objectOf({ bank: aText, number: aText, holder: aText, expiresAt: aText })),
  ...{ billingKey: textOrNull, billingMonth: textOrNull, approvalNumber: textOrNull },
  schedule: orNull(objectOf({ id: aText, round: anInteger, try: anInteger })),
  ...{ approvedAt: textOrNull, capturedAt: textOrNull, declineReason: textOrNull },
  cancels: listOf(cancelSchema),
};

export const paymentSchema = objectOf(paymentFields);

const receiptSchema = objectOf({
  ...{ number: aText, amount: anInteger, vat: anInteger, use: aText, status: aText },
  ...{ issuedAt: aText, cancelledAt: textOrNull },
});

const postingSchema = objectOf({
  ...{ account: aText, side: oneOf(['debit', 'credit']), scope: aText, subject: aText },
  amount: anInteger,
});

/** An event has a version and its own details; a journal its postings; a notice its kind. */
const lineSchema: JsonSchema = {
  ...objectOf(
    { at: aText, what: aText },
    {
      ...{ version: integerOrNull, template: aText, date: aText, postings: listOf(postingSchema) },
      ...{ kind: aText, event: aText },
    },
  ),
  additionalProperties: true,
};

export const fullPaymentSchema = objectOf({
  ...paymentFields,
  cashReceipts: listOf(receiptSchema),
  settlement: listOf(rowOfOneSchema),
  timeline: listOf(lineSchema),
});
