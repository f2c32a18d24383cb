// What a look-back would have found, put into the tables: no restored backup stands behind it.
import { randomUUID } from 'node:crypto';
import { openWitness } from '../harness/witness.ts';
import type { NativeWorld } from './native-samples.ts';

/** An approval that no payment stands for, and a cancel at the bank that our books do not have. */
export async function plantFindings(databaseUrl: string, world: NativeWorld): Promise<NativeWorld> {
  const [approval, cancel, lost] = [randomUUID(), randomUUID(), randomUUID()];
  const witness = await openWitness(databaseUrl);
  const tid = world.ids.id?.[1] ?? '';
  try {
    await witness.query(
      `insert into restoration (epoch, raised_at, look_back_from, ended_at)
       values (1, to_timestamp(0), to_timestamp(0), now()) on conflict do nothing`,
    );
    await witness.query(
      `with given as (
         insert into simulator.cancel (cancel_id, request_id, merchant, amount, at, done)
         select $3, request_id, merchant_id::text, 1000, now(), true from payment where tid = $1
         returning request_id
       ),
       noted as (
         update simulator.authorisation a set cancelled = cancelled + 1000
         from given where a.request_id = given.request_id
       )
       insert into restoration_finding (id, epoch, kind, merchant, request_id, cancel_id, payment_id,
         tid, approval_number, amount, cancelled, rail_at, found_at)
       select $2, 1, 'cancel-lost', merchant_id::text, request_id, $3, id, tid, '', 1000, 1000, now(), now()
       from payment where tid = $1`,
      [tid, cancel, lost],
    );
    await witness.query(
      `insert into restoration_finding (id, epoch, kind, merchant, request_id, approval_number,
         amount, cancelled, rail_at, found_at)
       values ($1, 1, 'approval-lost', $2, gen_random_uuid(), '00012345', 1000, 0, now(), now())`,
      [approval, world.merchant.id],
    );
  } finally {
    await witness.close();
  }
  return { ...world, ids: { ...world.ids, approval: [approval], cancel: [cancel] } };
}
