-- What the simulated bank pays out of the gateway's account. Breaks nothing.

create table simulator.transfer (
  transfer_id uuid primary key,
  merchant text not null,
  amount bigint not null check (amount > 0),
  bank text not null,
  account text not null,
  holder text not null,
  at timestamptz not null,
  bounced boolean not null
);
create index transfer_at on simulator.transfer (at);
