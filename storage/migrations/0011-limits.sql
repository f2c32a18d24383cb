-- What went wrong how often, on the database's own clock, for limits. Breaks nothing.
-- Written on declines only; a successful payment neither reads nor writes here.

create table decline_count (
  merchant_id uuid not null,
  credential_id uuid not null,
  minute timestamptz not null,
  declines int not null,
  primary key (merchant_id, credential_id, minute)
);

-- The keyed fingerprint of a card, never a number; the reason is the one that was told last.
create table guess_count (
  merchant_id uuid not null,
  fingerprint text not null,
  day date not null,
  guesses int not null,
  reason text not null,
  primary key (merchant_id, fingerprint, day)
);
