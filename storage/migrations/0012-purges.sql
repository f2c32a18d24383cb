-- What is kept for a day is found by its age. Breaks nothing.

create index idempotency_started on idempotency (started_at);
