// The gateway's lock file: one living holder, and a dead one never in the way.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeGatewayLock } from './embedded/lock.ts';
import type { Place } from './embedded/place.ts';
import { processIdentity } from './embedded/processes.ts';

let folder: string;
let place: Place;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gyeol-test-'));
  const binaries = { folder: '', version: '' };
  place = { dataFolder: folder, folder, clusterFolder: '', binaries, runAs: undefined };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lockFile = () => join(folder, 'gateway.lock');

it('is held until it is given back', () => {
  const release = takeGatewayLock(place);
  expect(() => takeGatewayLock(place)).toThrow('another gyeol uses this data folder');
  release();
  expect(readdirSync(folder)).toEqual([]);
  takeGatewayLock(place)();
});

const dead = spawnSync('true').pid;
const mine = processIdentity(process.pid) ?? '';

it.each([
  ['a dead process', `boot ${dead} 1`],
  ['our own pid with another start', mine.replace(/\d+$/, '1')],
  ['our own pid under another boot', mine.replace(/^\S+/, 'boot')],
  ['nothing', ''],
  ['nonsense', 'held by nobody'],
])('is taken over from %s', (_what, content) => {
  writeFileSync(lockFile(), content);
  const release = takeGatewayLock(place);
  expect(readdirSync(folder)).toEqual(['gateway.lock']);
  release();
});

it('gives back only its own file', () => {
  const release = takeGatewayLock(place);
  writeFileSync(lockFile(), 'somebody else');
  release();
  expect(existsSync(lockFile())).toBe(true);
});
