// Route of the native API on contracts: which ones a merchant has, and who may act for them.
import { gateways } from '../../core/merchant/merchant.ts';
import { accepted } from '../../core/refusal.ts';
import { listContracts } from '../../storage/contract-list.ts';
import type { NativeRoute } from './route.ts';
import { aText, listOf, objectOf, oneOf } from './schema.ts';
import { agreedSchema, ratesSchema } from './terms-schema.ts';

const feeChangeSchema = objectOf({ from: aText, rates: ratesSchema, reason: aText });

const contractSchema = objectOf({
  ...{ id: aText, dialect: oneOf(['cookiepay', 'payple']), pg: oneOf(gateways) },
  terms: agreedSchema,
  credentials: listOf(objectOf({ id: aText, publicId: aText })),
  feeChanges: listOf(feeChangeSchema),
});

export const contractRoutes: readonly NativeRoute[] = [
  {
    name: 'contracts.list',
    method: 'GET',
    path: '/v1/contracts',
    summary: 'The contracts of the merchant: terms, changes of fees to come, and public ids.',
    role: 'merchant',
    ids: [],
    answer: objectOf({ data: listOf(contractSchema) }),
    handle: async ({ parts, merchant }) => {
      const found = await listContracts(parts.store.pool, merchant.id, parts.clock.now());
      const data = found.map(({ gateway, ...contract }) => ({ ...contract, pg: gateway }));
      return accepted({ body: { data } });
    },
  },
];
