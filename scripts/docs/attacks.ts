// The page of attacks: every numbered attack that a test names, with the files that do.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { attackRows } from './attack-rows.ts';
import { type Page, table } from './markdown.ts';

const sourceFolders = ['core', 'wire', 'rails', 'storage', 'server', 'cli', 'scripts', 'test'];
const testFile = /^test\/.*\.ts$|\.(test|contract)\.ts$/;
// A time of day, T10:00, is no attack.
const attackName = /\bT[1-9][0-9]?\b(?!:\d)/g;

const opening = `Attacks have numbers, and tests say which ones they hold off: ${'`'}T18${'`'} in a
file below means that this file would fail if the attack worked. Comments in the sources use the
same numbers.`;

export function attacksPage(root: string): Page {
  const named = testsByAttack(root);
  const rows = [...named]
    .sort(([left], [right]) => Number(left.slice(1)) - Number(right.slice(1)))
    .map(([attack, files]) => {
      const [tried, instead] = rowOf(attack, files);
      return [attack, tried, instead, files.map(linkTo).join('<br>')];
    });
  return {
    name: 'attacks.md',
    title: 'Attacks and their tests',
    from: 'scripts/docs/attack-rows.ts and the tests that name a row',
    parts: [opening, table(['Row', 'What is tried', 'What happens instead', 'Tests'], rows)],
  };
}

function testsByAttack(root: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of testsBelow(root)) {
    const attacks = new Set(readFileSync(join(root, path), 'utf8').match(attackName));
    for (const attack of attacks) found.set(attack, [...(found.get(attack) ?? []), path]);
  }
  return found;
}

function testsBelow(root: string): string[] {
  return sourceFolders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        posix.join(folder, ...name.split(/[\\/]/)),
      ),
    )
    .filter((path) => testFile.test(path) && !path.includes('node_modules/'))
    .sort();
}

function rowOf(attack: string, files: readonly string[]) {
  const row = attackRows[attack];
  if (row !== undefined) return row;
  throw new Error(`${files.join(', ')} names ${attack}, for which attack-rows.ts has no words.`);
}

function linkTo(path: string): string {
  return `[${path}](../../${path})`;
}
