-- Lines of bank statements that were posted, what they settled, and how breaks were resolved.
-- Breaks nothing.

create table statement_line (
  id uuid primary key,
  account text not null,
  date date not null,
  direction text not null check (direction in ('in', 'out')),
  -- The bank's own number: the same line in another file posts nothing.
  bank_reference text not null,
  reference text not null,
  amount bigint not null check (amount >= 0),
  reconciliation_id uuid not null,
  at timestamptz not null,
  unique (account, date, direction, bank_reference)
);
create trigger insert_only before update or delete or truncate on statement_line
  for each statement execute function refuse_change();

-- A payout, a deposit, a refund or a pay-in is settled by one line, once for ever.
create table settled_move (
  reference text primary key,
  line_id uuid not null
);
create trigger insert_only before update or delete or truncate on settled_move
  for each statement execute function refuse_change();

-- A break, or the debt of a payout, is resolved once, and why is kept for ever.
create table resolution (
  subject text primary key,
  step text not null,
  reason text not null,
  -- The break or the reference that it was matched with, if any.
  against text,
  amount bigint not null check (amount >= 0),
  at timestamptz not null
);
create trigger insert_only before update or delete or truncate on resolution
  for each statement execute function refuse_change();

-- What came and went on a day is asked for by every file; rows are written in the order of days.
create index settlement_row_of_day on settlement_row using brin (date);
create index journal_of_day on journal using brin (date);
-- Claims that acquirers sent back are few.
create index journal_rejected on journal (merchant_id, payment_id)
  where template = 'capture-rejected';
-- Of the few accounts that statements are about.
create index posting_of_moves on posting (subject)
  where account in ('bank-clearing', 'transfers-in-transit');
create index posting_of_breaks on posting (subject)
  where account in ('reconciliation-shortfall', 'reconciliation-surplus');
create index posting_of_statements on posting (subject) where account = 'bank';
-- One entry for what a pay-in closed, hundreds of slips at once, and for each claim sent back.
create index posting_of_pay_ins on posting (subject)
  where (account = 'acquirer-receivable' and side = 'credit')
    or (account = 'acquirer-refund-due' and side = 'debit');
