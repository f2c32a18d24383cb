// Holds the tree to its own rules: who may import whom, how long anything may be, what it may say.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { boundaryRules } from './architecture/boundaries.ts';
import { safetyRules } from './architecture/safety.ts';
import { shapeRules } from './architecture/shape.ts';
import { parse, readTree } from './architecture/source.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const tree = readTree(root);
const rules = [...boundaryRules, ...shapeRules, ...safetyRules];
const frontPageLines = 100;

describe.each(rules)('$name', ({ planted, violations }) => {
  test.each(planted)('would be noticed in %s', (path, text) => {
    expect(violations(parse(path, text))).not.toEqual([]);
  });

  test('holds', () => {
    const found = tree.flatMap((source) =>
      violations(source).map((violation) => `${source.path}: ${violation}`),
    );
    expect(found).toEqual([]);
  });
});

test('the tree was read', () => {
  expect(tree.length).toBeGreaterThan(20);
});

test.each(['README.md', 'README.ko.md'])('%s fits on a page', (name) => {
  expect(existsSync(join(root, name)), `${name} is missing`).toBe(true);
  const lines = read(name).trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(frontPageLines);
});

test('every source folder has its caption in the map of folders', () => {
  const map = read('README.md') + read('ARCHITECTURE.md');
  const folders = [...new Set(tree.map(({ folder }) => folder))];
  // A caption is the folder's name with a slash, and words on the same line.
  const silent = folders.filter((folder) => !new RegExp(`\\b${folder}/\\W+\\w`).test(map));
  expect(silent).toEqual([]);
});

function read(name: string): string {
  return existsSync(join(root, name)) ? readFileSync(join(root, name), 'utf8') : '';
}
