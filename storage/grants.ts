// The table of what the application's role may do: the books and the timeline are insert-only.
import type pg from 'pg';

/** Verbs per table beyond reading; a table that is not named here cannot be written. */
const rights: Readonly<Record<string, string>> = {
  installation: 'update',
  merchant: 'insert, update',
  // Changed in nothing, but locked while its terms are.
  contract: 'insert, update (id)',
  contract_terms: 'insert',
  credential: 'insert, update',
  api_key: 'insert, update',
  server_process: 'insert, update, delete',
  payment: 'insert, update',
  payment_buyer: 'insert, update',
  payment_event: 'insert',
  tid_directory: 'insert',
  billing_key: 'insert, update',
  schedule: 'insert, update (status, stop_reason, ended_at)',
  schedule_round: 'insert, update',
  schedule_try: 'insert',
  cash_receipt: 'insert, update',
  window_session: 'insert, update, delete',
  payment_link: 'insert, update',
  decline_count: 'insert, update, delete',
  guess_count: 'insert, update, delete',
  cancel_request: 'insert, update',
  due_approval: 'insert, update, delete',
  due_cancel: 'insert, update, delete',
  journal: 'insert',
  posting: 'insert',
  // What a row says never changes; when it is paid out may, until it is.
  settlement_row: 'insert, update (payout_date, payout_id, undatable, terms_version)',
  payout: 'insert, update, delete',
  capture_watermark: 'insert, update',
  fee_change: 'insert, update',
  bank_holiday: 'insert, update',
  planned_fee_change: 'insert, update (version, due_at)',
  notice_event: 'insert',
  notice_endpoint: 'insert, update',
  notice_delivery: 'insert, update',
  notice_attempt: 'insert',
  idempotency: 'insert, update, delete',
  'simulator.authorisation': 'insert, update',
  'simulator.cancel': 'insert, update',
  virtual_account: 'insert, update',
  stray_deposit: 'insert, update',
  reconciliation: 'insert',
  // Raised by the owner, before anybody is served.
  restoration: 'update (ended_at)',
  restoration_finding: 'insert, update (status, settled_at)',
  statement_line: 'insert',
  settled_move: 'insert',
  resolution: 'insert',
  'simulator.transfer': 'insert',
  'simulator.account': 'insert, update',
  'simulator.deposit': 'insert, update (reversed_at)',
};

/** Run by the owner after every migration; harmless when nothing changed. */
export async function grantRights(owner: pg.ClientBase, role: string): Promise<void> {
  const to = `"${role.replaceAll('"', '""')}"`;
  await owner.query(`grant usage on schema public, simulator to ${to}`);
  await owner.query(`grant select on all tables in schema public, simulator to ${to}`);
  for (const [table, verbs] of Object.entries(rights)) {
    await owner.query(`grant ${verbs} on ${table} to ${to}`);
  }
}
