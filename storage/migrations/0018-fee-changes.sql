-- Fees that are changed for sales of before. Breaks nothing: rows of before are as their payment.

-- By which terms a row was priced, once its payment has others; null as long as they are the same.
alter table settlement_row add column terms_version int;
