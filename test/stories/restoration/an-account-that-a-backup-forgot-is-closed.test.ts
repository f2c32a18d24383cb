// Story: buyers hold numbers of accounts that were issued after the backup.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Gateway } from '../../../server/compose.ts';
import { takeBackup } from '../../harness/backup.ts';
import { booksClose } from '../../harness/books.ts';
import { openBeside, openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { newMerchant } from '../../harness/sandbox.ts';
import { call, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
let restored: Gateway | null = null;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(async () => {
  await restored?.close();
  await gyeol.stop();
});

interface Finding {
  readonly id: string;
  readonly kind: string;
  readonly amount: number;
  readonly requestId: string;
}

test('T84: they are told, an empty one is closed, and no money in one is forgotten', async () => {
  const { contract, key } = await newMerchant(gyeol.url);
  let base = gyeol.url;
  const post = (path: string, body: unknown = {}, as = key) =>
    call(base, { method: 'POST', path, body, key: as });
  const issue = async (orderNumber: string, amount: number) => {
    const order = { contract, orderNumber, amount, buyerName: '홍길동' };
    return (await post('/v1/virtual-accounts', order)).body as Record<string, string>;
  };
  const payInto = (account: Record<string, string>, amount: number) =>
    post('/sandbox/deposits', { accountNo: account.number, amount });
  const known = await issue('KNOWN', 10_000);
  const backup = await takeBackup(gyeol.databaseUrl);
  const [open, paid, given] = [
    await issue('OPEN', 11_000),
    await issue('PAID', 12_000),
    await issue('GIVEN-UP', 13_000),
  ];
  expect(await payInto(paid, 12_000)).toMatchObject({ body: { taken: true } });
  expect(await post(`/v1/virtual-accounts/${given.id}/close`)).toMatchObject({ status: 200 });
  await gyeol.gateway.close();
  await backup.putBack();
  const opened = await openBeside(gyeol, { restored: true });
  restored = opened;
  base = opened.url;
  const found = await eventually(async () => {
    const { body } = await call(base, { path: '/v1/restorations', key: operatorKey });
    expect(body).toMatchObject({ restoration: { endedAt: expect.any(String) } });
    return body.data as readonly Finding[];
  });
  const told = found.map(({ kind, amount, requestId }) => [kind, amount, requestId]);
  expect(told.sort()).toEqual([
    ['account-lost', 11_000, open.id],
    ['deposit-lost', 12_000, paid.id],
  ]);
  const voided = (kind: string) => {
    const finding = found.find((each) => each.kind === kind);
    return post(`/v1/restorations/${finding?.id}/void`, {}, operatorKey);
  };
  for (const _ of ['once', 'again']) {
    expect(await voided('account-lost')).toMatchObject({ body: { status: 'voided' } });
  }
  const late = await opened.parts.store.bank.findByNumber(open.number ?? '');
  expect(late).toMatchObject({ closed: true, paid: null });
  expect((await voided('deposit-lost')).status).toBe(409);
  // What the backup has goes on as before.
  expect(await payInto(known, 10_000)).toMatchObject({ body: { taken: true, account: 'paid' } });
  await booksClose({ url: base });
});
