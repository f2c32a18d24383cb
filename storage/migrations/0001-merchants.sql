-- Merchants, their contracts and what proves them. Breaks nothing: first migration.
-- Every table is keyed by merchant first, so that the schema distributes by merchant_id.

create table installation (
  one boolean primary key default true check (one),
  mode text not null check (mode in ('sandbox', 'live')),
  created_at timestamptz not null default now(),
  -- Milliseconds that the sandbox clock runs ahead of real time; only ever grows.
  clock_offset_ms bigint not null default 0 check (clock_offset_ms >= 0)
);

create table merchant (
  id uuid primary key,
  name text not null,
  generation int not null default 1 check (generation >= 1),
  created_at timestamptz not null
);

create table contract (
  merchant_id uuid not null references merchant (id),
  id uuid not null,
  dialect text not null check (dialect in ('cookiepay', 'payple')),
  gateway text not null,
  created_at timestamptz not null,
  primary key (merchant_id, id)
);

-- Terms are never changed in place: a payment pins the version of its approval.
create table contract_terms (
  merchant_id uuid not null,
  contract_id uuid not null,
  version int not null check (version >= 1),
  effective_from timestamptz not null,
  terms jsonb not null,
  primary key (merchant_id, contract_id, version),
  foreign key (merchant_id, contract_id) references contract (merchant_id, id)
);

create table credential (
  merchant_id uuid not null,
  id uuid not null,
  contract_id uuid not null,
  dialect text not null,
  public_id text not null,
  -- HMAC-SHA-256 with the pepper, hex; the secret itself is never stored.
  secret_hash text not null,
  refund_hash text,
  version int not null default 1,
  revoked_at timestamptz,
  created_at timestamptz not null,
  primary key (merchant_id, id),
  foreign key (merchant_id, contract_id) references contract (merchant_id, id)
);

-- A public id names one credential of a dialect in the whole installation.
create unique index credential_public_id on credential (dialect, public_id);

create table api_key (
  merchant_id uuid not null references merchant (id),
  id uuid not null,
  secret_hash text not null,
  role text not null check (role in ('merchant', 'operator')),
  revoked_at timestamptz,
  created_at timestamptz not null,
  primary key (merchant_id, id)
);

create unique index api_key_secret on api_key (secret_hash);

-- One row per running server: the oldest TID whose outcome it may still owe.
create table server_process (
  id uuid primary key,
  seen_at timestamptz not null default now(),
  open_since text not null
);
