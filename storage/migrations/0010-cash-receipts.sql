-- Cash receipts of account payments; at most one of a payment stands. Breaks nothing.

create table cash_receipt (
  merchant_id uuid not null,
  payment_id uuid not null,
  sequence smallint not null,
  number text not null,
  amount bigint not null check (amount > 0),
  vat bigint not null check (vat between 0 and amount),
  use text not null check (use in ('personal', 'company')),
  -- A telephone or business number, sealed.
  identity text not null,
  status text not null check (status in ('issued', 'cancelled')),
  issued_at timestamptz not null,
  cancelled_at timestamptz,
  primary key (merchant_id, payment_id, sequence),
  check ((status = 'cancelled') = (cancelled_at is not null))
);

create unique index cash_receipt_standing on cash_receipt (merchant_id, payment_id)
  where status = 'issued';
