// The simulated bank's books in PostgreSQL keep every promise that the simulator relies on.
import { afterAll, beforeAll } from 'vitest';
import { bankRecordContract } from '../../rails/simulator/record.contract.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

bankRecordContract('in PostgreSQL', () => gyeol.gateway.parts.store.bank);
