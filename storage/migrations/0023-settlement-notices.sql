-- Notices of settlement: payouts, captured days, fees that changed. Breaks nothing: an endpoint of
-- before that is told of everything is told of these, too.

alter table notice_event
  drop constraint notice_event_check,
  add column payout_id uuid,
  -- The day of the sales.
  add column day date,
  -- What is told, as it was at that instant; null is looked up when it is told.
  add column detail json,
  add constraint notice_event_about check (payment_id is not null or contract_id is not null);

-- A day is told once, whoever finds that it is over.
create unique index notice_event_captured on notice_event (merchant_id, contract_id, day)
  where kind = 'capture.done';

-- An address hears what one of today would hear: results of accounts and deposits, and all of it
-- where it has no purpose.
update notice_endpoint set kinds = array(select distinct unnest(kinds || array[
  'payment.account-issued', 'payment.account-closed', 'payment.expired', 'payment.deposit-reversed',
  'payment.deposit-lost', 'cancel.account-issued', 'cancel.deposited', 'cancel.expired']))
where purpose is distinct from 'deregistration';

update notice_endpoint set kinds = kinds || array['capture.done', 'payout.fixed', 'payout.settled',
  'payout.paid', 'payout.bounced', 'settlement.adjusted']
where purpose is null;

-- What is due to one endpoint is found beside a backlog of another one.
create index notice_delivery_of_endpoint
  on notice_delivery (merchant_id, endpoint_id, due_at, event_id, format) where due_at is not null;

-- What a change of a fee came to so far, page by page; it is told when the last one is done.
create table fee_change (
  merchant_id uuid not null,
  contract_id uuid not null,
  -- The terms that it made.
  version int not null,
  sales int not null default 0,
  adjustments int not null default 0,
  -- Won that the adjustments give, or take when negative.
  net bigint not null default 0,
  done_at timestamptz,
  primary key (merchant_id, contract_id, version)
);
