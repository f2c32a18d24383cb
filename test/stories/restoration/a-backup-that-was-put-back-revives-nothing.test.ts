// Story: the database is lost, yesterday's backup is put back, and nobody pays or gets back twice.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Gateway } from '../../../server/compose.ts';
import { type Backup, takeBackup } from '../../harness/backup.ts';
import { booksClose, refundedOf, rowsOf } from '../../harness/books.ts';
import { asItsOwner, openBeside, openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { makeKey, openPayple, paypleDemo, type Tokens } from '../../harness/payple.ts';
import {
  call,
  keyinBody,
  newOrderNumber,
  openShop,
  operatorKey,
  postJson,
  type WireAnswer,
} from '../../harness/shop.ts';
import { goodCard, openWindow, toldBy, windowAt, windowForm } from '../../harness/window.ts';
import { openWitness, type Witness } from '../../harness/witness.ts';

let gyeol: TestGateway;
let backup: Backup;
let restored: Gateway;
let bank: Witness;

/** Of the time before, as somebody has kept them. */
let token: string;
let tokens: Tokens;
let certified: WireAnswer;
let unused: { readonly window: string; readonly told: WireAnswer };
let openWindowId: string;

/** Sales that the backup has; the others are lost. */
const kept: Record<string, WireAnswer> = {};
const lost: Record<string, WireAnswer> = {};
let billingKey: string;

const now = () => ({ gateway: restored, url: restored.url, databaseUrl: gyeol.databaseUrl });

beforeAll(async () => {
  gyeol = await openGateway();
  bank = await openWitness(gyeol.databaseUrl);
  await beforeTheBackup();
  backup = await takeBackup(gyeol.databaseUrl);
  await afterTheBackup();
  await gyeol.gateway.close();
  await backup.putBack();
  // A bank that does not answer: nothing can be known yet.
  await bank.query('begin');
  await bank.query('lock table simulator.authorisation in access exclusive mode');
  restored = await openBeside(gyeol, { ...asItsOwner(gyeol), restored: true });
});
afterAll(async () => {
  await bank.close();
  await restored?.close();
  await gyeol.stop();
});

async function beforeTheBackup(): Promise<void> {
  const shop = await openShop(gyeol.url);
  token = shop.token;
  for (const name of ['plain', 'whole', 'part', 'waiting']) kept[name] = await shop.keyin();
  const payple = openPayple(gyeol.url);
  tokens = await payple.tokens({ PCD_PAYCHK_FLAG: 'Y' });
  billingKey = await makeKey(gyeol.gateway.parts);
  kept.payple = await payple.charge(billingKey);
  certified = toldBy(await (await openWindow(gyeol.url, windowForm('CERT'))).pay(goodCard));
  const window = await openWindow(gyeol.url, windowForm('CERT'));
  unused = { window: window.id, told: toldBy(await window.pay(goodCard)) };
  openWindowId = (await openWindow(gyeol.url, windowForm('PAY'))).id;
}

async function afterTheBackup(): Promise<void> {
  const shop = await openShop(gyeol.url);
  for (const name of ['plain', 'given back', 'whole']) lost[name] = await shop.keyin();
  expect(await shop.keyin({ CARDNO: '4900000000000021' })).not.toMatchObject({
    RESULTCODE: '0000',
  });
  for (const [sale, amount] of [
    [lost['given back'], '20000'],
    [lost.whole, '50000'],
    [kept.whole, '50000'],
    [kept.part, '20000'],
  ] as const) {
    expect(await shop.cancel({ tid: sale?.TID, amount })).toMatchObject({ RESULTCODE: '0000' });
  }
  lost.confirmed = await confirm(gyeol.url, certified);
  expect(lost.confirmed.PCD_PAY_RST).toBe('success');
  await openPayple(gyeol.url).charge(billingKey);
}

async function confirm(base: string, told: WireAnswer): Promise<WireAnswer> {
  const { PCD_AUTH_KEY, PCD_PAY_REQKEY, PCD_PAYER_ID } = told;
  const raw = { PCD_CST_ID: paypleDemo.id, PCD_CUST_KEY: paypleDemo.key };
  const url = `${base}/php/PayCardConfirmAct.php?ACT_=PAYM`;
  return (await postJson(url, { ...raw, PCD_AUTH_KEY, PCD_PAY_REQKEY, PCD_PAYER_ID })).body;
}

interface Finding {
  readonly id: string;
  readonly kind: string;
  readonly tid: string | null;
  readonly amount: number;
  readonly cancelled: number;
  readonly status: string;
}

async function findings(): Promise<{ readonly ended: boolean; readonly data: readonly Finding[] }> {
  const { body } = await call(restored.url, { path: '/v1/restorations', key: operatorKey });
  const { restoration, data } = body as { restoration: { endedAt: unknown }; data: Finding[] };
  return { ended: restoration.endedAt !== null, data };
}

function settle(finding: Finding | undefined, how: 'void' | 'adopt') {
  const path = `/v1/restorations/${finding?.id}/${how}`;
  return call(restored.url, { method: 'POST', path, key: operatorKey });
}

/** What really stands at the bank, as it looks upon it from outside. */
async function standing(): Promise<bigint> {
  const sql = `select coalesce(sum(amount - cancelled), 0)::bigint as won from simulator.authorisation
    where state = 'approved'`;
  return BigInt(String((await bank.query(sql))[0]?.won));
}

async function cancelsAtTheBank(): Promise<number> {
  return Number((await bank.query('select count(*) as n from simulator.cancel'))[0]?.n);
}

describe('before the bank has answered', () => {
  test('T84: a TOKEN of before is refused, and a new one is good', async () => {
    const headers = { ApiKey: 'demo-key', TOKEN: token };
    const body = { ...keyinBody, ORDERNO: newOrderNumber() };
    const old = await postJson(`${restored.url}/keyin/payment`, body, headers);
    expect(old).toMatchObject({ status: 200, body: { RESULTCODE: 'E002' } });
    const shop = await openShop(restored.url);
    expect(await shop.paycert(kept.plain?.TID ?? '')).toMatchObject({ RESULTCODE: '0000' });
    expect(await shop.paycert(lost.plain?.TID ?? '')).not.toMatchObject({ RESULTCODE: '0000' });
  });

  test('T84: an AuthKey of before is refused', async () => {
    const payple = openPayple(restored.url);
    const query = {
      PCD_PAYCHK_FLAG: 'Y',
      PCD_PAY_TYPE: 'card',
      PCD_PAY_OID: kept.payple?.PCD_PAY_OID,
    };
    const day = { PCD_PAY_DATE: kept.payple?.PCD_PAY_TIME?.slice(0, 8) };
    const url = (await payple.auth({ PCD_PAYCHK_FLAG: 'Y' })).return_url ?? '';
    const answered = async (proof: Tokens) =>
      (await postJson(url, { ...proof, ...query, ...day })).body;
    expect(await answered(tokens)).toMatchObject({
      PCD_PAY_RST: 'error',
      PCD_PAY_CODE: 'PCHK8011',
    });
    const fresh = await payple.tokens({ PCD_PAYCHK_FLAG: 'Y' });
    expect(await answered(fresh)).toMatchObject({ PCD_PAY_RST: 'success' });
  });

  test('T84: a REQKEY of before charges nobody, used since or not', async () => {
    for (const told of [certified, unused.told]) {
      expect((await confirm(restored.url, told)).PCD_PAY_RST).not.toBe('success');
    }
    for (const id of [unused.window, openWindowId]) {
      expect(JSON.stringify(await windowAt(restored.url, id).state())).toContain('expired');
    }
    const sql = `select status from window_session where id = any($1)`;
    expect(await rowsOf(now(), sql, [[unused.window, openWindowId]])).toEqual([
      { status: 'expired' },
      { status: 'expired' },
    ]);
  });

  test('T84: a cancel waits, whichever way it is asked for', async () => {
    const before = await cancelsAtTheBank();
    const shop = await openShop(restored.url);
    const asked = await shop.cancel({ tid: kept.waiting?.TID, amount: '50000' });
    expect(asked).toMatchObject({ RESULTCODE: 'E010' });
    const payple = openPayple(restored.url);
    expect(await payple.cancel(kept.payple ?? {})).toMatchObject({ PCD_PAY_CODE: 'PAYC8008' });
    const path = `/v1/payments/${kept.waiting?.TID}/cancel`;
    const native = await call(restored.url, { method: 'POST', path, body: { reason: '변심' } });
    expect(native.status).toBe(503);
    expect((await findings()).ended).toBe(false);
    expect(await cancelsAtTheBank()).toBe(before);
  });
});

describe('when the bank has answered', () => {
  let charged: bigint;
  let found: readonly Finding[];
  const of = (kind: string, amount: number, cancelled = amount) =>
    found.find(
      (each) => each.kind === kind && each.amount === amount && each.cancelled === cancelled,
    );

  beforeAll(async () => {
    await bank.query('commit');
    charged = await standing();
    found = await eventually(async () => {
      const seen = await findings();
      expect(seen.ended).toBe(true);
      return seen.data;
    });
  });

  test('T84: what was lost is told exactly, and nothing was done about it', async () => {
    const told = found.map(({ kind, tid, amount, cancelled }) =>
      [kind, tid, amount, cancelled].join(' '),
    );
    expect(told.sort()).toEqual(
      [
        'approval-lost  50000 0',
        'approval-lost  50000 0',
        'approval-lost  50000 20000',
        'approval-lost  50000 50000',
        'approval-lost  9900 0',
        `cancel-lost ${kept.whole?.TID} 50000 50000`,
        `cancel-lost ${kept.part?.TID} 20000 20000`,
      ].sort(),
    );
    expect(await standing()).toBe(charged);
    const { parts } = restored;
    const metrics = await parts.metrics.registry.metrics();
    expect(metrics).toContain('gyeol_restoration_findings_total{kind="approval-lost"} 5');
  });

  test('T84: a cancel that waited is done once, and a payment with a lost one still waits', async () => {
    const shop = await openShop(restored.url);
    const asked = { tid: kept.waiting?.TID, amount: '50000' };
    expect(await shop.cancel(asked)).toMatchObject({ RESULTCODE: '0000' });
    expect(await shop.cancel(asked)).not.toMatchObject({ RESULTCODE: '0000' });
    expect(await refundedOf(now(), kept.waiting?.TID ?? '')).toBe(50_000n);
    const again = { tid: kept.part?.TID, amount: '20000' };
    expect(await shop.cancel(again)).toMatchObject({ RESULTCODE: 'E010' });
    expect(await standing()).toBe(charged - 50_000n);
  });

  test('T84: an operator undoes an approval that nobody knows, once', async () => {
    const before = await standing();
    const finding = of('approval-lost', 9_900, 0);
    expect(await settle(finding, 'void')).toMatchObject({
      status: 200,
      body: { status: 'voided' },
    });
    expect(await settle(finding, 'void')).toMatchObject({
      status: 200,
      body: { status: 'voided' },
    });
    expect(await standing()).toBe(before - 9_900n);
    expect((await settle(of('cancel-lost', 20_000), 'void')).status).toBe(409);
    expect((await settle(finding, 'adopt')).status).toBe(409);
  });

  test('T84: an operator takes a lost cancel into the books, and nothing goes back again', async () => {
    const before = await standing();
    for (const amount of [50_000, 20_000]) {
      const adopted = await settle(of('cancel-lost', amount), 'adopt');
      expect(adopted).toMatchObject({ status: 200, body: { status: 'adopted' } });
    }
    expect(await standing()).toBe(before);
    const shop = await openShop(restored.url);
    expect(await shop.cancel({ tid: kept.whole?.TID, amount: '50000' })).toMatchObject({
      RESULTCODE: 'E020',
    });
    expect(await shop.cancel({ tid: kept.part?.TID, amount: '30000' })).toMatchObject({
      RESULTCODE: '0000',
    });
    expect(await refundedOf(now(), kept.part?.TID ?? '')).toBe(50_000n);
    expect(await standing()).toBe(before - 30_000n);
  });

  test('T84: the books close', () => booksClose({ url: restored.url }));

  test('T84: a start without the flag changes nothing, and another one with it voids again', async () => {
    const shop = await openShop(restored.url);
    const good = (base: string) =>
      postJson(
        `${base}/api/paycert`,
        { tid: kept.plain?.TID },
        { ApiKey: 'demo-key', TOKEN: shop.token },
      );
    await restored.close();
    restored = await openBeside(gyeol);
    expect((await good(restored.url)).body).toMatchObject({ RESULTCODE: '0000' });
    const seen = await findings();
    await restored.close();
    restored = await openBeside(gyeol, { restored: true });
    expect((await good(restored.url)).body).toMatchObject({ RESULTCODE: 'E002' });
    await eventually(async () => expect((await findings()).ended).toBe(true));
    // What was found is told once.
    expect(await findings()).toEqual(seen);
  });
});
