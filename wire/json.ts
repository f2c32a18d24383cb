// Reads a JSON message into flat scalars in one pass, and says where it broke without quoting it.
// JSON.parse tells neither duplicates nor depth, and its messages quote the body (T73).
import { accepted, type BodyFault, type Outcome } from '../core/refusal.ts';
import { type Fields, fieldLimit, type Scalar, type ScalarType, unreadable } from './fields.ts';

/** The message itself is level 1 (T62). */
const depthLimit = 8;

/** `at` is where reading goes on, or where it broke once `fault` is set. */
interface Cursor {
  readonly text: string;
  at: number;
  members: number;
  fault: BodyFault | null;
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

export function readJson(text: string): Outcome<Fields> {
  const cursor: Cursor = { text, at: 0, members: 0, fault: null };
  const fields = new Map<string, Scalar>();
  readMessage(cursor, fields);
  if (cursor.fault !== null) return unreadable(text, cursor.fault, cursor.at);
  return accepted(fields);
}

function readMessage(cursor: Cursor, fields: Map<string, Scalar>): void {
  const first = skipBlanks(cursor);
  const start = cursor.at;
  if (Number.isNaN(first)) {
    broken(cursor, 'empty', start);
    return;
  }
  if (first === openBrace) {
    cursor.at += 1;
    readMembers(cursor, fields, 1);
  } else if (readValue(cursor, 1) !== null) {
    broken(cursor, 'not-an-object', start);
  }
  if (cursor.fault === null && !Number.isNaN(skipBlanks(cursor))) broken(cursor, 'syntax');
}

/** Reads up to and with the closing brace. Members of nested objects are checked, not kept. */
function readMembers(cursor: Cursor, fields: Map<string, Scalar> | null, depth: number): void {
  let next = skipBlanks(cursor);
  while (next !== closeBrace) {
    const keyAt = cursor.at;
    const key = next === quote ? readString(cursor) : broken(cursor, 'syntax');
    if (key === null || !countMember(cursor, keyAt)) return;
    if (skipBlanks(cursor) !== colon) {
      broken(cursor, 'syntax');
      return;
    }
    cursor.at += 1;
    skipBlanks(cursor);
    const value = readValue(cursor, depth);
    if (value === null) return;
    if (fields !== null && !keep(fields, key, value)) {
      broken(cursor, 'duplicate-key', keyAt);
      return;
    }
    next = nextMember(cursor, closeBrace);
    if (cursor.fault !== null) return;
  }
  cursor.at += 1;
}

/** Reads up to and with the closing bracket; answers the element if there is but one. */
function readElements(cursor: Cursor, depth: number): Scalar | null {
  const before = cursor.members;
  let last: Scalar | null = null;
  let next = skipBlanks(cursor);
  while (next !== closeBracket) {
    last = countMember(cursor, cursor.at) ? readValue(cursor, depth) : null;
    if (last === null) return null;
    next = nextMember(cursor, closeBracket);
    if (cursor.fault !== null) return null;
  }
  cursor.at += 1;
  return cursor.members === before + 1 ? last : null;
}

/** The same value twice is a client's slip; two values leave open which one was meant (T64). */
function keep(fields: Map<string, Scalar>, key: string, value: Scalar): boolean {
  const before = fields.get(key);
  if (before !== undefined) return before.text === value.text && before.type === value.type;
  fields.set(key, value);
  return true;
}

function countMember(cursor: Cursor, at: number): boolean {
  cursor.members += 1;
  if (cursor.members <= fieldLimit) return true;
  broken(cursor, 'too-many-fields', at);
  return false;
}

/** After a value: the closing character, or the first one of the next member. */
function nextMember(cursor: Cursor, closing: number): number {
  const found = skipBlanks(cursor);
  if (found === closing) return found;
  if (found !== comma) {
    broken(cursor, 'syntax');
    return found;
  }
  const commaAt = cursor.at;
  cursor.at += 1;
  const next = skipBlanks(cursor);
  if (next === closing) broken(cursor, 'trailing-comma', commaAt);
  return next;
}

function readValue(cursor: Cursor, depth: number): Scalar | null {
  const first = cursor.text.charCodeAt(cursor.at);
  if (first === quote) {
    const text = readString(cursor);
    return text === null ? null : { text, type: 'string' };
  }
  if (first === openBrace || first === openBracket) return readNested(cursor, depth + 1);
  return readWord(cursor);
}

function readNested(cursor: Cursor, depth: number): Scalar | null {
  const start = cursor.at;
  if (depth > depthLimit) return broken(cursor, 'too-deep');
  const isObject = cursor.text.charCodeAt(start) === openBrace;
  cursor.at += 1;
  let only: Scalar | null = null;
  if (isObject) readMembers(cursor, null, depth);
  else only = readElements(cursor, depth);
  if (cursor.fault !== null) return null;
  const text = cursor.text.slice(start, cursor.at);
  if (isObject) return { text, type: 'object' };
  return only === null ? { text, type: 'array' } : { text, type: 'array', only };
}

const word = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

function readWord(cursor: Cursor): Scalar | null {
  word.lastIndex = cursor.at;
  const text = word.exec(cursor.text)?.[0];
  if (text === undefined) return broken(cursor, 'syntax');
  cursor.at += text.length;
  const type = typeOfWord(text);
  return { text: type === 'null' ? '' : text, type };
}

function typeOfWord(text: string): ScalarType {
  if (text === 'null') return 'null';
  return text === 'true' || text === 'false' ? 'boolean' : 'number';
}

function readString(cursor: Cursor): string | null {
  const { text } = cursor;
  const start = cursor.at + 1;
  let at = start;
  let code = text.charCodeAt(at);
  while (code !== quote && code !== backslash && code >= 0x20) {
    at += 1;
    code = text.charCodeAt(at);
  }
  cursor.at = at;
  if (code === backslash) return readEscaped(cursor, start);
  // A raw control character, or the text ended inside the string.
  if (code !== quote) return broken(cursor, 'syntax');
  cursor.at = at + 1;
  return text.slice(start, at);
}

/** Goes on from the first backslash of a string that began at `start`. */
function readEscaped(cursor: Cursor, start: number): string | null {
  const { text } = cursor;
  let result = text.slice(start, cursor.at);
  let code = text.charCodeAt(cursor.at);
  while (code !== quote) {
    if (code === backslash) {
      const character = readEscape(cursor);
      if (character === null) return null;
      result += character;
    } else if (code >= 0x20) {
      result += text.charAt(cursor.at);
      cursor.at += 1;
    } else {
      return broken(cursor, 'syntax');
    }
    code = text.charCodeAt(cursor.at);
  }
  cursor.at += 1;
  return result;
}

const escapes = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
const fourHexDigits = /^[0-9a-fA-F]{4}$/;

/** A lone surrogate is passed on as it is: the field's rule refuses it and names the field. */
function readEscape(cursor: Cursor): string | null {
  const letter = cursor.text.charAt(cursor.at + 1);
  if (letter !== 'u') {
    const plain = escapes.get(letter);
    if (plain === undefined) return broken(cursor, 'syntax');
    cursor.at += 2;
    return plain;
  }
  const digits = cursor.text.slice(cursor.at + 2, cursor.at + 6);
  if (!fourHexDigits.test(digits)) return broken(cursor, 'syntax');
  cursor.at += 6;
  return String.fromCharCode(Number.parseInt(digits, 16));
}

/** The character code that follows, NaN at the end. */
function skipBlanks(cursor: Cursor): number {
  let code = cursor.text.charCodeAt(cursor.at);
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
    cursor.at += 1;
    code = cursor.text.charCodeAt(cursor.at);
  }
  return code;
}

function broken(cursor: Cursor, fault: BodyFault, at = cursor.at): null {
  // A raw NUL is named, because it is the fault behind whatever broke here.
  cursor.fault = cursor.text.charCodeAt(at) === 0 ? 'null-character' : fault;
  cursor.at = at;
  return null;
}
