-- Endpoints of merchants, deliveries of notices to them, and every attempt. Breaks nothing.

-- A notice may be of a billing key instead of a payment.
alter table notice_event
  alter column payment_id drop not null,
  add column contract_id uuid,
  add column billing_key text,
  add check (payment_id is not null or (billing_key is not null and contract_id is not null));

create table notice_endpoint (
  merchant_id uuid not null,
  id uuid not null,
  contract_id uuid not null,
  url text not null,
  -- One delivery of each event for each of them: 'dialect', 'standard'.
  formats text[] not null,
  -- The kinds of events that go here.
  kinds text[] not null,
  purpose text check (purpose in ('result', 'deregistration')),
  -- The signing secret, sealed.
  secret text not null,
  created_at timestamptz not null,
  disabled_at timestamptz,
  primary key (merchant_id, id),
  foreign key (merchant_id, contract_id) references contract (merchant_id, id)
);

-- Written in the same statement as the event; the fact and the duty to tell it are one commit.
create table notice_delivery (
  merchant_id uuid not null,
  event_id uuid not null,
  endpoint_id uuid not null,
  format text not null,
  state text not null default 'ready'
    check (state in ('ready', 'retrying', 'delivered', 'given-up')),
  attempts int not null default 0,
  due_at timestamptz,
  leased_until timestamptz,
  primary key (merchant_id, event_id, endpoint_id, format)
);

create index notice_delivery_due on notice_delivery (due_at) where due_at is not null;

create table notice_attempt (
  merchant_id uuid not null,
  event_id uuid not null,
  endpoint_id uuid not null,
  format text not null,
  number int not null,
  at timestamptz not null,
  ms int not null,
  -- Of the answer; null when there was none.
  status smallint,
  -- Why it does not count as heard; null when it does.
  failure text,
  -- The beginning of the answer, in the sandbox only.
  answer text not null,
  primary key (merchant_id, event_id, endpoint_id, format, number)
);

create trigger insert_only before update or delete or truncate on notice_attempt
  for each statement execute function refuse_change();
