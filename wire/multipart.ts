// Reads multipart/form-data into flat scalars, strictly and in memory: text parts only (T63).
import { accepted, type BodyFault, type Outcome, refused, unfit } from '../core/refusal.ts';
import { type Fields, fieldLimit, keepPair, type Scalar, unreadable } from './fields.ts';
import { type PartHeaders, readPartHeaders } from './part-headers.ts';

const multipartType = /^\s*multipart\/form-data\s*(;|$)/i;

export function isMultipart(contentType: string): boolean {
  return multipartType.test(contentType);
}

/** `text` has one character for each byte, so a place in it is a place in `raw`. */
interface Cursor {
  readonly raw: Uint8Array;
  readonly text: string;
  readonly boundary: string;
  readonly fields: Map<string, Scalar>;
  at: number;
}

const byteText = new TextDecoder('latin1');
const strictText = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossyText = new TextDecoder('utf-8', { ignoreBOM: true });

type Refused = ReturnType<typeof refused>;

/** The caller has looked at the length of `raw` and at the type. */
export function readMultipart(raw: Uint8Array, contentType: string): Outcome<Fields> {
  const text = byteText.decode(raw);
  const boundary = boundaryOf(contentType) ?? '';
  const cursor: Cursor = { raw, text, boundary, fields: new Map(), at: 0 };
  // Some clients begin with the line break that belongs to every later delimiter.
  const start = text.startsWith('\r\n') ? 2 : 0;
  if (boundary === '' || !text.startsWith(`--${boundary}`, start)) return broken(cursor, 'syntax');
  cursor.at = start + 2 + boundary.length;
  for (let parts = 0; !text.startsWith('--', cursor.at); parts += 1) {
    if (parts === fieldLimit) return broken(cursor, 'too-many-fields');
    const refusal = readPart(cursor);
    if (refusal !== null) return refusal;
  }
  cursor.at += 2;
  return text.slice(cursor.at).trim() === '' ? accepted(cursor.fields) : broken(cursor, 'syntax');
}

// The characters and the length of RFC 2046; some clients write it in quotes.
const boundaryParameter = /;\s*boundary=(?:"([^"]*)"|([^\s;"]+))\s*(?:;|$)/i;
const boundaryText = /^(?=.{1,70}$)[0-9A-Za-z'()+_,./:=? -]*[0-9A-Za-z'()+_,./:=?-]$/;

function boundaryOf(contentType: string): string | null {
  const [, quoted, plain] = boundaryParameter.exec(contentType) ?? [];
  const boundary = quoted ?? plain ?? '';
  return boundaryText.test(boundary) ? boundary : null;
}

const mostHeaderText = 2_048;

/** From behind one delimiter to behind the next. */
function readPart(cursor: Cursor): Refused | null {
  const { text, boundary, at } = cursor;
  if (!text.startsWith('\r\n', at)) return broken(cursor, 'syntax');
  cursor.at = at + 2;
  const blank = text.indexOf('\r\n\r\n', at);
  const from = blank + 4;
  const to = blank < 0 ? -1 : text.indexOf(`\r\n--${boundary}`, from);
  if (to < 0 || blank - at > mostHeaderText) return broken(cursor, 'syntax');
  const headers = readPartHeaders(text.slice(at + 2, blank));
  const refusal = headers === null ? broken(cursor, 'syntax') : judge(cursor, headers);
  if (refusal !== null || headers === null) return refusal;
  cursor.at = from;
  const value = decoded(cursor.raw.subarray(from, to), headers);
  if (value === null) return broken(cursor, 'encoding');
  keepPair(cursor.fields, headers.name, value);
  cursor.at = to + 4 + boundary.length;
  return null;
}

/** A name like those of the tables; anything else may hold what must not be repeated (T73). */
const fieldName = /^[A-Za-z_][A-Za-z_0-9]{0,39}$/;

function judge(cursor: Cursor, { name, isFile, nests }: PartHeaders): Refused | null {
  if (nests) return broken(cursor, 'too-deep');
  if (!isFile) return null;
  const isNamed = fieldName.test(name) && !/[0-9]{6}/.test(name);
  return isNamed ? refused(unfit(name, { is: 'wrong-type' })) : broken(cursor, 'syntax');
}

/** Null for bytes that are not what the part declares them to be. */
function decoded(raw: Uint8Array, { charset }: PartHeaders): string | null {
  if (charset === 'other') return null;
  if (charset === 'ascii' && raw.some((byte) => byte > 0x7f)) return null;
  try {
    return strictText.decode(raw);
  } catch {
    return null;
  }
}

function broken({ raw, at }: Cursor, fault: BodyFault): Refused {
  const before = lossyText.decode(raw.subarray(0, at));
  return unreadable(before, fault, before.length);
}
