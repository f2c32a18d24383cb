-- Files of banks and acquirers that were compared with the books. Breaks nothing.

create table reconciliation (
  id uuid primary key,
  kind text not null check (kind in ('bank', 'acquirer')),
  account text not null,
  date date not null,
  -- The same file again answers what was found the first time.
  file_hash text not null,
  matched int not null check (matched >= 0),
  breaks json not null,
  at timestamptz not null,
  unique (kind, account, date, file_hash)
);
create trigger insert_only before update or delete or truncate on reconciliation
  for each statement execute function refuse_change();
