// Page cursors: the last id of a page, signed for the merchant that it was given to (T26).
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import { equal } from '../secrets.ts';

/** Ids of payments and notices are UUIDs, those of billing keys have letters of both cases. */
const anId = /^[\w-]{1,100}$/;

export function readCursor(
  text: string | undefined,
  sign: (id: string) => string,
): Outcome<string | null> {
  if (text === undefined) return accepted(null);
  const [id = '', signature = ''] = text.split('.');
  if (anId.test(id) && equal(sign(id), signature)) return accepted(id);
  return refused(unfit('cursor', { is: 'malformed', expected: 'a nextCursor of your own' }));
}

export function nextCursorOf(
  last: string | undefined,
  sign: (id: string) => string,
): string | null {
  return last === undefined ? null : `${last}.${sign(last)}`;
}
