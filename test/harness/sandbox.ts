// The levers of the sandbox and of an operator, as a test suite of a shop would pull them.
import { expect } from 'vitest';
import { call, type Keys, operatorKey } from './shop.ts';

type Step = { readonly advance: string } | { readonly to: string };

/** Moves the clock; everything that became due is done when this answers. */
export async function moveClock(
  base: string,
  step: Step,
): Promise<{ readonly now: string; readonly ran: number }> {
  const moved = await call(base, { method: 'POST', path: '/sandbox/clock', body: step });
  expect(moved).toMatchObject({ status: 200 });
  return { now: String(moved.body.now), ran: Number(moved.body.ran) };
}

/** What is answered only after a bank was waited for, without anybody waiting: time is moved on. */
export async function answerInTime<Value>(base: string, asked: Promise<Value>): Promise<Value> {
  // Fourteen seconds are the clock of a call; some go by before it has begun.
  const most = 20;
  let isAnswered = false;
  const answer = asked.finally(() => {
    isAnswered = true;
  });
  for (let moves = 0; !isAnswered; moves += 1) {
    await new Promise((resume) => setTimeout(resume, 50));
    if (isAnswered) break;
    if (moves === most) throw new Error(`not answered in ${most} seconds of the clock`);
    await moveClock(base, { advance: 'PT1S' });
  }
  return answer;
}

/** One fault unless `times` says more. */
export async function orderFault(
  base: string,
  fault: { readonly at: string; readonly effect: string; readonly times?: number } & {
    readonly match?: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const ordered = await call(base, { method: 'POST', path: '/sandbox/faults', body: fault });
  expect(ordered).toMatchObject({ status: 201 });
}

export interface Wish {
  readonly name?: string;
  readonly pg?: string;
  readonly terms?: Readonly<Record<string, unknown>>;
}

export interface MadeMerchant {
  readonly id: string;
  /** Bearer of the native API. */
  readonly key: string;
  readonly contract: string;
  readonly credential: string;
  /** For the CookiePay dialect. */
  readonly keys: Keys;
}

/** Another merchant with one CookiePay contract, made as an operator makes them. */
export async function newMerchant(base: string, wish: Wish = {}): Promise<MadeMerchant> {
  const post = async (path: string, body?: unknown): Promise<Readonly<Record<string, string>>> => {
    const made = await call(base, { method: 'POST', path, body, key: operatorKey });
    expect(made).toMatchObject({ status: 201 });
    return made.body as Record<string, string>;
  };
  const { name = '이웃 상점', pg = 'kiwoom', terms } = wish;
  const merchant = await post('/v1/merchants', { name });
  const contract = await post(`/v1/merchants/${merchant.id}/contracts`, {
    dialect: 'cookiepay',
    pg,
    ...(terms === undefined ? {} : { terms }),
  });
  const credential = await post(`/v1/contracts/${contract.id}/credentials`);
  const text = (value: string | undefined): string => value ?? '';
  return {
    id: text(merchant.id),
    key: text(merchant.key),
    contract: text(contract.id),
    credential: text(credential.id),
    keys: { id: text(credential.publicId), key: text(credential.secret) },
  };
}
