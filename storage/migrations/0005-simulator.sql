-- The simulated bank's own books: its own schema and its own transactions. Breaks nothing.

create schema simulator;

create table simulator.authorisation (
  request_id uuid primary key,
  merchant text not null,
  token text not null,
  amount bigint not null,
  instalment smallint not null,
  at timestamptz not null,
  approval_number text not null,
  decline text,
  state text not null check (state in ('approved', 'declined', 'net-cancelled', 'tombstone')),
  cancelled bigint not null default 0,
  check (cancelled between 0 and amount)
) with (fillfactor = 90);

create table simulator.cancel (
  cancel_id uuid primary key,
  request_id uuid not null,
  merchant text not null,
  amount bigint not null,
  at timestamptz not null,
  done boolean not null
);
create index cancel_request on simulator.cancel (request_id);
