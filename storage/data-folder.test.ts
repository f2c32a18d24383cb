// The data folder's promises: private, stamped, and untouched when it is refused (T79, T81).
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareDataFolder } from './data-folder.ts';
import { StartRefused } from './start-refused.ts';

let home: string;
let folder: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gyeol-test-'));
  folder = join(home, 'data');
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const open = (mode: 'sandbox' | 'live' = 'sandbox') => prepareDataFolder({ folder, mode });

/** Everything that a refused start must leave alone. */
function traces(path: string): unknown {
  const { mode, mtimeMs } = lstatSync(path);
  const names = lstatSync(path).isDirectory() ? readdirSync(path).sort() : [];
  const content = lstatSync(path).isFile() ? readFileSync(path, 'utf8') : '';
  return { mode, mtimeMs, content, inside: names.map((name) => [name, traces(join(path, name))]) };
}

function refusal(mode: 'sandbox' | 'live' = 'sandbox'): string {
  const before = traces(home);
  try {
    open(mode);
  } catch (error) {
    expect(error).toBeInstanceOf(StartRefused);
    expect(traces(home)).toEqual(before);
    return error instanceof Error ? error.message : '';
  }
  throw new Error('The start was not refused.');
}

it('makes a private folder with folders above it', () => {
  folder = join(home, 'above', 'data');
  expect(open().folder).toBe(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder).sort()).toEqual(['gyeol.json', 'root-keys.json']);
});

it('finds the same folder again', () => {
  const first = open();
  const second = open();
  expect(second.id).toBe(first.id);
  expect(second.keys.seal[0].reveal()).toEqual(first.keys.seal[0].reveal());
});

it.each([
  ['sandbox', 'live'],
  ['live', 'sandbox'],
] as const)('T81: refuses %s data in %s mode and writes nothing', (made, asked) => {
  open(made);
  expect(refusal(asked)).toContain(`holds ${made} data and this start is for ${asked}`);
});

it('T79: closes a folder of ours that others could read', () => {
  open();
  chmodSync(folder, 0o755);
  open();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

it('T79: refuses a symbolic link', () => {
  const real = join(home, 'real');
  mkdirSync(real);
  symlinkSync(real, folder);
  expect(refusal()).toContain('is a symbolic link');
});

it('T79: refuses a file', () => {
  writeFileSync(folder, '');
  expect(refusal()).toContain('is not a folder');
});

it.runIf(process.geteuid?.() === 0)('T79: refuses the folder of another user', () => {
  open();
  chownSync(folder, 12_345, 12_345);
  expect(refusal()).toContain('belongs to another user');
});

it('leaves a folder alone that holds something else', () => {
  mkdirSync(folder, { mode: 0o755 });
  writeFileSync(join(folder, 'letter.txt'), 'dear');
  expect(refusal()).toContain('holds other files and no data of gyeol');
});

it.each([
  ['no text', ''],
  ['no JSON', 'sandbox'],
  ['an unknown mode', '{"format":1,"mode":"test","id":"x"}'],
  ['a newer format', '{"format":2,"mode":"sandbox","id":"x"}'],
])('refuses a stamp with %s', (_what, content) => {
  open();
  writeFileSync(join(folder, 'gyeol.json'), content);
  expect(refusal()).toContain('is damaged or newer than this gyeol');
});

it('refuses a stamped folder that has lost its keys', () => {
  open();
  rmSync(join(folder, 'root-keys.json'));
  expect(refusal()).toContain('root-keys.json is missing');
});

it('goes on where a first start was killed between keys and stamp', () => {
  const { keys } = open();
  rmSync(join(folder, 'gyeol.json'));
  writeFileSync(join(folder, '.unfinished-0123456789abcdef'), 'half');
  expect(open().keys.token[0].reveal()).toEqual(keys.token[0].reveal());
});
