// Root keys: made once, read only from a private whole file, never printed.
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeRootKeys, readRootKeys, rootKeyFile, rootKeyNames } from './root-keys.ts';
import { StartRefused } from './start-refused.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gyeol-test-'));
  file = rootKeyFile(folder);
  makeRootKeys(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('makes a private file with a key of 32 bytes for each purpose', () => {
  expect(statSync(file).mode & 0o7777).toBe(0o600);
  const keys = readRootKeys(folder);
  const revealed = rootKeyNames.map((name) => keys[name][0].reveal());
  expect(revealed.map((bytes) => bytes.length)).toEqual([32, 32, 32, 32, 32]);
  expect(new Set(revealed.map((bytes) => bytes.toString('hex'))).size).toBe(5);
});

it('does not make keys over existing ones', () => {
  const before = readFileSync(file);
  makeRootKeys(folder);
  expect(readFileSync(file)).toEqual(before);
});

it('derives another key for each purpose', () => {
  const [key] = readRootKeys(folder).seal;
  expect(key.derive('one')).toEqual(key.derive('one'));
  expect(key.derive('one')).not.toEqual(key.derive('two'));
});

it('prints masked in every way a log may take', () => {
  const keys = readRootKeys(folder);
  const secret = keys.seal[0].reveal();
  const printed = `${inspect(keys, { depth: 9, showHidden: true })}${JSON.stringify(keys)}`;
  expect(printed).toContain('[root key, version 1]');
  expect(printed).not.toContain(secret.toString('base64'));
  expect(printed).not.toContain(secret.toString('hex').slice(0, 8));
});

it('reads several versions, the newest first', () => {
  const content = JSON.parse(readFileSync(file, 'utf8'));
  content.keys.token.push({ version: 2, key: Buffer.alloc(32, 2).toString('base64') });
  writeFileSync(file, JSON.stringify(content));
  expect(readRootKeys(folder).token.map(({ version }) => version)).toEqual([2, 1]);
});

function refusal(): string {
  try {
    readRootKeys(folder);
  } catch (error) {
    expect(error).toBeInstanceOf(StartRefused);
    return error instanceof Error ? error.message : '';
  }
  throw new Error('The keys were not refused.');
}

it.each([0o640, 0o604, 0o660, 0o644])('refuses a file with mode %o', (mode) => {
  chmodSync(file, mode);
  expect(refusal()).toContain('may be read by other users');
});

it('refuses a symbolic link', () => {
  renameSync(file, `${file}.real`);
  symlinkSync(`${file}.real`, file);
  expect(refusal()).toContain('is a symbolic link');
});

const key = Buffer.alloc(32, 7).toString('base64');
const whole = Object.fromEntries(rootKeyNames.map((name) => [name, [{ version: 1, key }]]));

it.each([
  ['nothing', ''],
  ['a list', '[]'],
  ['no keys', { format: 1 }],
  ['another format', { format: 9, keys: whole }],
  ['one key missing', { format: 1, keys: { ...whole, pepper: undefined } }],
  ['no version of a key', { format: 1, keys: { ...whole, pepper: [] } }],
  ['a short key', { format: 1, keys: { ...whole, seal: [{ version: 1, key: 'c2hvcnQ=' }] } }],
  ['a key with noise', { format: 1, keys: { ...whole, seal: [{ version: 1, key: `*${key}` }] } }],
  ['version nought', { format: 1, keys: { ...whole, seal: [{ version: 0, key }] } }],
  [
    'a version twice',
    {
      format: 1,
      keys: {
        ...whole,
        seal: [
          { version: 1, key },
          { version: 1, key },
        ],
      },
    },
  ],
])('refuses a file with %s', (_what, content) => {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const sentence = refusal();
  expect(sentence).toContain('is damaged');
  expect(sentence).not.toContain(key);
});
