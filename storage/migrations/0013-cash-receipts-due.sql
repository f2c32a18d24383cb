-- When a cash receipt is compared with its payment again. Breaks nothing.

alter table cash_receipt add column due_at timestamptz;

create index cash_receipt_due on cash_receipt (due_at) where due_at is not null;
