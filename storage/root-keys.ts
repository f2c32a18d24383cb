// The root keys: what each is for, how they are made at the first start, and how they are read.
import { hkdfSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createOnce, readPrivate } from './durable-file.ts';
import { StartRefused } from './start-refused.ts';

/** What a root key is for. Every key that is used in the program derives from one of these. */
export const rootKeyNames = [
  'seal', // wraps the data keys of sealed columns
  'token', // signs and seals what the dialects hand out: tokens, window facts
  'pepper', // stands in every hash of a credential
  'fingerprint', // tells two cards apart without their numbers
  'database', // the passwords of the embedded database
] as const;

export type RootKeyName = (typeof rootKeyNames)[number];

/** All versions of each key, newest first; what an old version made stays readable. */
export type RootKeys = Readonly<Record<RootKeyName, readonly [RootKey, ...RootKey[]]>>;

/** One version of one key. It prints masked, so that a log line or a dump never shows it. */
export class RootKey {
  readonly version: number;
  readonly #bytes: Buffer;

  constructor(version: number, bytes: Buffer) {
    this.version = version;
    this.#bytes = bytes;
  }

  /** The 32 bytes themselves. */
  reveal(): Buffer {
    return Buffer.from(this.#bytes);
  }

  /** 32 bytes for one purpose; purposes never share a key. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#bytes, '', `gyeol ${purpose}`, keyLength));
  }

  toJSON(): string {
    return `[root key, version ${this.version}]`;
  }

  [inspect.custom](): string {
    return this.toJSON();
  }
}

const keyLength = 32;
const fileFormat = 1;

/** Where the keys of a data folder lie. */
export function rootKeyFile(folder: string): string {
  return join(folder, 'root-keys.json');
}

/** Makes a fresh set of keys, unless there is one: of two first starts both read the same set. */
export function makeRootKeys(folder: string): void {
  const keys = Object.fromEntries(rootKeyNames.map((name) => [name, [freshKey()]]));
  createOnce(rootKeyFile(folder), `${JSON.stringify({ format: fileFormat, keys }, null, 2)}\n`);
}

/** Reads the keys, or refuses: a start without them would seal new data under other keys. */
export function readRootKeys(folder: string): RootKeys {
  const path = rootKeyFile(folder);
  const text = readPrivate(path);
  if (text === undefined) {
    throw new StartRefused(`${path} is missing; restore it from the backup of the data folder.`);
  }
  const keys = parseRootKeys(text);
  if (keys === undefined) {
    throw new StartRefused(`${path} is damaged; restore it from the backup of the data folder.`);
  }
  return keys;
}

function freshKey(): { version: number; key: string } {
  return { version: 1, key: randomBytes(keyLength).toString('base64') };
}

function parseRootKeys(text: string): RootKeys | undefined {
  const file = record(parseJson(text));
  const listed = record(file?.keys);
  if (file?.format !== fileFormat || listed === undefined) return undefined;
  const seal = parseVersions(listed.seal);
  const token = parseVersions(listed.token);
  const pepper = parseVersions(listed.pepper);
  const fingerprint = parseVersions(listed.fingerprint);
  const database = parseVersions(listed.database);
  if (!seal || !token || !pepper || !fingerprint || !database) return undefined;
  return { seal, token, pepper, fingerprint, database };
}

function parseVersions(value: unknown): readonly [RootKey, ...RootKey[]] | undefined {
  if (!Array.isArray(value)) return undefined;
  const keys: RootKey[] = [];
  for (const entry of value) {
    const key = parseKey(record(entry));
    if (key === undefined || keys.some((known) => known.version === key.version)) return undefined;
    keys.push(key);
  }
  const [newest, ...older] = keys.sort((left, right) => right.version - left.version);
  return newest && [newest, ...older];
}

function parseKey(entry: Record<string, unknown> | undefined): RootKey | undefined {
  const version = entry?.version;
  const text = entry?.key;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return undefined;
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64');
  // The comparison refuses text that the decoder would skip over silently.
  if (bytes.length !== keyLength || bytes.toString('base64') !== text) return undefined;
  return new RootKey(version, bytes);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function record(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return { ...value };
}
