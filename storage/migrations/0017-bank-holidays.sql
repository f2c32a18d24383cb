-- Bank holidays that an operator declares, or takes away, beside the calendar. Breaks nothing.

create table bank_holiday (
  date date primary key,
  name text not null,
  is_holiday boolean not null,
  declared_at timestamptz not null,
  -- Whether what was planned over this day has been planned anew.
  replanned boolean not null default false
);
