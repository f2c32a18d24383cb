// Story: bodies that nobody can read are refused in the dialect's own form, and never quoted.
import { request as ask } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paths } from '../../../wire/payple/dispatch.ts';
import { digestOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { openPayple, paypleDemo } from '../../harness/payple.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

const multi = 'multipart/form-data; boundary=x';
const form = 'application/x-www-form-urlencoded';
const part = (head: string, value: string): string => `--x\r\n${head}\r\n\r\n${value}\r\n`;
const named = (name: string): string => `Content-Disposition: form-data; name="${name}"`;

// biome-ignore format: a table
const bodies: readonly (readonly [name: string, type: string, body: string | Buffer])[] = [
  ['T62: more than 256 KB',                   'application/json', `{"cst_id":"${'x'.repeat(262_144)}"}`],
  ['T62: 10,000 fields',                      'application/json', `{${Array.from({ length: 10_000 }, (_, at) => `"f${at}":1`).join(',')}}`],
  ['T62: 10,000 fields of a form',            form, Array.from({ length: 10_000 }, (_, at) => `f${at}=1`).join('&')],
  ['T62: JSON a thousand deep',               'application/json', `{"a":${'['.repeat(1_000)}${']'.repeat(1_000)}}`],
  ['T63: a file',                             multi, `${part(`${named('cst_id')}; filename="../../secret-canary"`, 'secret-canary')}--x--\r\n`],
  ['T63: multipart in multipart',             multi, `${part(`${named('cst_id')}\r\nContent-Type: multipart/mixed; boundary=y`, '--y\r\n\r\nsecret-canary\r\n--y--')}--x--\r\n`],
  ['T63: a boundary of a megabyte',           `multipart/form-data; boundary=${'x'.repeat(8_000)}`, `${part(named('cst_id'), 'secret-canary')}--x--\r\n`],
  ['T63: no end',                             multi, part(named('cst_id'), 'secret-canary')],
  ['T63: no boundary',                        'multipart/form-data', `${part(named('cst_id'), 'secret-canary')}--x--\r\n`],
  ['T63: another charset',                    multi, `${part(`${named('cst_id')}\r\nContent-Type: text/plain; charset=euc-kr`, 'secret-canary')}--x--\r\n`],
  ['T64: a broken escape',                    form, 'cst_id=secret-canary%ZZ&custKey=1'],
  ['T64: overlong UTF-8',                     form, 'cst_id=secret-canary%C0%AF&custKey=1'],
  ['T64: a key twice, differing',             form, 'cst_id=demo&cst_id=secret-canary&custKey=demo-payple-key'],
  ['T64: a key of JSON twice, differing',     'application/json', '{"cst_id":"demo","cst_id":"secret-canary","custKey":"demo-payple-key"}'],
  ['T64: a part twice, differing',            multi, `${part(named('cst_id'), 'demo')}${part(named('cst_id'), 'secret-canary')}--x--\r\n`],
  ['T64: a trailing comma',                   'application/json', '{"cst_id":"secret-canary",}'],
  ['T64: an array',                           'application/json', '["secret-canary"]'],
  ['T67: bytes that are no UTF-8',            'application/json', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
];

function post(
  path: string,
  type: string,
  body: string | Buffer,
): Promise<{ status: number; type: string; text: string }> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(body as string);
    const headers = { 'content-type': type, 'content-length': bytes.length };
    const asking = ask(
      `${gyeol.url}${path}`,
      { method: 'POST', headers, agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const { statusCode = 0, headers: said } = answer;
          resolve({
            status: statusCode,
            type: said['content-type'] ?? '',
            text: Buffer.concat(chunks).toString('utf8'),
          });
        });
      },
    );
    asking.on('error', reject);
    asking.end(bytes);
  });
}

const served = paths.filter(
  (path) =>
    !/^\/(index\.php|php\/|php\/PayAct\.php|php\/link\/|php\/link\/payAuth\.php)$/.test(path),
);

async function expectRefused(path: string, type: string, body: string | Buffer): Promise<void> {
  const { status, type: said, text } = await post(path, type, body);
  expect(status).toBe(200);
  expect(said).toBe('application/json; charset=utf-8');
  expect(text).toMatch(/"(PCD_PAY_RST|PCD_LINK_RST|result)":"error"/);
  expect(text).not.toContain('secret-canary');
}

test.each(bodies)('%s', async (_name, type, body) => {
  const before = await digestOf(gyeol);
  await expectRefused('/php/auth.php', type, body);
  await expectRefused('/php/SimplePayCardAct.php', type, body);
  expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
});

test.each(served)('T63 T64: %s reads like all others', async (path) => {
  for (const [, type, body] of bodies.filter(([name]) =>
    /a file|no end|broken|trailing|256/.test(name),
  )) {
    await expectRefused(path, type, body);
  }
});

test('T65: keys that every object has are unknown fields', async () => {
  const body = `{"__proto__":{"polluted":1},"constructor":"x","toString":"y","hasOwnProperty":1,"cst_id":"${paypleDemo.id}","custKey":"${paypleDemo.key}"}`;
  expect((await post('/php/auth.php', 'application/json', body)).text).toContain(
    '"result":"success"',
  );
  expect(({} as Readonly<Record<string, unknown>>).polluted).toBeUndefined();
});

test('T62: two thousand letters of Hangul, escaped, fit into each field that takes them', async () => {
  const shop = openPayple(gyeol.url);
  const PCD_LINK_MEMO = '가'.repeat(2_048);
  const tokens = await shop.tokens({ PCD_PAY_WORK: 'LINKREG' });
  const long = {
    PCD_LINK_MEMO,
    PCD_PAY_GOODS: PCD_LINK_MEMO,
    PCD_LINK_NOTI_MSG: PCD_LINK_MEMO,
    PCD_PAY_GOODS_EXPLAIN: PCD_LINK_MEMO,
  };
  const body = new URLSearchParams({
    ...tokens,
    ...long,
    PCD_PAY_TOTAL: '1000',
    PCD_PAY_TYPE: 'card',
  }).toString();
  const made = await post('/php/link/api/LinkRegAct.php?ACT_=LINKREG', form, body);
  expect(JSON.parse(made.text)).toMatchObject({ PCD_LINK_RST: 'success', ...long });
});
