// Every field of every request, at its length and beyond it, missing, empty and of a wrong type:
// the tests are made from the tables, so a new row is tested by being written.
import { describe, expect, test } from 'vitest';
import type { FieldProblem, Outcome } from '../../core/refusal.ts';
import { readBody } from '../body.ts';
import { noFields } from '../fields.ts';
import { readForm } from '../form.ts';
import type { Received, Row, WireContext } from '../message.ts';
import { cancelRequest } from './cancel.ts';
import { keyinRequest } from './keyin.ts';
import { paycertRequest } from './paycert.ts';
import { paysearchRequest } from './paysearch.ts';
import { receiptRequest } from './receipt.ts';
import { routes } from './routes.ts';

type Request = (typeof routes)[number]['request'];
type Sent = Readonly<Record<string, unknown>>;

const contexts: readonly WireContext[] = [{ gateway: 'kiwoom' }, { gateway: 'danal' }];
const cases = routes.flatMap(({ request }) =>
  contexts.flatMap((context) =>
    request.rows.map((row: Row) => ({
      request,
      context,
      row,
      name: nameOf(request, context, row),
    })),
  ),
);

describe.each(cases)('$name', ({ request, context, row }) => {
  const [wireName, , rule, presence] = row;
  const given = complete(request);
  const verdictOn = (sent: Sent): unknown => verdict(decode(request, sent, context), wireName);
  const proof = row[6]?.refusal?.kind;
  const wrong = (problem: FieldProblem['is']): unknown =>
    presence === 'ignored' || row[6]?.late === true ? 'fits' : (proof ?? problem);
  const { [wireName]: _, ...without } = given;
  const isNeeded =
    typeof presence === 'string'
      ? presence === 'required'
      : presence.holds(context, received(request, without).body);
  const absent = isNeeded ? wrong('missing') : 'fits';

  test('at its length', () => {
    expect(verdictOn({ ...given, [wireName]: rule.longest })).toBe('fits');
  });

  const { limit } = rule;
  if (limit !== null) {
    test('one over its length', () => {
      const longer = rule.longest.padEnd(
        rule.longest.length + limit - [...rule.longest].length + 1,
        '0',
      );
      expect(verdictOn({ ...given, [wireName]: longer })).toBe(wrong('too-long'));
    });
  }

  test('missing or empty', () => {
    expect(verdictOn(without)).toBe(absent);
    expect(verdictOn({ ...given, [wireName]: '' })).toBe(absent);
  });

  // What stands in headers and links is always text.
  if (row[6]?.place === undefined) {
    test('T64 T66: of a wrong type', () => {
      for (const value of [true, [], {}, [rule.example]]) {
        expect(verdictOn({ ...given, [wireName]: value })).toBe(wrong('wrong-type'));
      }
      expect(verdictOn({ ...given, [wireName]: -1 })).toBe(wrong('malformed'));
      const ofNull = rule.refusesNull ? 'wrong-type' : absent;
      expect(verdictOn({ ...given, [wireName]: null })).toBe(ofNull);
    });
  }
});

describe('key-in', () => {
  const given = complete(keyinRequest);

  // biome-ignore format: a table
  const rows = [
    // sent                               gateway    verdict
    [{ CARDPWD: '', CARDAUTH: '' },       'kiwoom',  'fits'],
    [{ CARDPWD: '', CARDAUTH: '' },       'easypay', 'fits'],
    [{ CARDPWD: '' },                     'danal',   'CARDPWD missing'],
    [{ CARDPWD: '' },                     'toss',    'CARDPWD missing'],
    [{ CARDAUTH: '' },                    'toss',    'CARDAUTH missing'],
    [{ CARDAUTH: '901301' },              'kiwoom',  'CARDAUTH malformed'],
    [{ CARDPWD: '1' },                    'kiwoom',  'CARDPWD malformed'],
    [{ ORDERNO: 'A\u200b', AMOUNT: '' },  'kiwoom',  'ORDERNO forbidden-character'],
    [{ ORDERNO: '\ttab' },                'kiwoom',  'ORDERNO forbidden-character'],
    [{ PRODUCTNAME: 'A&B' },              'kiwoom',  'PRODUCTNAME forbidden-character'],
    [{ AMOUNT: '1,000' },                 'kiwoom',  'AMOUNT malformed'],
    [{ AMOUNT: 0 },                       'kiwoom',  'AMOUNT out-of-range'],
    [{ AMOUNT: 1000 },                    'kiwoom',  'fits'],
    [{ QUOTA: '13' },                     'kiwoom',  'QUOTA malformed'],
    [{ QUOTA: '2 ' },                     'kiwoom',  'QUOTA malformed'],
    [{ QUOTA: '01' },                     'kiwoom',  'fits'],
    [{ BUYERNAME: '가'.repeat(20) },      'kiwoom',  'fits'],
    [{ BUYERNAME: 'a\0' },                'kiwoom',  'BUYERNAME forbidden-character'],
    [{ ETC5: '😀'.repeat(101) },          'kiwoom',  'ETC5 too-long'],
    [{ RETURNURL: ['anything'] },         'kiwoom',  'fits'],
    [{ __proto__x: { a: 1 }, extra: [] }, 'kiwoom',  'fits'],
  ] as const;

  test.each(rows)('T5 T8 T66 T67: %j on %s', (changed, gateway, expected) => {
    const outcome = decode(keyinRequest, { ...given, ...changed }, { gateway });
    const field = expected.split(' ')[0] ?? '';
    const found = verdict(outcome, field);
    expect(found === 'fits' ? found : `${field} ${found}`).toBe(expected);
  });

  test('decodes into the words of the domain', () => {
    const outcome = decode(keyinRequest, { ...given, QUOTA: '03' }, { gateway: 'kiwoom' });
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        apiId: 'demo',
        amount: 1000n,
        instalment: 3,
        cardNumber: '4000000000000002',
        expiry: '3012',
        cardPassword: '12',
        cardHolder: '900101',
        extra5: '가나다',
      },
    });
    expect(outcome.ok && Object.keys(outcome.value as object)).not.toContain('returnUrl');
  });

  test('T39: a missing TOKEN is refused as a token, before any field', () => {
    const sent = { ...received(keyinRequest, { ORDERNO: '' }), headers: { apikey: 'k' } };
    expect(keyinRequest.decode(sent, { gateway: 'kiwoom' })).toEqual({
      ok: false,
      refusal: { kind: 'token-refused' },
    });
  });
});

describe('cancel', () => {
  // biome-ignore format: a table
  const rows = [
    // amount      cancels
    [undefined,    null],
    ['',           null],
    ['0',          null],
    [0,            null],
    ['0.00',       null],
    ['1000',       1000n],
    [1000,         1000n],
    ['1000.00',    1000n],
    ['-1000',      'malformed'],
    [-1,           'malformed'],
    ['1,000',      'malformed'],
    ['1000.5',     'malformed'],
    ['everything', 'malformed'],
    [null,         'wrong-type'],
    [false,        'wrong-type'],
  ] as const;

  test.each(rows)('T6: the amount %j', (amount, expected) => {
    const sent = { ...complete(cancelRequest), amount, bank: { any: 'thing' } };
    const outcome = cancelRequest.decode(received(cancelRequest, sent), { gateway: 'kiwoom' });
    expect(outcome.ok ? outcome.value.amount : verdict(outcome, 'amount')).toBe(expected);
  });
});

describe('paysearch', () => {
  // biome-ignore format: a table
  const rows = [
    [{ TID: 'T' },                                      'fits'],
    [{ TID: 'T', STD_DT: '', END_DT: '' },              'fits'],
    [{ STD_DT: '2026-01-01', END_DT: '2026-01-31' },    'fits'],
    [{ TID: '', STD_DT: '2026-01-01' },                 'END_DT missing'],
    [{ END_DT: '2026-01-31' },                          'STD_DT missing'],
    [{ STD_DT: '20260101', END_DT: '2026-01-31' },      'STD_DT malformed'],
    [{ STD_DT: '2026-02-30', END_DT: '2026-03-31' },    'STD_DT malformed'],
  ] as const;

  test.each(rows)('%j', (sent, expected) => {
    const outcome = decode(
      paysearchRequest,
      { TOKEN: 't', API_ID: 'demo', ...sent },
      { gateway: 'kiwoom' },
    );
    const field = expected.split(' ')[0] ?? '';
    const found = verdict(outcome, field);
    expect(found === 'fits' ? found : `${field} ${found}`).toBe(expected);
  });
});

test('ids of transactions may have 100 characters', () => {
  const sent = { TOKEN: 't', tid: 'T'.repeat(100) };
  expect(decode(paycertRequest, sent, { gateway: 'kiwoom' }).ok).toBe(true);
});

test('the id in a receipt link arrives raw, with blanks for plus signs', () => {
  const query = readForm('tid=Pj4+MjYwMTMxMDkzMDAwQTFCMkMzRA==&sig=s');
  const outcome = receiptRequest.decode(
    { body: noFields, query: query.ok ? query.value : noFields },
    { gateway: 'kiwoom' },
  );
  expect(outcome).toEqual({ ok: true, value: { tid: '>>>260131093000A1B2C3D', signature: 's' } });
});

/** Sends each field where the table places it, the body as bytes of JSON. */
function received(request: Request, sent: Sent): Received {
  const of = (wanted: string): [string, unknown][] =>
    Object.entries(sent).filter(([name]) => {
      const row = request.rows.find(([wireName]: Row) => wireName === name) as Row | undefined;
      return (row?.[6]?.place ?? 'body') === wanted;
    });
  const body = readBody(Buffer.from(JSON.stringify(Object.fromEntries(of('body')))), undefined);
  const query = readForm(new URLSearchParams(of('query') as [string, string][]).toString());
  if (!body.ok || !query.ok) throw new Error('the test sent something unreadable');
  const headers = of('header').map(([name, text]) => [name.toLowerCase(), text]);
  return { body: body.value, query: query.value, headers: Object.fromEntries(headers) };
}

function decode(request: Request, sent: Sent, context: WireContext): Outcome<unknown> {
  return request.decode(received(request, sent), context);
}

/** `fits`, or what is wrong with the field; a refused proof is as good as its problem. */
function verdict(outcome: Outcome<unknown>, field: string): unknown {
  if (outcome.ok) return 'fits';
  const { refusal } = outcome;
  if (refusal.kind !== 'unfit-field') return refusal.kind;
  return refusal.field === field ? refusal.problem.is : `${refusal.field} ${refusal.problem.is}`;
}

function complete(request: Request): Sent {
  return Object.fromEntries(
    request.rows.map(([wireName, , rule, , , , traits]: Row) => [
      wireName,
      traits?.example ?? rule.example,
    ]),
  );
}

function nameOf(request: Request, { gateway }: WireContext, [wireName]: Row): string {
  return `${request.name} on ${gateway}: ${wireName}`;
}
