// The table of purposes: what the flags of an auth request ask for, and where that is done.
import type { Decoded } from '../message.ts';
import type { authRequest } from './auth.ts';
import { givenPath, type RouteName, routeNamed } from './routes.ts';

/** Tokens of class `window` open windows and nothing else, because pages hold them. */
export interface Purpose {
  readonly name: PurposeName;
  /** Path and query of the next call. */
  readonly path: string;
  readonly tokens: 'window' | 'server';
}

/** What an auth request says of its purpose. */
export type Flags = Pick<
  Decoded<typeof authRequest.rows>,
  'paidBy' | 'work' | 'cancelling' | 'querying' | 'monthly' | 'simple'
>;

// In order of precedence: shops mix the flags, and the first row that holds is meant. Each is the
// name of the route that follows. AUTH, AUTHREG, CERT, PAY and unknown works are the window's.
// biome-ignore format: a table
const purposes = [
  ['cancel',              ({ cancelling }: Flags) => cancelling === true],
  ['query',               ({ querying }: Flags) => querying === true],
  ['remove-key',          ({ work }: Flags) => work === 'PUSERDEL'],
  ['find-key',            ({ work }: Flags) => work === 'PUSERINFO'],
  ['link',                ({ work }: Flags) => work === 'LINKREG'],
  ['cash-receipt',        ({ work }: Flags) => work === 'TSREG'],
  ['cancel-cash-receipt', ({ work }: Flags) => work === 'TSCANCEL'],
  ['monthly-card',        ({ monthly, paidBy }: Flags) => monthly === true && paidBy === 'card'],
  ['monthly-account',     ({ monthly }: Flags) => monthly === true],
  ['charge-card',         ({ simple, paidBy }: Flags) => simple === true && paidBy === 'card'],
  ['charge-account',      ({ simple }: Flags) => simple === true],
  ['window',              () => true],
] as const satisfies readonly (readonly [RouteName, (flags: Flags) => boolean])[];

export type PurposeName = (typeof purposes)[number][0];

export function purposeOf(flags: Flags): Purpose {
  const name = purposes.find(([, holds]) => holds(flags))?.[0] ?? 'window';
  const route = routeNamed(name);
  return { name, path: givenPath(route), tokens: route.proof };
}
