// Route of the native API on contracts: which ones a merchant has, and who may act for them.
import { accepted } from '../../core/refusal.ts';
import { listContracts } from '../../storage/contract-list.ts';
import type { NativeRoute } from './route.ts';

const contractSchema = {
  type: 'object',
  required: ['id', 'dialect', 'pg', 'terms', 'credentials', 'feeChanges'],
  properties: {
    id: { type: 'string' },
    dialect: { type: 'string', enum: ['cookiepay', 'payple'] },
    pg: { type: 'string' },
    terms: { type: 'object' },
    credentials: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'publicId'],
        properties: { id: { type: 'string' }, publicId: { type: 'string' } },
      },
    },
    feeChanges: {
      type: 'array',
      items: {
        type: 'object',
        required: ['from', 'rates', 'reason'],
        properties: {
          from: { type: 'string' },
          rates: { type: 'object' },
          reason: { type: 'string' },
        },
      },
    },
  },
};

export const contractRoutes: readonly NativeRoute[] = [
  {
    name: 'contracts.list',
    method: 'GET',
    path: '/v1/contracts',
    summary: 'The contracts of the merchant: terms, changes of fees to come, and public ids.',
    role: 'merchant',
    ids: [],
    answer: {
      type: 'object',
      required: ['data'],
      properties: { data: { type: 'array', items: contractSchema } },
    },
    handle: async ({ parts, merchant }) => {
      const found = await listContracts(parts.store.pool, merchant.id, parts.clock.now());
      const data = found.map(({ gateway, ...contract }) => ({ ...contract, pg: gateway }));
      return accepted({ status: 200, body: { data } });
    },
  },
];
