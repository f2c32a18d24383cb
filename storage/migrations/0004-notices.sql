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

create index notice_event_payment on notice_event (merchant_id, payment_id);

-- An Idempotency-Key of one caller on one route, and the answer it got once there is one.
create table idempotency (
  merchant_id uuid not null,
  caller text not null,
  key text not null,
  route text not null,
  body_hash text not null,
  status smallint,
  answer text,
  started_at timestamptz not null,
  -- Names the work itself, so that a repetition finishes what was begun and begins nothing new.
  work_id uuid not null,
  -- Null while nobody works on it although it has no answer yet.
  claimed_at timestamptz,
  primary key (merchant_id, caller, route, key)
);
