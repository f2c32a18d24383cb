-- The books: journals and postings, insert-only, and the settlement rows. Breaks nothing.

create table journal (
  merchant_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  template text not null,
  at timestamptz not null,
  date date not null,
  reverses uuid,
  primary key (merchant_id, id)
);
create index journal_payment on journal (merchant_id, payment_id);

create table posting (
  merchant_id uuid not null,
  journal_id uuid not null,
  line smallint not null,
  account text not null,
  side text not null check (side in ('debit', 'credit')),
  scope text not null,
  subject text not null,
  amount bigint not null check (amount > 0),
  primary key (merchant_id, journal_id, line)
);

create table settlement_row (
  merchant_id uuid not null,
  payment_id uuid not null,
  sequence smallint not null,
  contract_id uuid not null,
  kind text not null check (kind in ('11', '21', '22')),
  gross bigint not null,
  fee bigint not null,
  fee_vat bigint not null,
  net bigint not null,
  charge bigint not null,
  date date not null,
  journal_id uuid not null,
  primary key (merchant_id, payment_id, sequence),
  check (gross - fee - fee_vat = net)
);
