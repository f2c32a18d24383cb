// Terms that were agreed, as the native API shows them.
import { anInteger, listOf, objectOf } from './schema.ts';
import { termsSchema } from './terms.ts';

// Yearly sales are asked for, and shown as the rates that they led to.
const { yearlySales: _, ...shown } = termsSchema.properties;

/** All of them, with what the usual terms say where the contract said nothing. */
export const agreedSchema = objectOf({
  ...shown,
  version: anInteger,
  instalmentFees: listOf(objectOf({ months: anInteger, rate: anInteger, acquirerRate: anInteger })),
});

/** By type of card; one that is absent stays as it was. */
export const ratesSchema = objectOf({}, { credit: anInteger, check: anInteger });
