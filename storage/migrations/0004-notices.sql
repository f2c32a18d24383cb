-- The outbox: what merchants will be told, stored with the fact itself; and stored answers to
-- repeated requests. Breaks nothing.

create table notice_event (
  merchant_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  cancel_id uuid,
  kind text not null,
  at timestamptz not null,
  primary key (merchant_id, id)
);

-- An Idempotency-Key of one caller: the answer it got, or null while the first call runs.
create table idempotency (
  merchant_id uuid not null,
  caller text not null,
  key text not null,
  route text not null,
  body_hash text not null,
  status smallint,
  answer text,
  started_at timestamptz not null,
  primary key (merchant_id, caller, key)
);
