// Story: a shop written in PHP, as the manual's samples are, pays, verifies and cancels unchanged.
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, rowsOf, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { moveClock } from '../../harness/sandbox.ts';
import { newOrderNumber, type WireAnswer } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

type Script = 'keyin' | 'paycert' | 'cancel' | 'settlement' | 'cancel-account';
type Environment = Readonly<Record<string, string>>;

/** Runs one script as php-cli would on the shop's machine; answers what var_dump printed. */
async function php(script: Script, environment: Environment): Promise<WireAnswer> {
  const file = fileURLToPath(new URL(`./php/${script}.php`, import.meta.url));
  const keys = { PAY_ID: 'demo', PAY_KEY: 'demo-key', PAY_DOMAIN: gyeol.url };
  const env = { PATH: process.env.PATH, ...keys, ...environment };
  const { stdout, stderr } = await promisify(execFile)('php', [file], { env });
  expect(stderr).toBe('');
  const dumped = /^string\(\d+\) "(.*)"\n$/s.exec(stdout)?.[1];
  return JSON.parse(dumped ?? `{"printed":${JSON.stringify(stdout)}}`) as WireAnswer;
}

// `npm test` installs PHP where it may, and says so, or fails in CI, where it may not.
const withPhp = test.runIf(spawnSync('php', ['--version']).status === 0);

withPhp('PHP scripts in the shape of the samples print 0000 at every step', async () => {
  const order = newOrderNumber();
  const paid = await php('keyin', { PAY_ORDER: order });
  expect(paid).toMatchObject({
    RESULTCODE: '0000',
    RESULTMSG: '성공',
    ORDERNO: order,
    AMOUNT: '15000',
    QUOTA: '00',
    ETC1: '선물 포장',
    ETC5: '끝',
    CARDNAME: '신한카드',
  });
  const tid = paid.TID ?? '';

  expect(await php('paycert', { PAY_TID: tid })).toMatchObject({
    RESULTCODE: '0000',
    ORDERNO: order,
    AMOUNT: '15000',
    BUYERNAME: '김결',
    PRODUCTNAME: '유자차 선물 세트',
    PAYMETHOD: 'CARD_SUGI',
    TID: tid,
  });

  const part = await php('cancel', { PAY_TID: tid, PAY_AMOUNT: '5000' });
  expect(part).toMatchObject({ cancel_tid: tid, cancel_code: '0000', cancel_amt: '5000' });
  const rest = await php('cancel', { PAY_TID: tid, PAY_AMOUNT: '0' });
  expect(rest).toMatchObject({ cancel_code: '0000', cancel_amt: '10000', RESULTCODE: '0000' });
  expect(await storyOf(gyeol, tid)).toMatchObject({ status: 'cancelled', remaining: 0 });
  await booksClose(gyeol);
});

withPhp('a script reads what it is paid on a day', async () => {
  const paid = await php('keyin', { PAY_ORDER: newOrderNumber() });
  await moveClock(gyeol.url, { advance: 'P1D' });
  const sql = "select to_char(payout_date, 'YYYYMMDD') as day from settlement_row where tid = $1";
  const [row] = await rowsOf(gyeol, sql, [paid.TID]);
  const asked = { PAY_TID: paid.TID ?? '', PAY_DATE: String(row?.day) };
  expect(await php('settlement', asked)).toMatchObject({
    RESULTCODE: '0000',
    DATA: [{ TRXID: paid.TID, FINALAMT: '15000', FEE: '375', VAT: '38', PAYMENTAMT: '14587' }],
  });
  expect(await php('settlement', { PAY_TID: '', PAY_DATE: '20200131' })).toMatchObject({
    RESULTCODE: 'E008',
  });
});

withPhp('a script is told 9029, and then where to pay in', async () => {
  const paid = await php('keyin', { PAY_ORDER: newOrderNumber() });
  await moveClock(gyeol.url, { advance: 'P30D' });
  const asked = { PAY_TID: paid.TID ?? '', PAY_AMOUNT: '15000' };
  expect(await php('cancel', asked)).toMatchObject({ cancel_code: '9029', RESULTCODE: '9029' });
  expect(await php('cancel-account', asked)).toMatchObject({
    ...{ RESULTCODE: '0000', TID: paid.TID, CANCELAMT: '15000', DEPOSITAMT: '15000' },
    ...{ BANKNAME: '신한은행', ACCOUNTNO: expect.stringMatching(/^562\d{11}$/) },
    DEPOSITENDDATE: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
  });
});

withPhp('a domain that ends with a slash works as well', async () => {
  const paid = await php('keyin', { PAY_ORDER: newOrderNumber(), PAY_DOMAIN: `${gyeol.url}/` });
  expect(paid.RESULTCODE).toBe('0000');
});
