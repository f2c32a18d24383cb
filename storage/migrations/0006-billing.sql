-- Billing keys, transfers, guarded months, switches of a credential. Breaks servers before it.
-- Rows that they wrote are cards without a key.

update contract_terms set terms = terms || '{"transferFeeRate": 1800}'
  where not terms ? 'transferFeeRate';

alter table credential
  add column policy jsonb not null default '{}',
  -- Public: it stands in pages, and opens windows only.
  add column client_key text;

create unique index credential_client_key on credential (client_key) where client_key is not null;

alter table payment
  add column instrument text not null default 'card' check (instrument in ('card', 'account')),
  add column vat_given boolean not null default false,
  add column account_first_three text,
  add column account_last_three text,
  add column account_holder text check (account_holder in ('person', 'company')),
  add column billing_key text,
  add column billing_month text,
  -- Key and month while this payment is alive; null when the month may be paid again.
  add column month_guard text,
  alter column card_first_six drop not null,
  alter column card_last_four drop not null,
  add check (instrument = 'account' or (card_first_six is not null and card_last_four is not null)),
  add check (instrument = 'card'
    or (account_first_three is not null and account_holder is not null));

create unique index payment_month on payment (month_guard, merchant_id)
  where month_guard is not null;

-- Who joined a cancel, so that he who repeats his request finds the same one again.
alter table cancel_request
  add column vat_given boolean not null default false,
  add column joined_by uuid;
update cancel_request set joined_by = id where joined;
alter table cancel_request drop column joined;

-- The books, rows, timeline and outbox are only ever added to, whichever role writes.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is insert-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger insert_only before update or delete or truncate on journal
  for each statement execute function refuse_change();
create trigger insert_only before update or delete or truncate on posting
  for each statement execute function refuse_change();
create trigger insert_only before update or delete or truncate on settlement_row
  for each statement execute function refuse_change();
create trigger insert_only before update or delete or truncate on payment_event
  for each statement execute function refuse_change();
create trigger insert_only before update or delete or truncate on notice_event
  for each statement execute function refuse_change();

create table billing_key (
  merchant_id uuid not null,
  id text not null,
  version int not null check (version >= 1),
  status text not null check (status in ('registered', 'removed')),
  generation int not null,
  contract_id uuid not null,
  credential_id uuid not null,
  instrument json not null,
  payer_number text not null,
  payer_name text not null,
  payer_phone text not null,
  payer_email text not null,
  password_hash text,
  failures int not null default 0,
  registered_at timestamptz not null,
  removed_at timestamptz,
  primary key (merchant_id, id),
  check ((status = 'removed') = (removed_at is not null))
);
