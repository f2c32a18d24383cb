// Story: who may open a window, with what, for which page; and what it fixes once and for all.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { usualPolicy } from '../../../core/merchant/policy.ts';
import { digestOf, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type Fields, openPayple, paypleDemo, paypleTest } from '../../harness/payple.ts';
import { setPolicy } from '../../harness/policy.ts';
import { moveClock } from '../../harness/sandbox.ts';
import { call, newOrderNumber, postJson } from '../../harness/shop.ts';
import {
  bootIn,
  goodCard,
  type Opening,
  openWindow,
  postWindow,
  shopOrigin,
  toldBy,
  windowAt,
  windowForm,
} from '../../harness/window.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());
afterEach(() => setPolicy(gyeol, paypleDemo.id, usualPolicy));

/** The refusal that a page shows; throws where a window was opened. */
async function refusedAt(form: Fields, opening: Opening = {}) {
  const before = await digestOf(gyeol);
  const answer = await postWindow(gyeol.url, form, opening);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/html');
  expect(await digestOf(gyeol)).toBe(before);
  const boot = bootIn(answer);
  expect(boot.step).toBe('error');
  return boot;
}

describe('tokens', () => {
  test('of direct mode are the AuthKey alone, on each of the paths', async () => {
    const { PCD_AUTH_KEY } = await openPayple(gyeol.url).tokens();
    for (const path of [
      '/index.php?ACT_=PAYM&CPAYVER=1',
      '/php/?ACT_=PAYM',
      '/php/PayAct.php?ACT_=PAYM',
    ]) {
      const window = await openWindow(gyeol.url, windowForm('PAY'), {
        tokens: { PCD_AUTH_KEY },
        path,
      });
      expect(await window.state()).toMatchObject({ step: 'enter' });
    }
  });

  test('T14: of two answers mixed, forged, cut or missing open nothing', async () => {
    const shop = openPayple(gyeol.url);
    const [one, other] = [await shop.tokens(), await shop.tokens()];
    const bad: Fields[] = [
      { ...one, PCD_AUTH_KEY: other.PCD_AUTH_KEY },
      { ...one, PCD_CST_ID: other.PCD_CST_ID },
      { ...one, PCD_CUST_KEY: '' },
      { ...one, PCD_AUTH_KEY: one.PCD_AUTH_KEY.slice(0, -1) },
      { PCD_AUTH_KEY: '' },
      { PCD_CST_ID: paypleDemo.id, PCD_CUST_KEY: paypleDemo.key, PCD_AUTH_KEY: one.PCD_AUTH_KEY },
    ];
    for (const tokens of bad) {
      const boot = await refusedAt(windowForm('PAY'), { tokens });
      expect(boot.error?.code).toBe('CPCA0005');
      expect(boot.done).toMatchObject({ by: 'message', target: shopOrigin });
    }
  });

  test('T14: are void after thirty minutes', async () => {
    const tokens = { ...(await openPayple(gyeol.url).tokens()) };
    await moveClock(gyeol.url, { advance: 'PT30M' });
    expect((await refusedAt(windowForm('PAY'), { tokens })).error?.code).toBe('CPCA0005');
  });

  test('of a window that is over open no other one', async () => {
    const window = await openWindow(gyeol.url, windowForm('CERT'));
    const { PCD_AUTH_KEY } = toldBy(await window.pay(goodCard));
    await refusedAt(windowForm('PAY'), { tokens: { PCD_AUTH_KEY } });
  });

  test('are given to a page for its public key, and open windows and nothing else', async () => {
    const ask = async (clientKey: string, origin = shopOrigin) => {
      const response = await fetch(`${gyeol.url}/js/v1/auth`, {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams({ clientKey, PCD_PAY_OID: 'X', PCD_PAY_TOTAL: '1' }),
      });
      return {
        allowed: response.headers.get('access-control-allow-origin'),
        body: (await response.json()) as Record<string, string>,
      };
    };
    const { allowed, body } = await ask('demo-client-key');
    expect(allowed).toBe(shopOrigin);
    expect(body).toMatchObject({
      result: 'success',
      return_url: `${gyeol.url}/index.php?ACT_=PAYM`,
    });
    const tokens = {
      PCD_CST_ID: body.cst_id,
      PCD_CUST_KEY: body.custKey,
      PCD_AUTH_KEY: body.AuthKey,
    };
    expect((await openWindow(gyeol.url, windowForm('PAY'), { tokens })).id).toMatch(/^[\w-]{22}$/);
    const query = {
      ...tokens,
      PCD_PAYCHK_FLAG: 'Y',
      PCD_PAY_TYPE: 'card',
      PCD_PAY_OID: 'X',
      PCD_PAY_DATE: '20260309',
    };
    expect((await postJson(`${gyeol.url}/php/PayChkAct.php`, query)).body).toMatchObject({
      PCD_PAY_RST: 'error',
    });
    expect(await ask('no-such-key')).toMatchObject({
      body: { result: 'error', cst_id: '', AuthKey: '' },
    });
    expect((await ask('')).body).toMatchObject({ result: 'error' });
    await setPolicy(gyeol, paypleDemo.id, { origins: ['https://other.example'] });
    expect(await ask('demo-client-key')).toMatchObject({
      allowed: null,
      body: { result: 'error', result_msg: expect.stringContaining('AUTH0007') },
    });
    expect((await ask('demo-client-key', 'https://other.example')).allowed).toBe(
      'https://other.example',
    );
  });
});

describe('the page behind it', () => {
  test('T47 T49: is framed and told by its exact origin', async () => {
    const window = await openWindow(gyeol.url, windowForm('PAY'));
    const page = await window.page();
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`frame-ancestors ${shopOrigin}`);
    expect(policy).toMatch(/default-src 'none'.*script-src 'self'.*form-action 'self'/);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('set-cookie')).toBeNull();
    expect(page.headers.get('cross-origin-opener-policy')).toBeNull();
  });

  // biome-ignore format: a table
  const nobody: readonly string[] = ['null', 'file://', 'not an origin', 'data:text/html'];

  test.each(nobody)('T49: that calls itself %s is framed by and told nothing', async (origin) => {
    const window = await openWindow(gyeol.url, windowForm('PAY'), { headers: { origin } });
    const page = await window.page();
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect((await window.pay(goodCard)).done).toEqual({ by: 'page' });
  });

  test('must be one that the merchant has registered, where he has', async () => {
    await setPolicy(gyeol, paypleDemo.id, { origins: ['https://other.example'] });
    const stranger = await refusedAt(windowForm('PAY'));
    expect(stranger).toMatchObject({ error: { code: 'AUTH0007' }, done: { by: 'page' } });
    expect((await refusedAt(windowForm('PAY'), { headers: { origin: 'null' } })).error?.code).toBe(
      'AUTH0007',
    );
    await openWindow(gyeol.url, windowForm('PAY'), {
      headers: { origin: 'https://other.example' },
    });
    // A Referer or a field proves nothing.
    const claims = { headers: { referer: 'https://other.example/x' } };
    await refusedAt(windowForm('PAY', { PCD_HTTP_REFERER: 'https://other.example/x' }), claims);
  });
});

// biome-ignore format: a table
const targets: readonly (readonly [sent: string, kept: string | null])[] = [
  ['/order_result.html',                 '/order_result.html'],
  ['result?order=1&x=%20y',              'result?order=1&x=%20y'],
  ['',                                   ''],
  ['https://shop.example/r?a=1&b=%EA',   'https://shop.example/r?a=1&b=%EA'],
  ['HTTPS://SHOP.example:443/r',         'https://shop.example/r'],
  ['javascript:alert(1)',                null],
  ['JavaScript:alert(1)',                null],
  [' javascript:alert(1)',               null],
  ['java\tscript:alert(1)',              null],
  ['data:text/html,x',                   null],
  ['vbscript:x',                         null],
  ['//evil.example/x',                   null],
  ['/\\evil.example/x',                  null],
  ['\\\\evil.example\\x',                null],
  ['https://user:pass@shop.example/',    null],
  ['https:\\\\evil.example',             'https://evil.example/'],
  ['ftp://shop.example/',                null],
  ['blob:https://shop.example/x',        null],
];

test.each(targets)('T45: a result for %j goes to %j', async (PCD_RST_URL, kept) => {
  const form = windowForm('PAY', { PCD_RST_URL, PCD_CARD_VER: '02' });
  if (kept === null) {
    const boot = await refusedAt(form);
    expect(boot.error?.message).toContain('PCD_RST_URL');
    expect(JSON.stringify(boot.done)).not.toContain('script:');
    return;
  }
  const window = await openWindow(gyeol.url, form);
  const { done } = await window.pay(goodCard);
  if (done?.by === 'message') expect(done.data.PCD_RST_URL).toBe(kept);
  else
    expect((await window.page('/handoff')).text).toContain(
      `action="${kept.replaceAll('&', '&amp;')}"`,
    );
});

test('T45: where origins are registered, a result leaves for one of them', async () => {
  await setPolicy(gyeol, paypleDemo.id, { origins: [shopOrigin, 'https://m.shop.example'] });
  await openWindow(gyeol.url, windowForm('PAY', { PCD_RST_URL: 'https://m.shop.example/r' }));
  await refusedAt(windowForm('PAY', { PCD_RST_URL: 'https://evil.example/r' }));
});

describe('a pin', () => {
  const order = newOrderNumber();
  const pinned = (fields: Fields = {}): Opening => ({
    flags: { PCD_PAY_OID: order, PCD_PAY_TOTAL: '50000', ...fields },
  });

  test('T3: lets the page change neither order nor amount', async () => {
    expect(
      (await refusedAt(windowForm('PAY', { PCD_PAY_OID: order, PCD_PAY_TOTAL: '49000' }), pinned()))
        .error?.code,
    ).toBe('CPCA0011');
    expect(
      (await refusedAt(windowForm('PAY', { PCD_PAY_OID: 'OTHER' }), pinned())).error?.code,
    ).toBe('CPCA0011');
    await openWindow(gyeol.url, windowForm('PAY', { PCD_PAY_OID: order }), pinned());
  });

  test('T3: names the order that the page leaves out', async () => {
    const window = await openWindow(gyeol.url, windowForm('PAY', { PCD_PAY_OID: '' }), pinned());
    expect(toldBy(await window.pay(goodCard))).toMatchObject({ PCD_PAY_OID: order });
  });

  test('T3: is demanded by merchants who want it', async () => {
    await setPolicy(gyeol, paypleDemo.id, { pinnedIntent: true });
    await refusedAt(windowForm('PAY'));
    await refusedAt(windowForm('PAY'), { flags: { PCD_PAY_TOTAL: '50000' } });
    const form = windowForm('PAY', { PCD_PAY_OID: newOrderNumber() });
    await openWindow(gyeol.url, form, {
      flags: { PCD_PAY_OID: form.PCD_PAY_OID, PCD_PAY_TOTAL: '50000' },
    });
    await openWindow(gyeol.url, windowForm('AUTH'));
  });
});

test('T1: what a page sends later changes nothing that was fixed', async () => {
  const form = windowForm('PAY', { PCD_CARD_VER: '02' });
  const window = await openWindow(gyeol.url, form);
  const more = {
    amount: '1',
    PCD_PAY_TOTAL: '1',
    PCD_PAY_OID: 'OTHER',
    orderNumber: 'OTHER',
    work: 'AUTH',
  };
  const told = toldBy(await window.pay({ ...goodCard, ...more }));
  expect(told).toMatchObject({
    PCD_PAY_TOTAL: '50000',
    PCD_PAY_OID: form.PCD_PAY_OID,
    PCD_PAY_WORK: 'PAY',
  });
  const paid = await rowsOf(gyeol, 'select amount from payment where order_number = $1', [
    form.PCD_PAY_OID,
  ]);
  expect(paid).toEqual([{ amount: 50_000n }]);
});

// biome-ignore format: a table
const unfit: readonly (readonly [fields: Fields, code: string])[] = [
  [{ PCD_PAY_TYPE: 'bitcoin' },                               'CPCA9997'],
  [{ PCD_PAY_WORK: 'STEAL' },                                 'CPCA8002'],
  [{ PCD_PAY_GOODS: '' },                                     'CPCA8002'],
  [{ PCD_PAY_TOTAL: '99' },                                   'CPCA8002'],
  [{ PCD_PAY_TOTAL: '1,000' },                                'CPCA8002'],
  [{ PCD_PAY_TOTAL: '0' },                                    'CPCA8002'],
  [{ PCD_PAY_TAXTOTAL: '4546' },                              'CPCA8002'],
  [{ PCD_REGULER_FLAG: 'Y' },                                 'CPCA8002'],
  [{ PCD_PAY_OID: 'A\u200b' },                                'CPCA8002'],
  [{ PCD_PAYER_NAME: '홍\u0000길동' },                        'CPCA8002'],
  [{ PCD_PAY_TYPE: 'transfer', PCD_PAY_TOTAL: '999' },        'CPAY8002'],
];

test.each(unfit)('%j is refused on a page that names it', async (fields, code) => {
  const boot = await refusedAt(windowForm('PAY', fields));
  expect(boot.error?.code).toBe(code);
  expect(toldBy(boot)).toMatchObject({
    PCD_PAY_RST: 'error',
    PCD_PAY_CODE: code,
    PCD_PAY_TYPE: expect.stringMatching(/./),
  });
});

test('unknown and broken fields are ignored, as the old script posts a function’s text', async () => {
  const junk = {
    callbackFunction: 'function(r){ if (a < b && c > "d") { alert(1); } }',
    '"); b="': 'x',
    __proto__x: '1',
    constructor: 'y',
  };
  const window = await openWindow(gyeol.url, windowForm('PAY', { ...junk, ['__proto__']: 'z' }));
  expect(await window.state()).toMatchObject({ step: 'enter' });
});

test('T43 T44: what a shop writes is text in the page and in its data', async () => {
  const hostile = '</script><script>alert(1)</script>\u2028"\'<img src=x onerror=alert(1)>';
  const goods = hostile.replace('\u2028', '');
  const window = await openWindow(
    gyeol.url,
    windowForm('PAY', {
      PCD_PAY_GOODS: goods,
      PCD_PAYER_NAME: '<b>홍</b>',
      PCD_USER_DEFINE1: hostile.replace('\u2028', ''),
    }),
  );
  const page = await window.page();
  expect(page.text).not.toContain('<script>alert');
  expect(page.text).not.toContain('<img');
  expect(bootIn(page)).toMatchObject({ goods, buyerName: '<b>홍</b>' });
  expect(toldBy(await window.pay(goodCard)).PCD_USER_DEFINE1).toBe(goods);
});

test('the test account looks at number and expiry only', async () => {
  const window = await openWindow(gyeol.url, windowForm('PAY'), { keys: paypleTest });
  expect(await window.state()).toMatchObject({ holderFields: false });
  const strict = { ...goodCard, password: '99', birthDate: '990101' };
  expect(await window.pay(strict)).toMatchObject({ succeeded: true });
});

test('T55: links are made from the public address, whatever a Host header says', async () => {
  const window = await openWindow(gyeol.url, windowForm('CERT'));
  const told = toldBy(await window.pay(goodCard));
  expect(told.PCD_PAY_COFURL).toBe(`${gyeol.url}/php/PayCardConfirmAct.php?ACT_=PAYM`);
  expect(told.PCD_PAY_HOST).toBe(gyeol.url);
});

describe('T51: a window is spoken to by its own page alone', () => {
  // biome-ignore format: a table
  const foreign: readonly (readonly [says: string, headers: Fields])[] = [
    ['another site',             { origin: shopOrigin }],
    ['no site',                  { origin: 'null' }],
    ['a cross-site request',     { 'sec-fetch-site': 'cross-site' }],
    ['a same-site request',      { 'sec-fetch-site': 'same-site' }],
    ['a form',                   { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text',               { 'content-type': 'text/plain' }],
    ['a type that looks like it', { 'content-type': 'text/plain; application/json' }],
  ];

  test.each(foreign)('and not by %s', async (_, headers) => {
    const form = windowForm('PAY');
    const window = await openWindow(gyeol.url, form);
    expect(await window.post('pay', goodCard, headers)).toMatchObject({ step: 'gone' });
    expect(await window.post('close', {}, headers)).toMatchObject({ step: 'gone' });
    expect(await window.state()).toMatchObject({ step: 'enter', attemptsLeft: 5 });
  });

  test('nor by a request that says nothing of itself', async () => {
    const window = await openWindow(gyeol.url, windowForm('PAY'));
    const response = await fetch(`${gyeol.url}/window/${window.id}/close`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await response.json()).toMatchObject({ step: 'gone' });
  });
});

test('T30 T52: an id that is none, or of a world before a reset, is gone', async () => {
  const window = await openWindow(gyeol.url, windowForm('PAY'));
  await call(gyeol.url, { method: 'POST', path: '/sandbox/reset' });
  const none = windowAt(gyeol.url, 'x'.repeat(22));
  const odd = ['%00', '..%2f..%2f', 'x'.repeat(150), '__proto__', '%F0%9F%92%B3'];
  for (const id of odd) expect(await windowAt(gyeol.url, id).state()).toEqual(await none.state());
  for (const each of [window, none]) {
    expect(await each.state()).toMatchObject({ step: 'gone', shop: '', goods: '' });
    expect(await each.pay(goodCard)).toEqual(await none.state());
    expect(await each.close()).toEqual(await none.state());
    expect((await each.page()).status).toBe(200);
    expect(bootIn(await each.page('/handoff'))).toMatchObject({ step: 'gone' });
  }
});
