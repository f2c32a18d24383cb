-- Fees by type of card that change for sales of before or on a day to come. Breaks nothing: rows of
-- before are as their payment, cards of before have the one rate that there was.

-- By which terms a row was priced, once its payment has others; null as long as they are the same.
alter table settlement_row add column terms_version int;

-- By which of the two rates a card is priced; null is a card of before, when there was only one.
alter table payment add column card_type text check (card_type in ('credit', 'check'));
update billing_key set instrument = (instrument::jsonb || '{"type": "credit"}')::json
  where instrument->>'kind' = 'card';
update contract_terms set terms = jsonb_build_object('checkFeeRate', terms->'feeRate') || terms;

-- Since which day of sales the rate of each type of card holds: it may begin before it is agreed.
alter table contract_terms add column credit_since date, add column check_since date;
update contract_terms set credit_since = (effective_from at time zone 'Asia/Seoul')::date,
  check_since = (effective_from at time zone 'Asia/Seoul')::date;
alter table contract_terms alter column credit_since set not null,
  alter column check_since set not null;

-- Fees that are to change on a day to come; from then on they are terms like any others.
create table planned_fee_change (
  merchant_id uuid not null,
  contract_id uuid not null,
  id uuid not null,
  first_day date not null,
  -- Hundred-thousandths by type of card; what is not named stays as it is.
  rates jsonb not null,
  reason text not null,
  asked_at timestamptz not null,
  -- Of the terms that it made; null before its day.
  version int,
  -- Shortly after its day has begun; null once it is done.
  due_at timestamptz,
  primary key (merchant_id, id)
);
create index planned_fee_change_due on planned_fee_change (due_at) where due_at is not null;
