-- Payment windows and payment links. Breaks nothing.
-- A window lives for minutes; what it leaves behind are payments and billing keys.

create table window_session (
  merchant_id uuid not null,
  id text not null,
  version int not null check (version >= 1),
  status text not null,
  generation int not null,
  contract_id uuid not null,
  credential_id uuid not null,
  public_id text not null,
  opened_at timestamptz not null,
  -- Since when a try is under way; null while none is.
  busy_since timestamptz,
  -- Of the key that the shop confirms with, HMAC-SHA-256, hex; null before there is one.
  request_hash text,
  tries int not null check (tries >= 0),
  origin text,
  opened_with text not null,
  window_order json not null,
  -- What only this status has.
  state json not null,
  primary key (merchant_id, id)
);

-- A browser shows the id alone.
create index window_session_id on window_session (id);
create unique index window_session_request on window_session (request_hash, merchant_id)
  where request_hash is not null;
create index window_session_busy on window_session (busy_since) where busy_since is not null;
create index window_session_opened on window_session (opened_at);
create index window_session_of_credential on window_session (merchant_id, credential_id, opened_at);

create table payment_link (
  merchant_id uuid not null,
  id text not null,
  version int not null check (version >= 1),
  status text not null check (status in ('open', 'taken', 'used')),
  generation int not null,
  contract_id uuid not null,
  credential_id uuid not null,
  public_id text not null,
  window_order json not null,
  after_url text not null,
  explanation text not null,
  notice_text text not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  taken_by text,
  payment_id uuid,
  primary key (merchant_id, id),
  check ((status = 'used') = (payment_id is not null)),
  check ((status = 'open') = (taken_by is null))
);

create index payment_link_id on payment_link (id);
