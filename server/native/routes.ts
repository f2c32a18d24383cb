// The table of the native API: every route that is served and documented.
import { accepted } from '../../core/refusal.ts';
import { bankHolidayRoutes } from './bank-holidays.ts';
import { billingKeyRoutes } from './billing-keys.ts';
import { contractRoutes } from './contracts.ts';
import { feeChangeRoutes } from './fee-changes.ts';
import { ledgerRoutes } from './ledger.ts';
import { merchantRoutes } from './merchants.ts';
import { noticeRoutes } from './notices.ts';
import { openApiDocument } from './openapi.ts';
import { ownFundsRoutes } from './own-funds.ts';
import { paymentRoutes } from './payments.ts';
import { policyRoutes } from './policy.ts';
import { reconciliationRoutes } from './reconciliations.ts';
import { restorationRoutes } from './restorations.ts';
import type { NativeRoute } from './route.ts';
import { scheduleRoutes } from './schedules.ts';
import { anyObject } from './schema.ts';
import { settlementRoutes } from './settlements.ts';
import { virtualAccountRoutes } from './virtual-accounts.ts';
import { writeOffRoutes } from './write-offs.ts';

const served: readonly NativeRoute[] = [
  ...paymentRoutes,
  ...settlementRoutes,
  ...virtualAccountRoutes,
  ...reconciliationRoutes,
  ...restorationRoutes,
  ...ledgerRoutes,
  ...ownFundsRoutes,
  ...merchantRoutes,
  ...contractRoutes,
  ...feeChangeRoutes,
  ...policyRoutes,
  ...billingKeyRoutes,
  ...scheduleRoutes,
  ...noticeRoutes,
  ...bankHolidayRoutes,
  ...writeOffRoutes,
];

/** With them, the document tells of routes that only a sandbox has. */
export function nativeRoutes(
  serverUrl: () => string,
  ofSandbox: readonly NativeRoute[] = [],
): readonly NativeRoute[] {
  const document: NativeRoute = {
    name: 'openapi',
    method: 'GET',
    path: '/v1/openapi.json',
    role: 'either',
    ids: [],
    summary: 'This API as an OpenAPI 3.1 document.',
    answer: anyObject,
    handle: async () => accepted({ body: openApiDocument([...all, ...ofSandbox], serverUrl()) }),
  };
  const all = [...served, document];
  return all;
}
