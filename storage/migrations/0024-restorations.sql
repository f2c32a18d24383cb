-- A backup that was put back: its epoch, and what the rail knows of the time that was lost.
-- Breaks nothing.

-- Tokens carry it. Milliseconds of the raising, so that one backup put back twice has two epochs.
alter table installation add column epoch bigint not null default 0 check (epoch >= 0);

-- What an order said it is about: a bank tells it with the transfer.
alter table simulator.transfer add column about text not null default '';

create table restoration (
  epoch bigint primary key check (epoch > 0),
  raised_at timestamptz not null,
  -- Since when the rail is asked for what it did.
  look_back_from timestamptz not null,
  -- Null while cancels wait for the rail's answer.
  ended_at timestamptz
);
create unique index restoration_open on restoration ((ended_at is null)) where ended_at is null;

create table restoration_finding (
  id uuid primary key,
  epoch bigint not null references restoration (epoch),
  kind text not null check (kind in
    ('account-lost', 'deposit-lost', 'approval-lost', 'approval-denied', 'approval-missing',
      'cancel-lost')),
  -- As the rail names it: the merchant may be lost as well.
  merchant text not null,
  -- Or the id of the account, where it is about one.
  request_id uuid not null,
  cancel_id uuid,
  payment_id uuid,
  tid text,
  approval_number text not null,
  amount bigint not null check (amount > 0),
  cancelled bigint not null check (cancelled between 0 and amount),
  rail_at timestamptz not null,
  found_at timestamptz not null,
  -- Where a lost refund went that was sent as a transfer; the account stands as a token.
  refund_token text,
  refund_bank text,
  refund_holder text,
  status text not null default 'open' check (status in ('open', 'voided', 'adopted')),
  settled_at timestamptz,
  check ((status = 'open') = (settled_at is null)),
  check ((kind = 'cancel-lost') = (cancel_id is not null))
);
-- Looked for again, it is not told again.
create unique index restoration_finding_of_approval on restoration_finding (request_id, kind)
  where cancel_id is null;
create unique index restoration_finding_of_cancel on restoration_finding (cancel_id)
  where cancel_id is not null;
create index restoration_finding_open on restoration_finding (payment_id) where status = 'open';
