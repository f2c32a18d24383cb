// The table of auth requests that clients really send, and where each is sent on.
import { expect, test } from 'vitest';
import type { Fields, Scalar } from '../fields.ts';
import { authRequest } from './auth.ts';
import { paths, routeFor } from './dispatch.ts';
import { type Purpose, purposeOf } from './purpose.ts';

type Sent = Readonly<Record<string, string>>;

const card = { PCD_PAY_TYPE: 'card' };
const transfer = { PCD_PAY_TYPE: 'transfer' };
const mixed = { ...card, PCD_SIMPLE_FLAG: 'Y', PCD_PAY_WORK: 'CERT', PCD_PAYCANCEL_FLAG: 'N' };

// biome-ignore format: a table
const rows: readonly (readonly [Sent, string, Purpose['tokens']])[] = [
  // says                                                          next call                                        tokens
  [{ ...card },                                                    '/index.php?ACT_=PAYM',                          'window'],
  [{},                                                             '/index.php?ACT_=PAYM',                          'window'],
  [{ PCD_PAY_WORK: 'AUTH' },                                       '/index.php?ACT_=PAYM',                          'window'],
  [{ PCD_PAY_WORK: 'AUTHREG' },                                    '/index.php?ACT_=PAYM',                          'window'],
  [{ PCD_PAY_WORK: 'CERT' },                                       '/index.php?ACT_=PAYM',                          'window'],
  [{ PCD_PAY_WORK: 'PAY' },                                        '/index.php?ACT_=PAYM',                          'window'],
  [{ PCD_PAY_WORK: 'constructor' },                                '/index.php?ACT_=PAYM',                          'window'],
  [{ PCD_SIMPLE_FLAG: 'N', PCD_REGULER_FLAG: '' },                 '/index.php?ACT_=PAYM',                          'window'],
  [{ PCD_PAYCANCEL_FLAG: 'Y' },                                    '/php/account/api/cPayCAct.php',                 'server'],
  [{ PCD_PAYCHK_FLAG: 'Y' },                                       '/php/PayChkAct.php',                            'server'],
  [{ PCD_PAYCHECK_FLAG: 'Y' },                                     '/php/PayChkAct.php',                            'server'],
  [{ PCD_PAY_WORK: 'PUSERDEL' },                                   '/php/cPayUser/api/cPayUserAct.php?ACT_=PUSERDEL',  'server'],
  [{ PCD_PAY_WORK: 'PUSERINFO' },                                  '/php/cPayUser/api/cPayUserAct.php?ACT_=PUSERINFO', 'server'],
  [{ PCD_PAY_WORK: 'LINKREG' },                                    '/php/link/api/LinkRegAct.php?ACT_=LINKREG',     'server'],
  [{ PCD_PAY_WORK: 'TSREG' },                                      '/php/taxsave/api/tsAct.php?ACT_=TSREG',         'server'],
  [{ PCD_PAY_WORK: 'TSCANCEL' },                                   '/php/taxsave/api/tsAct.php?ACT_=TSCANCEL',      'server'],
  [{ ...card, PCD_REGULER_FLAG: 'Y' },                             '/php/RePayCardAct.php?ACT_=PAYM',               'server'],
  [{ ...card, PCD_REGULAR_FLAG: 'Y' },                             '/php/RePayCardAct.php?ACT_=PAYM',               'server'],
  [{ ...transfer, PCD_REGULER_FLAG: 'Y' },                         '/php/RePayAct.php?ACT_=PAYM',                   'server'],
  [{ PCD_REGULER_FLAG: 'Y' },                                      '/php/RePayAct.php?ACT_=PAYM',                   'server'],
  [{ ...card, PCD_SIMPLE_FLAG: 'Y' },                              '/php/SimplePayCardAct.php?ACT_=PAYM',           'server'],
  [{ ...transfer, PCD_SIMPLE_FLAG: 'Y' },                          '/php/SimplePayAct.php?ACT_=PAYM',               'server'],
  [{ PCD_SIMPLE_FLAG: 'Y' },                                       '/php/SimplePayAct.php?ACT_=PAYM',               'server'],
  // Shops mix the flags.
  [mixed,                                                          '/php/SimplePayCardAct.php?ACT_=PAYM',           'server'],
  [{ ...mixed, PCD_PAYCANCEL_FLAG: 'Y' },                          '/php/account/api/cPayCAct.php',                 'server'],
  [{ PCD_PAYCANCEL_FLAG: 'Y', PCD_PAYCHK_FLAG: 'Y' },              '/php/account/api/cPayCAct.php',                 'server'],
  [{ PCD_PAYCHK_FLAG: 'Y', PCD_PAY_WORK: 'PUSERDEL' },             '/php/PayChkAct.php',                            'server'],
  [{ PCD_PAY_WORK: 'PUSERDEL', PCD_REGULER_FLAG: 'Y' },            '/php/cPayUser/api/cPayUserAct.php?ACT_=PUSERDEL',  'server'],
  [{ ...card, PCD_REGULER_FLAG: 'Y', PCD_SIMPLE_FLAG: 'Y' },       '/php/RePayCardAct.php?ACT_=PAYM',               'server'],
];

test.each(rows)('%j goes on to %s', (says, path, tokens) => {
  const purpose = asked(says);
  expect([purpose.path, purpose.tokens]).toEqual([path, tokens]);
});

test.each(rows)('%j: what is given out is served, and is what was meant', (says) => {
  const { path, name } = asked(says);
  const given = new URL(path, 'http://localhost');
  expect(paths).toContain(given.pathname);
  const act = given.searchParams.get('ACT_') ?? '';
  const chosen = routeFor({ path: given.pathname, act, body: fields(says) });
  expect(chosen).toMatchObject({ route: { name }, refusal: null });
});

function asked(says: Sent): Purpose {
  const body = fields({ cst_id: 'test', custKey: 'abcd1234567890', ...says });
  const decoded = authRequest.decode({ body }, { gateway: 'payple' });
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.refusal));
  return purposeOf(decoded.value);
}

function fields(says: Sent): Fields {
  const scalar = (text: string): Scalar => ({ text, type: 'string' });
  return new Map(Object.entries(says).map(([name, text]) => [name, scalar(text)]));
}
