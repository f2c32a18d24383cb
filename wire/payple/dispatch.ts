// Which route a request is for: most paths have one, some are told apart by ACT_ or by the body.
import { type Refusal, unfit } from '../../core/refusal.ts';
import type { Fields } from '../fields.ts';
import { isSet } from './field.ts';
import { type RouteName, routes } from './routes.ts';
import { cancelNames } from './words.ts';

type AnyRoute = (typeof routes)[number];

/** A route, and a refusal where its path leads to several and the request names none of them. */
export interface Chosen {
  readonly route: AnyRoute;
  readonly refusal: Refusal | null;
}

export interface Addressed {
  readonly path: string;
  /** ACT_ of the query, "" where there is none. */
  readonly act: string;
  readonly body: Fields;
}

/** Every path of the dialect, once. */
export const paths: readonly string[] = [...new Set(routes.flatMap((route) => [...route.paths]))];

export function routesAt(path: string): readonly AnyRoute[] {
  return routes.filter((route) => (route.paths as readonly string[]).includes(path));
}

/** For a path of `paths`. ACT_ counts where it decides something, and nowhere else. */
export function routeFor({ path, act, body }: Addressed): Chosen | null {
  const found = routesAt(path);
  const [first, second] = found;
  if (first === undefined) return null;
  if (second === undefined) return { route: first, refusal: null };
  if (first.act === null) return { route: byFlag(found, body), refusal: null };
  const work = body.get('PCD_PAY_WORK')?.text ?? '';
  const wanted = act === '' ? work : act;
  const named = found.find((route) => route.act === wanted);
  if (named !== undefined) return { route: named, refusal: null };
  // The one that does nothing speaks for all of them.
  const silent = found.find(({ name }) => harmless.has(name)) ?? first;
  const expected = found.map((route) => route.act).join(', ');
  return { route: silent, refusal: unfit('ACT_', { is: 'out-of-range', expected }) };
}

const harmless: ReadonlySet<RouteName> = new Set(['query', 'find-key']);

/** The manual sends cancels to the path of queries; their flag says what is meant. */
function byFlag(found: readonly AnyRoute[], body: Fields): AnyRoute {
  const wanted: RouteName = isSet(cancelNames, body) ? 'cancel' : 'query';
  return found.find(({ name }) => name === wanted) ?? (found[0] as AnyRoute);
}
