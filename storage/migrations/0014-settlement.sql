-- Payouts, and when each settlement row is paid out. Breaks nothing: rows of before get their date
-- like new ones.

-- A sale that was given back on its own day is written, but never claimed or owed.
alter table settlement_row alter column journal_id drop not null;
alter table settlement_row drop constraint settlement_row_kind_check;
alter table settlement_row add constraint settlement_row_kind_check
  check (kind in ('11', '21', '22', 'deposit', 'adjustment'));

alter table settlement_row
  -- What its postings are about; rows of one capture share it.
  add column subject text,
  add column asked_at timestamptz,
  add column tid text,
  -- Of its payment: rows of different worlds of the sandbox stand in different payouts.
  add column generation int,
  -- What of the fee is for an instalment that the shop pays for.
  add column instalment_fee bigint not null default 0,
  -- The only columns that ever change: the plan, until a payout is fixed.
  add column payout_date date,
  add column payout_id uuid,
  -- The calendar does not know the year; looked at again when it does.
  add column undatable boolean not null default false;

-- Which payout a row stands in is a plan; what it says stays as it was written.
drop trigger insert_only on settlement_row;

update settlement_row r
set subject = r.payment_id || '/' || r.kind || '/' || r.sequence,
    tid = p.tid,
    generation = p.generation,
    asked_at = coalesce(
      (select c.asked_at from cancel_request c
       where c.merchant_id = r.merchant_id and c.payment_id = r.payment_id and c.status = 'done'
       order by c.sequence offset greatest(r.sequence - 2, 0) limit 1),
      p.approved_at)
from payment p where p.merchant_id = r.merchant_id and p.id = r.payment_id;

alter table settlement_row alter column subject set not null;
alter table settlement_row alter column asked_at set not null;
alter table settlement_row alter column tid set not null;
alter table settlement_row alter column generation set not null;

create trigger insert_only before delete or truncate or update of merchant_id, payment_id, sequence,
  contract_id, kind, gross, fee, instalment_fee, fee_vat, net, charge, date, journal_id, subject,
  asked_at, tid, generation
  on settlement_row for each statement execute function refuse_change();

create index settlement_row_day
  on settlement_row (merchant_id, contract_id, payout_date, date, tid, sequence);
create index settlement_row_open on settlement_row (merchant_id, contract_id, payout_date)
  where payout_id is null;
create index settlement_row_undated on settlement_row (merchant_id, payment_id, sequence)
  where payout_date is null and not undatable;

-- A journal of many rows is of no single payment, and may have more lines than a smallint counts.
alter table journal alter column payment_id drop not null;
alter table posting alter column line type int;

create table payout (
  merchant_id uuid not null,
  contract_id uuid not null,
  generation int not null,
  date date not null,
  id uuid not null,
  status text not null default 'open' check (status in
    ('open', 'closing', 'fixed', 'sending', 'unknown', 'paid', 'settled')),
  closes_at timestamptz not null,
  pays_at timestamptz not null,
  -- Won. What its rows give and take, what is kept back, released and carried; all ≥ 0.
  positive bigint not null default 0 check (positive >= 0),
  negative bigint not null default 0 check (negative >= 0),
  carried_in bigint not null default 0 check (carried_in >= 0),
  carried_out bigint not null default 0 check (carried_out >= 0),
  held bigint not null default 0 check (held >= 0),
  released bigint not null default 0 check (released >= 0),
  amount bigint not null default 0 check (amount >= 0),
  release_on date,
  released_by uuid,
  carried_by uuid,
  fixed_at timestamptz,
  paid_at timestamptz,
  -- Under which id the bank knows it; a bounced transfer is ordered again under another one.
  transfer_id uuid,
  transfers int not null default 0,
  tries int not null default 0,
  due_at timestamptz,
  leased_until timestamptz,
  primary key (merchant_id, contract_id, generation, date),
  unique (merchant_id, id),
  check (status in ('open', 'closing')
    or positive + released - negative - carried_in - held = amount - carried_out),
  check (amount = 0 or carried_out = 0)
);
create index payout_due on payout (due_at) where due_at is not null;

-- What the terms did not say before.
update contract_terms set terms = '{"accountPayoutDays": 3, "payoutCounts": "bank-days",
  "payoutCycle": "daily", "payoutCut": 0, "holdbackRate": 0, "holdbackDays": 0,
  "depositBasis": "gross", "instalmentFees": []}'::jsonb || terms;

-- One row: every approval before this instant has been looked at by the capture of its day.
create table capture_watermark (
  one boolean primary key default true check (one),
  captured_until timestamptz not null
);
