-- Virtual accounts that buyers pay into, and money that a bank took although it was wrong or late.
-- Breaks nothing.

update contract_terms set terms = terms || '{"virtualAccountWon": 300}'
  where not terms ? 'virtualAccountWon';

alter table payment drop constraint payment_instrument_check;
alter table payment add constraint payment_instrument_check
  check (instrument in ('card', 'account', 'virtual-account'));
alter table payment drop constraint payment_check2, drop constraint payment_check3;
alter table payment
  add constraint payment_card check (instrument <> 'card'
    or (card_first_six is not null and card_last_four is not null)),
  add constraint payment_account check (instrument <> 'account'
    or (account_first_three is not null and account_holder is not null));

-- Where a refund goes to that no rail can send back by itself; the account stands as a token.
alter table cancel_request
  add column refund_token text,
  add column refund_bank text,
  add column refund_holder text;

alter table virtual_account
  add column purpose text not null default 'cancel' check (purpose in ('cancel', 'payment')),
  -- Null until the bank has issued it: the intent is stored before the bank is asked.
  alter column number drop not null,
  -- How many reversals of deposits stand in our books.
  add column reversals int not null default 0 check (reversals >= 0),
  -- Whether the merchant wanted its end before its time.
  add column withdrawn boolean not null default false;
alter table virtual_account drop constraint virtual_account_state_check;
alter table virtual_account add constraint virtual_account_state_check check (state in
  ('asked', 'issued', 'closing', 'closed', 'paid', 'reversed', 'used', 'returning', 'returned'));
alter table virtual_account add constraint virtual_account_issued
  check (number is not null or state in ('asked', 'closing', 'closed'));
-- A merchant may have so many open at once.
create index virtual_account_open on virtual_account (merchant_id)
  where purpose = 'payment' and state in ('asked', 'issued', 'closing', 'reversed');

-- Money that the bank took for nobody: it goes back to where it came from.
create table stray_deposit (
  merchant_id uuid not null,
  -- Under which id the bank knows it.
  id uuid not null,
  account_id uuid not null,
  amount bigint not null check (amount > 0),
  bank_code text not null,
  number text not null,
  depositor text not null,
  sender_bank text not null,
  sender text not null,
  why text not null,
  at timestamptz not null,
  state text not null check (state in ('returning', 'returned')),
  return_id uuid not null,
  due_at timestamptz,
  leased_until timestamptz,
  primary key (merchant_id, id)
);
create index stray_deposit_due on stray_deposit (due_at) where due_at is not null;

alter table simulator.deposit
  add column deposit_id uuid not null default gen_random_uuid(),
  -- The bank's own number of its message: a message that comes twice is one deposit.
  add column message_id text,
  -- Taken although it fits nothing.
  add column kept boolean not null default false,
  add column reversed_at timestamptz;
create unique index deposit_named on simulator.deposit (deposit_id);
create unique index deposit_message on simulator.deposit (account_id, message_id)
  where message_id is not null;
drop index simulator.deposit_taken;
create unique index deposit_taken on simulator.deposit (account_id)
  where taken and reversed_at is null;
