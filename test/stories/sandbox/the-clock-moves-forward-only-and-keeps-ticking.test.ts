// Story: a developer moves the clock; it goes forward only, ticks on, and survives a restart.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf, rowsOf } from '../../harness/books.ts';
import { openBeside, openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { moveClock } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

async function now(base = gyeol.url): Promise<number> {
  const { status, body } = await call(base, { path: '/sandbox/clock' });
  expect(status).toBe(200);
  expect(body.now).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+09:00$/);
  return Date.parse(String(body.now));
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('forward', () => {
  // biome-ignore format: a table
  test.each([
    ['PT1S', 1_000], ['PT90S', 90_000], ['PT14M', 14 * minute], ['PT36H', 36 * hour], ['P1D', day],
    ['P2W', 14 * day], ['P1DT2H3M4S', day + 2 * hour + 3 * minute + 4_000], ['P1W1D', 8 * day],
    ['PT0S', 0],
  ])('by %s', async (advance, ms) => {
    const before = await now();
    await moveClock(gyeol.url, { advance });
    // At least that far, because it ticks on meanwhile.
    expect((await now()) - before).toBeGreaterThanOrEqual(ms);
    expect((await now()) - before).toBeLessThan(ms + 10 * minute);
  });

  test('to an instant, in any zone, by an operator too', async () => {
    const target = (await now()) + day;
    const to = new Date(target).toISOString();
    const answer = await call(gyeol.url, {
      ...{ method: 'POST', path: '/sandbox/clock', body: { to }, key: operatorKey },
    });
    expect(answer).toMatchObject({ status: 200, body: { ran: 0 } });
    expect(await now()).toBeGreaterThanOrEqual(target);
    const seoul = new Date(target + day + 9 * hour).toISOString().replace('Z', '+09:00');
    await moveClock(gyeol.url, { to: seoul });
    expect(await now()).toBeGreaterThanOrEqual(target + day);
  });

  test('and it ticks on', async () => {
    const before = await now();
    await eventually(async () => expect(await now()).toBeGreaterThan(before));
  });

  test('payments know the time of the clock', async () => {
    await moveClock(gyeol.url, { advance: 'P30D' });
    const before = await now();
    const { ACCEPTDATE, TID } = await (await openShop(gyeol.url)).keyin();
    const { body } = await call(gyeol.url, { path: `/v1/payments/${TID}` });
    const at = Date.parse(String(body.approvedAt));
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(await now());
    const seoul = new Date(at + 9 * hour).toISOString().slice(0, 19).replace(/[-T:]/g, '');
    expect(ACCEPTDATE).toBe(seoul);
  });
});

describe('what is no way forward is refused by its field', () => {
  const inTenYears = new Date(Date.now() + 25 * 365 * day).toISOString();
  // biome-ignore format: a table
  test.each([
    ['nothing',                 {},                                                 'advance'],
    ['both',                    { advance: 'PT1S', to: inTenYears },                'advance'],
    ['a word',                  { advance: 'tomorrow' },                            'advance'],
    ['no text',                 { advance: 60 },                                    'advance'],
    ['nothing in it',           { advance: '' },                                    'advance'],
    ['P',                       { advance: 'P' },                                   'advance'],
    ['PT',                      { advance: 'PT' },                                  'advance'],
    ['P1DT',                    { advance: 'P1DT' },                                'advance'],
    ['months',                  { advance: 'P1M' },                                 'advance'],
    ['years',                   { advance: 'P1Y' },                                 'advance'],
    ['small letters',           { advance: 'pt1s' },                                'advance'],
    ['halves',                  { advance: 'PT0.5S' },                              'advance'],
    ['backwards',               { advance: '-PT1S' },                               'advance'],
    ['backwards inside',        { advance: 'PT-1S' },                               'advance'],
    ['blanks',                  { advance: ' PT1S' },                               'advance'],
    ['more than ten years',     { advance: 'P3654D' },                              'advance'],
    ['a great many seconds',    { advance: 'PT9999999999S' },                       'advance'],
    ['the past',                { to: '2020-01-01T00:00:00Z' },                     'to'],
    ['no zone',                 { to: '2030-01-01T00:00:00' },                      'to'],
    ['a day alone',             { to: '2030-01-01' },                               'to'],
    ['a month that is none',    { to: '2030-13-01T00:00:00Z' },                     'to'],
    ['a day that is none',      { to: '2030-02-30T00:00:00Z' },                     'to'],
    ['an hour that is none',    { to: '2030-01-01T25:00:00Z' },                     'to'],
    ['a number',                { to: 1_900_000_000_000 },                          'to'],
    ['later than ten years',    { to: inTenYears },                                 'to'],
    ['the end of all years',    { to: '9999-12-31T23:59:59Z' },                     'to'],
    ['a field too many',        { advance: 'PT1S', back: true },                    'back'],
  ])('%s: %j names %s', async (_what, body, field) => {
    const [before, at] = [await digestOf(gyeol), await now()];
    const refused = await call(gyeol.url, { method: 'POST', path: '/sandbox/clock', body });
    expect(refused).toMatchObject({ status: 400, body: { field } });
    expect((await now()) - at).toBeLessThan(10 * minute);
    expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
  });
});

test('T83: it never goes back, and a restart on the same database goes on from there', async () => {
  await moveClock(gyeol.url, { advance: 'P5D' });
  const [stored] = await rowsOf(gyeol, 'select clock_offset_ms as ms from installation');
  const before = await now();
  await gyeol.gateway.close();
  const again = await openBeside(gyeol);
  expect(await now(again.url)).toBeGreaterThanOrEqual(before);
  expect(again.parts.clock.offsetMs()).toBe(Number(stored?.ms));
  expect((await (await openShop(again.url)).keyin()).RESULTCODE).toBe('0000');
  await again.close();
});
