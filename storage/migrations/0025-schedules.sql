-- Schedules by which the gateway charges billing keys, their rounds and tries. Breaks nothing.

create table schedule (
  merchant_id uuid not null,
  id uuid not null,
  generation int not null,
  contract_id uuid not null,
  credential_id uuid not null,
  billing_key text not null,
  amount bigint not null check (amount > 0),
  supply bigint not null check (supply >= 0),
  vat bigint not null check (vat >= 0),
  tax_free bigint not null check (tax_free >= 0),
  vat_given boolean not null,
  goods_name text not null,
  goods_code text not null,
  buyer json not null,
  -- {"every": "month", "day": 31} or {"every": "week", "weekday": "monday"}.
  recurrence json not null,
  first_round int not null check (first_round >= 1),
  first_date date not null,
  -- Null goes on until it is stopped.
  last_round int check (last_round >= first_round),
  status text not null check (status in ('active', 'stopped', 'finished')),
  stop_reason text check (stop_reason in ('asked', 'key-removed')),
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (merchant_id, id),
  check (supply + vat + tax_free = amount),
  check ((status = 'active') = (ended_at is null)),
  check ((status = 'stopped') = (stop_reason is not null))
);
create index schedule_of_key on schedule (merchant_id, billing_key) where status = 'active';

-- The next round stands here before it falls due.
create table schedule_round (
  merchant_id uuid not null,
  schedule_id uuid not null,
  number int not null check (number >= 1),
  date date not null,
  status text not null
    check (status in ('due', 'retrying', 'unknown', 'charged', 'failed', 'dropped')),
  -- Tries that have ended.
  tries int not null default 0 check (tries >= 0),
  first_tried_on date,
  -- Of the latest try that became one.
  payment_id uuid,
  -- Why the latest try that failed did.
  miss text,
  due_at timestamptz,
  leased_until timestamptz,
  -- After a backup was put back nobody tries it until an operator has released it.
  held_by bigint references restoration (epoch),
  primary key (merchant_id, schedule_id, number),
  foreign key (merchant_id, schedule_id) references schedule (merchant_id, id),
  check ((due_at is not null) = (status in ('due', 'retrying', 'unknown')))
) with (fillfactor = 70);
create index schedule_round_due on schedule_round (due_at)
  where due_at is not null and held_by is null;
create index schedule_round_held on schedule_round (held_by) where held_by is not null;

-- Every try that has ended, also those for which nobody was asked. Insert-only.
create table schedule_try (
  merchant_id uuid not null,
  schedule_id uuid not null,
  round int not null,
  nth int not null check (nth >= 1),
  at timestamptz not null,
  payment_id uuid,
  -- Null when it was charged.
  miss text,
  primary key (merchant_id, schedule_id, round, nth),
  check (payment_id is not null or miss is not null)
);
create trigger insert_only before update or delete or truncate on schedule_try
  for each statement execute function refuse_change();

alter table payment
  add column schedule_id uuid,
  add column schedule_round int,
  add column schedule_try int,
  add constraint payment_round check ((schedule_id is null) = (schedule_round is null)
    and (schedule_id is null) = (schedule_try is null));
-- A try is one payment at most, whichever server makes it, and is found by it after a crash.
create unique index payment_of_try on payment (schedule_id, schedule_round, schedule_try,
  merchant_id) where schedule_id is not null;

update notice_endpoint set kinds = kinds || array['schedule.try-failed', 'schedule.round-failed',
  'schedule.finished', 'schedule.stopped']
where purpose is distinct from 'deregistration';
