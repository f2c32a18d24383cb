// What the database of a simulated world sees of payouts, in its own order: the auditor's stopwatch.

// Commits and snapshots have an order that no column of the product tells, and no clock either: an
// instant is read before it is stored. So the world keeps a log of its own beside the tables.
export const watching: readonly string[] = [
  `create table simulation.seen (n bigserial primary key, xid text not null,
     what text not null, subject text not null, state text not null, at timestamptz not null)`,
  `create function simulation.see() returns trigger language plpgsql security definer as $$
   declare its jsonb := to_jsonb(new);
   begin
     insert into simulation.seen (xid, what, subject, state, at)
     values (pg_current_xact_id()::text, tg_argv[0],
       coalesce(its ->> 'id', (its ->> 'payment_id') || '/' || (its ->> 'sequence'), its ->> 'subject'),
       coalesce(its ->> tg_argv[1], ''), simulation.now());
     return null;
   end $$`,
  `create function simulation.gather() returns trigger language plpgsql security definer as $$
   begin
     insert into simulation.seen (xid, what, subject, state, at)
     values (pg_current_xact_id()::text, 'gathered', '', '', simulation.now());
     return null;
   end $$`,
  ...seenAtCommit('cancel_request', 'cancel', 'status'),
  ...seenAtCommit('settlement_row', 'row', 'payout_date'),
  ...seenAtCommit('payout', 'payout', 'status'),
  ...seenAtCommit('reconciliation', 'file', 'file_hash'),
  ...seenAtCommit('resolution', 'resolution', 'step'),
  // Which rows a payout finds is decided by this one statement, long before its commit.
  `create trigger gathers after update of payout_id on settlement_row
     for each statement execute function simulation.gather()`,
];

/** Deferred triggers run when their transaction commits: what they see, others see from then on. */
function seenAtCommit(table: string, what: string, state: string): string[] {
  const run = `execute function simulation.see('${what}', '${state}')`;
  const deferred = `on ${table} deferrable initially deferred for each row`;
  return [
    `create constraint trigger seen_first after insert ${deferred} ${run}`,
    `create constraint trigger seen_again after update of ${state} ${deferred}
       when (old.${state} is distinct from new.${state}) ${run}`,
  ];
}
