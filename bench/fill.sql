-- Fills the tables with paid payments numbered bench.first to bench.last, for the growth runs.
-- Every id follows from the number, so that each table is filled by itself, in the order of time:
-- one payment per 10 ms from bench.start on (milliseconds since 1970), of bench.merchant,
-- bench.contract and bench.credential.
create or replace function pg_temp.id_of(kind text, number bigint) returns uuid
  language sql stable as $$
  select (lpad(to_hex(current_setting('bench.start')::bigint + number * 10), 12, '0') || kind
    || '8000' || lpad(to_hex(number), 12, '0'))::uuid
$$;

create or replace function pg_temp.instant_of(number bigint) returns timestamptz
  language sql stable as $$
  select to_timestamp(current_setting('bench.start')::bigint / 1000.0 + number / 100.0)
$$;

create temp view numbered as
  select number, pg_temp.id_of('7001', number) as id, pg_temp.instant_of(number) as at,
    to_char(pg_temp.instant_of(number), 'YYMMDDHH24MISS') || lpad(upper(to_hex(number)), 8, '0')
      as tid,
    current_setting('bench.merchant')::uuid as merchant_id,
    current_setting('bench.contract')::uuid as contract_id,
    current_setting('bench.credential') as credential_id
  from generate_series(current_setting('bench.first')::bigint,
    current_setting('bench.last')::bigint) as number;

insert into payment (merchant_id, id, version, status, status_at, tid, generation, contract_id,
  terms_version, credential_id, method, order_number, order_key, order_scope, amount, supply, vat,
  tax_free, instalment, goods_name, goods_code, extras, card_token, issuer_code, issuer_name,
  acquirer_code, acquirer_name, card_first_six, card_last_four, card_length, card_fingerprint,
  attempt, request_id, started_at, approval_number, approved_at)
select merchant_id, id, 2, 'approved', at, tid, 1, contract_id, 1,
  credential_id::uuid, 'card-key-in', 'A' || lpad(number::text, 23, '0'),
  'A' || lpad(number::text, 23, '0'), '1/' || credential_id, 50000, 45455, 4545,
  0, 0, '텀블러 500ml', 'TB-500', '{a,b,c,d,e}', 'range-visa.' || id, '11', '국민카드', 'CCKM',
  '국민카드', '424242', '0003', 16, 'HeHyt_x8TkUhJMI-GQg-KFteXo0y4hrAzjILmARCn4A', 1,
  pg_temp.id_of('7002', number), at, '05169529', at
from numbered;

insert into payment_buyer (merchant_id, payment_id, name, email, buyer_id, phone, address)
select merchant_id, id, '홍길동', 'buyer@example.com', 'hong', '010-1234-5678',
  '서울특별시 강남구 테헤란로 1'
from numbered;

insert into payment_event (merchant_id, payment_id, version, line, what, at, detail)
select merchant_id, id, version, 1, what, at, detail::json
from numbered, (values
  (1, 'intended', '{"by":"demo","message":"POST /keyin/payment","attempt":1}'),
  (2, 'approved', '{"approvalNumber":"05169529"}')
) as e (version, what, detail);

insert into tid_directory (tid, merchant_id, payment_id) select tid, merchant_id, id from numbered;

insert into simulator.authorisation (request_id, merchant, token, amount, instalment, at,
  approval_number, decline, state)
select pg_temp.id_of('7002', number), merchant_id::text, 'range-visa.' || id, 50000, 0, at,
  '05169529', null, 'approved'
from numbered;

insert into journal (merchant_id, id, payment_id, template, at, date)
select merchant_id, pg_temp.id_of('7003', number), id, 'approve', at,
  (at at time zone 'Asia/Seoul')::date
from numbered;

insert into posting (merchant_id, journal_id, line, account, side, scope, subject, amount)
select merchant_id, pg_temp.id_of('7003', number), line, account, side, scope, id::text, 50000
from numbered, (values
  (1, 'authorised-with-acquirers', 'debit', 'CCKM'),
  (2, 'authorised-for-merchants', 'credit', current_setting('bench.contract'))
) as l (line, account, side, scope);

insert into notice_event (merchant_id, id, payment_id, cancel_id, kind, at)
select merchant_id, pg_temp.id_of('7004', number), id, null, 'payment.approved', at from numbered;

drop view numbered;
