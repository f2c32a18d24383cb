-- Accounts into which a merchant pays for a cancel after its payout was fixed. Breaks nothing.

alter table cancel_request
  add column deposit_amount bigint check (deposit_amount > 0),
  add column deposit_bank text;
alter table cancel_request drop constraint cancel_request_status_check;
alter table cancel_request add constraint cancel_request_status_check check (status in
  ('requested', 'unknown', 'done', 'refused', 'account-issued', 'deposited', 'expired'));

create table virtual_account (
  merchant_id uuid not null,
  -- The id of the cancel that it was issued for: an account serves one purpose.
  id uuid not null,
  payment_id uuid not null,
  bank_code text not null,
  bank_name text not null,
  number text not null,
  holder text not null,
  amount bigint not null check (amount > 0),
  issued_at timestamptz not null,
  -- The first instant at which a deposit is too late.
  expires_at timestamptz not null,
  state text not null check (state in
    ('issued', 'paid', 'closed', 'used', 'returning', 'returned')),
  depositor text not null default '',
  -- The bank and account that the deposit came from, where it goes back to if it has to.
  sender_bank text not null default '',
  sender text not null default '',
  -- Under which id it goes back; another one after a transfer that bounced.
  return_id uuid,
  paid_at timestamptz,
  -- When we ask the bank next; what it told us may have been lost.
  due_at timestamptz,
  leased_until timestamptz,
  primary key (merchant_id, id)
);
create unique index virtual_account_number on virtual_account (number);
create index virtual_account_due on virtual_account (due_at) where due_at is not null;

create table simulator.account (
  account_id uuid primary key,
  merchant text not null,
  bank text not null,
  number text not null unique,
  holder text not null,
  amount bigint not null check (amount > 0),
  expires_at timestamptz not null,
  closed boolean not null default false
);

create table simulator.deposit (
  id bigint generated always as identity primary key,
  account_id uuid not null references simulator.account (account_id),
  amount bigint not null check (amount > 0),
  depositor text not null,
  sender_bank text not null,
  sender text not null,
  at timestamptz not null,
  taken boolean not null,
  why text not null
);
-- One deposit is taken into an account, however many come at once.
create unique index deposit_taken on simulator.deposit (account_id) where taken;
