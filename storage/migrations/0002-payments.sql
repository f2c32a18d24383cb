-- Payments with their timeline, buyers and cancel requests. Breaks nothing.
-- No index contains a payment's status: an outcome then stays on its page (HOT update).

create table payment (
  merchant_id uuid not null,
  id uuid not null,
  version int not null check (version >= 1),
  status text not null,
  status_at timestamptz not null,
  tid text not null,
  generation int not null,
  contract_id uuid not null,
  terms_version int not null,
  credential_id uuid not null,
  method text not null,
  order_number text not null,
  -- Composed form of the order number, and the scope in which it pays at most once.
  -- A null scope means that the number is free again.
  order_key text not null,
  order_scope text,
  amount bigint not null check (amount > 0),
  supply bigint not null,
  vat bigint not null,
  tax_free bigint not null,
  instalment smallint not null check (instalment between 0 and 12),
  goods_name text not null,
  goods_code text not null,
  extras text[] not null,
  card_token text not null,
  issuer_code text not null,
  issuer_name text not null,
  acquirer_code text not null,
  acquirer_name text not null,
  card_first_six text not null check (length(card_first_six) = 6),
  card_last_four text not null check (length(card_last_four) = 4),
  card_length smallint not null,
  card_fingerprint text not null,
  attempt smallint not null,
  request_id uuid not null,
  started_at timestamptz not null,
  approval_number text,
  approved_at timestamptz,
  captured_at timestamptz,
  decline_reason text,
  search_since timestamptz,
  search_tries int,
  search_not_found_since timestamptz,
  primary key (merchant_id, id),
  check (supply + vat + tax_free = amount),
  check (supply >= 0 and vat >= 0 and tax_free >= 0)
) with (fillfactor = 70);

-- The merchant stands last on purpose: a second index that begins with it would tempt the planner,
-- on an empty table, to find payments by merchant alone and to keep that plan.
create unique index payment_order on payment (order_key, order_scope, merchant_id);

-- Personal data stand apart, so that they can be emptied without touching the books.
create table payment_buyer (
  merchant_id uuid not null,
  payment_id uuid not null,
  name text not null,
  email text not null,
  buyer_id text not null,
  phone text not null,
  address text not null,
  primary key (merchant_id, payment_id)
);

-- The timeline: every change of state and every message that mattered. Insert-only.
create table payment_event (
  merchant_id uuid not null,
  payment_id uuid not null,
  version int not null,
  line smallint not null,
  what text not null,
  at timestamptz not null,
  detail json not null,
  primary key (merchant_id, payment_id, version, line)
);

-- The one table that is not keyed by merchant: a bare TID must lead to its merchant.
create table tid_directory (
  tid text primary key,
  merchant_id uuid not null,
  payment_id uuid not null
);

create table cancel_request (
  merchant_id uuid not null,
  payment_id uuid not null,
  sequence smallint not null,
  id uuid not null,
  amount bigint not null check (amount > 0),
  supply bigint not null,
  vat bigint not null,
  tax_free bigint not null,
  reason text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  status text not null check (status in ('requested', 'unknown', 'done', 'refused')),
  at timestamptz not null,
  tries int not null default 0,
  decline_reason text,
  handed_over boolean not null default false,
  joined boolean not null default false,
  primary key (merchant_id, payment_id, sequence),
  check (supply + vat + tax_free = amount)
);

-- One cancel per payment on the rail at a time, also when two servers decide at once.
create unique index cancel_request_open on cancel_request (merchant_id, payment_id)
  where status in ('requested', 'unknown');

-- Narrow due tables, one per kind; a lease says which sweeper works on a row.
create table due_approval (
  merchant_id uuid not null,
  payment_id uuid not null,
  due_at timestamptz not null,
  leased_until timestamptz,
  primary key (merchant_id, payment_id)
);
create index due_approval_at on due_approval (due_at);

create table due_cancel (
  merchant_id uuid not null,
  payment_id uuid not null,
  due_at timestamptz not null,
  leased_until timestamptz,
  primary key (merchant_id, payment_id)
);
create index due_cancel_at on due_cancel (due_at);
