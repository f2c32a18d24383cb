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

// In order of precedence: shops mix the flags, and the first row whose flags are all said is meant.
// Each is the name of the route that follows. AUTH, CERT, PAY and unknown works are the window's.
// biome-ignore format: a table
export const purposes = [
  // name                  flags
  ['cancel',              { cancelling: true }],
  ['query',               { querying: true }],
  ['remove-key',          { work: 'PUSERDEL' }],
  ['find-key',            { work: 'PUSERINFO' }],
  ['link',                { work: 'LINKREG' }],
  ['cash-receipt',        { work: 'TSREG' }],
  ['cancel-cash-receipt', { work: 'TSCANCEL' }],
  ['monthly-card',        { monthly: true, paidBy: 'card' }],
  ['monthly-account',     { monthly: true }],
  ['charge-card',         { simple: true, paidBy: 'card' }],
  ['charge-account',      { simple: true }],
  ['window',              {}],
] as const satisfies readonly (readonly [RouteName, Partial<Flags>])[];

export type PurposeName = (typeof purposes)[number][0];

export function purposeOf(flags: Partial<Flags>): Purpose {
  const name = purposes.find(([, said]) => isSaid(said, flags))?.[0] ?? 'window';
  const route = routeNamed(name);
  return { name, path: givenPath(route), tokens: route.proof };
}

function isSaid(said: Partial<Flags>, flags: Partial<Flags>): boolean {
  return Object.entries(said).every(([flag, value]) => flags[flag as keyof Flags] === value);
}
