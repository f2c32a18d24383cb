// A shop that has its subscriptions charged by the gateway: schedules over the native API.
import { expect } from 'vitest';
import type { TestGateway } from './gateway.ts';
import { makeKey } from './payple.ts';
import { moveClock } from './sandbox.ts';
import { call } from './shop.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface RoundShown extends Fields {
  readonly round: number;
  readonly status: string;
  readonly payment: string | null;
  readonly ended: readonly Fields[];
}

export interface Subscriptions {
  readonly gyeol: TestGateway;
  /** Registered on a card that approves, on the fifteenth, unless it is said otherwise. */
  register(wish?: Fields & { readonly card?: string; readonly account?: string }): Promise<string>;
  show(id: string): Promise<Fields>;
  /** The first one first. */
  rounds(id: string): Promise<RoundShown[]>;
  act(
    id: string,
    what: 'stop' | 'charge',
    headers?: Readonly<Record<string, string>>,
  ): ReturnType<typeof call>;
  /** To an instant in Seoul: `2028-03-15 09:00`. */
  until(text: string): Promise<unknown>;
  payment(id: string | null): Promise<Fields>;
}

export const monthly = { every: 'month', day: 15 } as const;

export function subscriptionsOf(gyeol: TestGateway): Subscriptions {
  const ask = (path: string) => call(gyeol.url, { path });
  return {
    gyeol,
    async register({ card, account, ...wish } = {}) {
      const means = { ...(card && { card }), ...(account && { account }) };
      const billingKey = await makeKey(gyeol.gateway.parts, means);
      const sale = { amount: 9_900, goods: '커피 정기구독', recurrence: monthly };
      const body = { billingKey, ...sale, ...wish };
      const made = await call(gyeol.url, { method: 'POST', path: '/v1/schedules', body });
      expect(made).toMatchObject({ status: 201, body: { status: 'active' } });
      return String(made.body.id);
    },
    show: async (id) => (await ask(`/v1/schedules/${id}`)).body,
    async rounds(id) {
      const { body } = await ask(`/v1/schedules/${id}/rounds`);
      return (body.data as RoundShown[]).toReversed();
    },
    act: (id, what, headers = {}) =>
      call(gyeol.url, { method: 'POST', path: `/v1/schedules/${id}/${what}`, headers }),
    until: (text) => moveClock(gyeol.url, { to: `${text.replace(' ', 'T')}:00+09:00` }),
    async payment(id) {
      const { body } = await ask(`/v1/payments/${id}`);
      return body;
    },
  };
}
