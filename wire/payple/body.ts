// Which reader a request of this dialect gets: its clients send the same fields in many wrappings.
import { accepted, type Outcome } from '../../core/refusal.ts';
import { bodyLimit, readBody } from '../body.ts';
import { type Fields, noFields, repeated, type Scalar, unreadable } from '../fields.ts';
import { readForm } from '../form.ts';
import { isMultipart, readMultipart } from '../multipart.ts';

export interface PaypleBody {
  readonly method: string;
  readonly contentType: string | undefined;
  readonly raw: Uint8Array;
  /** What stands behind the question mark, as it came. */
  readonly query: string;
}

/**
 * Fields of the body; of a GET also those of its query. No body is no fields: what is missing is
 * then said by name. Places of the query are counted in the query.
 */
export function readPaypleBody({ method, contentType, raw, query }: PaypleBody): Outcome<Fields> {
  const body = readFields(raw, contentType ?? '');
  if (!body.ok) return body;
  const fields = new Map<string, Scalar>();
  for (const [name, scalar] of body.value) fields.set(name, unwrapped(scalar));
  if (method !== 'GET') return accepted(fields);
  const asked = readForm(query);
  if (!asked.ok) return asked;
  for (const [name, scalar] of asked.value) {
    const before = fields.get(name) ?? scalar;
    fields.set(name, before.text === scalar.text ? before : repeated);
  }
  return accepted(fields);
}

function readFields(raw: Uint8Array, contentType: string): Outcome<Fields> {
  if (raw.length > bodyLimit) return unreadable('', 'too-large', 0);
  if (raw.length === 0) return accepted(noFields);
  if (isMultipart(contentType)) return readMultipart(raw, contentType);
  const read = readBody(raw, contentType);
  const isBlank =
    !read.ok && read.refusal.kind === 'unreadable-body' && read.refusal.fault === 'empty';
  return isBlank ? accepted(noFields) : read;
}

/** A Java client writes every value as a list of one. */
function unwrapped(scalar: Scalar): Scalar {
  const { only } = scalar;
  return only === undefined || only.type === 'object' || only.type === 'array' ? scalar : only;
}
