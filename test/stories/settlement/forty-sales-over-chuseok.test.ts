// Story: three weeks of sales and cancels over Chuseok; every day of the settlement query equals a
// calculation that is made here a second time, and its sums equal what was paid.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, postJson } from '../../harness/shop.ts';

interface Contract {
  readonly name: string;
  readonly terms: Readonly<Record<string, unknown>>;
  /** Won of fee and VAT of an amount, as the contract of this shop says. */
  readonly price: (amount: number) => readonly [fee: number, vat: number];
  readonly keepsFees: boolean;
  readonly rate: string;
}

const contracts: readonly Contract[] = [
  {
    name: '과세 상점',
    terms: { afterPayout: 'offset' },
    price: (amount) => {
      const fee = Math.floor((amount * 25) / 1_000);
      return [fee, Math.round(fee / 10)];
    },
    keepsFees: false,
    rate: '2.50',
  },
  {
    name: '면세 상점',
    terms: {
      ...{ afterPayout: 'offset', tax: 'tax-free', feeOnCancel: 'kept' },
      ...{ feeRate: 2_310, feeBasis: 'including-vat' },
    },
    price: (amount) => {
      const total = Math.floor((amount * 231) / 10_000);
      const vat = Math.round(total / 11);
      return [total - vat, vat];
    },
    keepsFees: true,
    rate: '2.10',
  },
];

/** Days are counted from Monday 18 September 2028. */
interface PlannedCancel {
  readonly day: number;
  readonly hour: number;
  /** Won; null is all that is left. */
  readonly amount: number | null;
}

interface PlannedSale {
  readonly contract: number;
  readonly day: number;
  readonly hour: number;
  readonly amount: number;
  readonly quota: string;
  readonly cancels: readonly PlannedCancel[];
}

/** Eight ways in which a sale goes on, five times each, at days and amounts that differ. */
function plannedSale(n: number): PlannedSale {
  const day = Math.floor((n * 19) / 40);
  const amount = 20_000 + ((n * 7_919) % 97) * 1_009;
  const later = (days: number, hour: number, part: number | null): PlannedCancel => {
    return { day: day + days, hour, amount: part };
  };
  const third = Math.floor(amount / 3);
  const ways: readonly (readonly PlannedCancel[])[] = [
    [],
    [later(0, 20, null)],
    [later(0, 21, third)],
    [later(1, 9, third), later(3, 15, null)],
    [later(2, 11, null)],
    [later(0, 22, 1_000), later(1, 0, 1), later(4, 18, third)],
    [later(21, 12, null)],
    [later(13, 16, third), later(14, 18, third)],
  ];
  return {
    ...{ contract: n % 3 === 0 ? 1 : 0, day, hour: 10 + (n % 9), amount },
    quota: amount >= 50_000 && n % 2 === 1 ? '03' : '00',
    cancels: ways[n % 8] ?? [],
  };
}

const sales = Array.from({ length: 40 }, (_, n) => plannedSale(n));

const firstDay = Date.UTC(2028, 8, 18);
const dayMs = 86_400_000;
const dateOf = (day: number): string =>
  new Date(firstDay + day * dayMs).toISOString().slice(0, 10).replaceAll('-', '');

// Chuseok is the 3rd of October, a holiday anyway, so the 5th is a substitute; Hangul Day the 9th.
const holidays = ['20281002', '20281003', '20281004', '20281005', '20281009'];

function isBankDay(day: number): boolean {
  const weekday = (((1 + day) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6 && !holidays.includes(dateOf(day));
}

function payoutDay(base: number): number {
  let day = base;
  while (!isBankDay(day)) day += 1;
  for (let left = 6; left > 0; left -= 1) {
    day += 1;
    while (!isBankDay(day)) day += 1;
  }
  return day;
}

/** In hours from the first midnight: five in the afternoon of the bank day before. */
function closingHour(payout: number): number {
  let day = payout - 1;
  while (!isBankDay(day)) day -= 1;
  return day * 24 + 17;
}

interface Line {
  readonly contract: number;
  readonly sale: number;
  readonly sequence: number;
  readonly status: '11' | '21' | '22';
  readonly gross: number;
  readonly fee: number;
  readonly vat: number;
  readonly day: number;
  readonly payout: number;
}

/** What is left is priced as if it had been the sale; a line is the price after minus before. */
function linesOf(sale: PlannedSale, n: number): Line[] {
  const { price, keepsFees } = contracts[sale.contract] as Contract;
  const payout = payoutDay(sale.day + 1);
  const common = { contract: sale.contract, sale: n };
  const [fee, vat] = price(sale.amount);
  const first: Line = {
    ...{ ...common, sequence: 1, status: '11', gross: sale.amount, fee, vat },
    ...{ day: sale.day, payout },
  };
  let left = sale.amount;
  const cancels = sale.cancels.map(({ day, hour, amount }, index): Line => {
    const before = price(left);
    const gross = amount ?? left;
    left -= gross;
    const after = price(left);
    const isSameDay = day === sale.day;
    const kept = keepsFees && !isSameDay;
    const rides = day * 24 + hour < closingHour(payout);
    return {
      ...{ ...common, sequence: index + 2, status: isSameDay ? '21' : '22', gross: -gross },
      ...{ fee: kept ? 0 : after[0] - before[0], vat: kept ? 0 : after[1] - before[1] },
      ...{ day, payout: rides ? payout : payoutDay(day + 1) },
    };
  });
  return [first, ...cancels];
}

const lines = sales.flatMap(linesOf);

let gyeol: TestGateway;
let merchants: MadeMerchant[];
const tids: string[] = [];

beforeAll(async () => {
  gyeol = await openGateway();
  merchants = [];
  for (const { name, terms } of contracts) {
    merchants.push(await newMerchant(gyeol.url, { name, terms }));
  }
});
afterAll(() => gyeol.stop());

/** Everything that happens, in the order of time. */
function happenings(): { readonly hour: number; readonly act: () => Promise<void> }[] {
  const open = (contract: number) =>
    openShop(gyeol.url, (merchants[contract] as MadeMerchant).keys);
  const sold = sales.map(({ contract, day, hour, amount, quota }, n) => ({
    hour: day * 24 + hour,
    async act() {
      const shop = await open(contract);
      const paid = await shop.keyin({ AMOUNT: String(amount), QUOTA: quota });
      expect(paid).toMatchObject({ RESULTCODE: '0000', AMOUNT: String(amount) });
      tids[n] = paid.TID ?? '';
    },
  }));
  const cancelled = sales.flatMap(({ contract, cancels }, n) =>
    cancels.map(({ day, hour, amount }) => ({
      hour: day * 24 + hour,
      async act() {
        const part = amount === null ? {} : { amount: String(amount) };
        const answer = await (await open(contract)).cancel({ tid: tids[n], ...part });
        expect(answer).toMatchObject({ cancel_code: '0000' });
      },
    })),
  );
  return [...sold, ...cancelled].sort((left, right) => left.hour - right.hour);
}

let present = -1;

async function goTo(hour: number): Promise<void> {
  if (hour === present) return;
  present = hour;
  const at = new Date(firstDay + hour * 3_600_000).toISOString().slice(0, 19);
  await moveClock(gyeol.url, { to: `${at}+09:00` });
}

const lastDay = Math.max(...lines.map(({ payout }) => payout)) + 1;

/** As the query answers it: fields of which this calculation knows what they must be. */
function wireLine(line: Line): Record<string, string> {
  const net = line.gross - line.fee - line.vat;
  const sale = sales[line.sale] as PlannedSale;
  return {
    AUTHAMT: String(sale.amount),
    FEERATE: (contracts[line.contract] as Contract).rate,
    PAYMENTSTATUS: line.status,
    ...{ FEE: String(line.fee), VAT: String(line.vat), PAYMENTAMT: String(net) },
    ...{ SETTLE_CYCLE_CD: 'D+6', TRXID: tids[line.sale] ?? '' },
    ...{ AUTHDT: dateOf(line.day), FINALAMT: String(line.gross) },
    ...{ PAYOFFDT: dateOf(line.payout), STATUS_CD: '03' },
  };
}

function inOrder(left: Line, right: Line): number {
  if (left.day !== right.day) return left.day - right.day;
  const [one, other] = [tids[left.sale] ?? '', tids[right.sale] ?? ''];
  return one === other ? left.sequence - right.sequence : one < other ? -1 : 1;
}

test('forty sales are made and given back in eight ways; the books balance throughout', async () => {
  let day = 0;
  for (const { hour, act } of happenings()) {
    await goTo(hour);
    await act();
    if (Math.floor(hour / 24) === day) continue;
    day = Math.floor(hour / 24);
    const { body } = await call(gyeol.url, {
      path: '/v1/ledger/trial-balance',
      key: 'ok_sandbox_demo',
    });
    expect(body).toMatchObject({ balanced: true, memo: { balanced: true } });
  }
  await goTo(lastDay * 24 + 11);
  expect(lines.length).toBeGreaterThan(80);
  await booksClose(gyeol);
});

test.each([0, 1])('every settlement day of shop %i is what was calculated', async (contract) => {
  const { keys } = merchants[contract] as MadeMerchant;
  const { token } = await openShop(gyeol.url, keys);
  for (let day = 0; day <= lastDay; day += 1) {
    const right = lines.filter((line) => line.contract === contract && line.payout === day);
    const ask = { API_ID: keys.id, DATE: dateOf(day) };
    const { body } = await postJson(`${gyeol.url}/api/settlement`, ask, { TOKEN: token });
    if (right.length === 0) {
      expect(body, dateOf(day)).toMatchObject({ RESULTCODE: 'E008' });
      continue;
    }
    const { RESULTCODE, DATA } = body as unknown as Record<string, unknown>;
    expect(RESULTCODE).toBe('0000');
    expect(DATA, dateOf(day)).toMatchObject(right.sort(inOrder).map(wireLine));
    expect(DATA).toHaveLength(right.length);
  }
});

test.each([
  0, 1,
])('what shop %i was paid is the sum of its lines, debts carried on', async (contract) => {
  const { id } = merchants[contract] as MadeMerchant;
  const sql = `select to_char(date, 'YYYYMMDD') as date, amount, carried_in, carried_out,
    (select coalesce(sum(l.amount), 0)::bigint from posting l join journal j on j.id = l.journal_id
     where l.merchant_id = q.merchant_id and l.subject = 'payout/' || q.id
       and j.template = 'payout-sent' and l.side = 'credit') as sent,
    (select coalesce(sum(t.amount), 0)::bigint from simulator.transfer t
     where t.transfer_id = q.id and not t.bounced) as received
    from payout q where merchant_id = $1 and status in ('paid', 'settled') order by q.date`;
  const paid = await rowsOf(gyeol, sql, [id]);
  let carried = 0;
  const own = lines.filter((line) => line.contract === contract);
  const days = [...new Set(own.map(({ payout }) => payout))].sort((a, b) => a - b);
  const right = days.map((day) => {
    const sum = own
      .filter(({ payout }) => payout === day)
      .reduce((total, { gross, fee, vat }) => total + gross - fee - vat, -carried);
    const carriedIn = carried;
    carried = Math.max(0, -sum);
    const amount = BigInt(Math.max(0, sum));
    return {
      ...{ date: dateOf(day), amount, sent: amount, received: amount },
      ...{ carried_in: BigInt(carriedIn), carried_out: BigInt(carried) },
    };
  });
  expect(paid).toEqual(right);
});
