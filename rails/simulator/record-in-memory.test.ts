// The record in memory holds what every record must hold.
import { bankRecordContract } from './record.contract.ts';
import { createRecordInMemory } from './record-in-memory.ts';

bankRecordContract('in memory', createRecordInMemory);
