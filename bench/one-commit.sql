-- Y: the durable facts of one approved payment in one statement and one commit (pgbench).
-- The same rows as three-commits.sql leaves behind; the payment is written once, as approved.
\set approval random(10000000, 99999999)

with begun as (
  select uuidv7() as id, uuidv7() as request_id, uuidv7() as journal_id,
    uuidv7()::text as order_id,
    to_char(clock_timestamp(), 'YYMMDDHH24MISS')
      || encode(substr(uuid_send(gen_random_uuid()), 11, 6), 'base64') as tid,
    'range-visa.' || gen_random_uuid() as card_token
),
stored as (
  insert into payment (merchant_id, id, version, status, status_at, tid, generation, contract_id,
    terms_version, credential_id, method, order_number, order_key, order_scope, amount, supply,
    vat, tax_free, instalment, goods_name, goods_code, extras, card_token, issuer_code,
    issuer_name, acquirer_code, acquirer_name, card_first_six, card_last_four, card_length,
    card_fingerprint, attempt, request_id, started_at, approval_number, approved_at)
  select '01a1fc09-0741-7436-83a4-a8dafc87a3f8', id, 2, 'approved', now(), tid, 1,
    '01a1fc09-0742-70b0-9dec-a78d78bb2b3f', 1, '01a1fc09-0743-766a-a0d9-f550ffc7aef8',
    'card-key-in', 'B' || substr(order_id, 1, 23), 'B' || substr(order_id, 1, 23),
    '1/01a1fc09-0743-766a-a0d9-f550ffc7aef8', 50000, 45455, 4545, 0, 0, '텀블러 500ml',
    'TB-500', '{a,b,c,d,e}', card_token, '11', '국민카드', 'CCKM', '국민카드', '424242', '0003',
    16, 'HeHyt_x8TkUhJMI-GQg-KFteXo0y4hrAzjILmARCn4A', 1, request_id, now(), :approval::text,
    now()
  from begun
  returning merchant_id, id, tid, request_id, card_token
),
buyer as (
  insert into payment_buyer (merchant_id, payment_id, name, email, buyer_id, phone, address)
  select merchant_id, id, '홍길동', 'buyer@example.com', 'hong', '010-1234-5678',
    '서울특별시 강남구 테헤란로 1' from stored
),
event as (
  insert into payment_event (merchant_id, payment_id, version, line, what, at, detail)
  select merchant_id, id, version, 1, what, now(), detail::json
  from stored, (values
    (1, 'intended', '{"by":"demo","message":"POST /keyin/payment","attempt": 1}'),
    (2, 'approved', '{"approvalNumber":"05169529"}')
  ) as e (version, what, detail)
),
directory as (
  insert into tid_directory (tid, merchant_id, payment_id) select tid, merchant_id, id from stored
),
bank as (
  insert into simulator.authorisation (request_id, merchant, token, amount, instalment, at,
    approval_number, decline, state)
  select request_id, merchant_id::text, card_token, 50000, 0, now(), :approval::text, null,
    'approved'
  from stored
),
journal_of as (
  insert into journal (merchant_id, id, payment_id, template, at, date)
  select merchant_id, journal_id, id, 'approve', now(), current_date
  from stored join begun using (id)
),
posting_of as (
  insert into posting (merchant_id, journal_id, line, account, side, scope, subject, amount)
  select merchant_id, journal_id, line, account, side, scope, id::text, 50000
  from stored join begun using (id), (values
    (1, 'authorised-with-acquirers', 'debit', 'CCKM'),
    (2, 'authorised-for-merchants', 'credit', '01a1fc09-0742-70b0-9dec-a78d78bb2b3f')
  ) as l (line, account, side, scope)
),
notice as (
  insert into notice_event (merchant_id, id, payment_id, cancel_id, kind, at)
  select merchant_id, uuidv7(), id, null, 'payment.approved', now() from stored
)
select count(*) from stored;
