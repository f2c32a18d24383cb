// Who may import whom, as tables, and the rules that hold the sources to them.
import type { Import, Source } from './source.ts';

// A rule finds what breaks it; `planted` are small sources that it must find something in.
export interface Rule {
  readonly name: string;
  readonly planted: readonly (readonly [path: string, text: string])[];
  readonly violations: (source: Source) => readonly string[];
}

// `types of x`: only what disappears at run time. `*`: anything.
// biome-ignore format: a table
const folders: Record<string, readonly string[]> = {
  core:     [],
  wire:     ['core'],
  rails:    ['core', 'sdk'],
  storage:  ['core', 'types of rails'],
  server:   ['core', 'wire', 'rails', 'storage'],
  cli:      ['core', 'server'],
  sdk:      [],
  checkout: ['types of wire'],
  console:  [],
  examples: [],
  scripts:  ['core', 'wire', 'rails', 'storage', 'server'],
  bench:    ['core', 'wire', 'rails', 'storage', 'server'],
  test:     ['*'],
};

// Inside core, from left to right: each may import what it names. `root` are core's own files.
// biome-ignore format: a table
const coreFolders: Record<string, readonly string[]> = {
  root:       ['money', 'time'],
  money:      ['root'],
  time:       ['root'],
  ledger:     ['root', 'money', 'time'],
  merchant:   ['root', 'money', 'time', 'ledger'],
  settlement: ['root', 'money', 'time', 'ledger', 'merchant'],
  reconciliation: ['root', 'money', 'time', 'ledger', 'settlement'],
  payment:    ['root', 'money', 'time', 'ledger', 'merchant', 'settlement'],
  notice:     ['root', 'money', 'time', 'merchant', 'payment'],
  billing:    ['root', 'money', 'time', 'merchant', 'payment'],
  'virtual-account': ['root', 'money', 'time', 'payment'],
  limits:     ['root'],
  'cash-receipt': ['root', 'money', 'time', 'payment'],
  window:     ['root', 'money', 'time', 'merchant', 'payment', 'billing'],
};

// Packages by name; `node:` stands for everything that comes with Node.
// biome-ignore format: a table
const packages: Record<string, readonly string[]> = {
  core:     [],
  wire:     [],
  rails:    ['node:'],
  storage:  ['node:', 'pg'],
  server:   ['node:', 'fastify', 'jose', 'pino', 'prom-client', 'types of pg'],
  cli:      ['node:'],
  sdk:      [],
  checkout: [],
  console:  [],
  examples: ['node:'],
  scripts:  ['node:', 'typescript', 'vite'],
  bench:    ['node:', 'pg'],
  test:     ['*'],
};

// The only readers of an open card or account number: the rails, and the one file that makes
// fingerprints.
const openers = ['openCard', 'openAccount'];
const sensitiveFile = /(open|sensitive)-(card|account)\.ts$/;
const readers = /^(rails\/|server\/fingerprint\.ts$|core\/payment\/)/;

function allowed(names: readonly string[], name: string, { typeOnly }: Import): boolean {
  return (
    names.includes('*') || names.includes(name) || (typeOnly && names.includes(`types of ${name}`))
  );
}

function strangerFolders({ folder, isTest, imports }: Source): string[] {
  // A test may use the harness, and values where its code may only use types.
  const edges = (folders[folder] ?? []).map((name) =>
    isTest ? name.replace('types of ', '') : name,
  );
  return imports
    .filter((each) => each.own)
    .filter((each) => {
      const target = each.target.split('/')[0] ?? '';
      return target !== folder && !(isTest && target === 'test') && !allowed(edges, target, each);
    })
    .map(({ target }) => `imports ${target}`);
}

function strangerNouns({ path, folder, isTest, imports }: Source): string[] {
  if (folder !== 'core' || isTest) return [];
  const from = coreFolder(path);
  const edges = coreFolders[from];
  if (!edges) return [`core/${from} is not in the table of core's folders`];
  return imports
    .filter(({ own, target }) => own && target.startsWith('core/'))
    .filter(({ target }) => coreFolder(target) !== from && !edges.includes(coreFolder(target)))
    .map(({ target }) => `imports ${target}`);
}

function coreFolder(path: string): string {
  const [, noun, file] = path.split('/');
  return file === undefined || noun === undefined ? 'root' : noun;
}

function strangerPackages({ folder, isTest, imports }: Source): string[] {
  const names = isTest ? ['*'] : (packages[folder] ?? []);
  return imports
    .filter((each) => !each.own)
    .filter((each) => !allowed(names, packageOf(each.target), each))
    .map(({ target }) => `imports ${target}`);
}

function packageOf(target: string): string {
  if (target.startsWith('node:')) return 'node:';
  const parts = target.split('/');
  return parts.slice(0, target.startsWith('@') ? 2 : 1).join('/');
}

function openedNumbers({ path, isTest, imports }: Source): string[] {
  if (isTest || readers.test(path)) return [];
  // A whole module by `*` would bring the opener along unseen.
  return imports
    .filter(
      ({ target, names }) =>
        openers.some((opener) => names.includes(opener)) ||
        (sensitiveFile.test(target) && names.includes('*')),
    )
    .map(({ target }) => `may not open a number (${target})`);
}

export const boundaryRules: readonly Rule[] = [
  {
    name: 'a folder imports only the folders that the table allows',
    planted: [
      ['core/money/won.ts', "import { commit } from '../../storage/commit.ts';"],
      ['wire/field.ts', "export type A = import('../server/main.ts').A;"],
      ['storage/record.ts', "import { simulator } from '../rails/simulator.ts';"],
      ['sdk/client.ts', "const core = await import('../core/money/won.ts');"],
    ],
    violations: strangerFolders,
  },
  {
    name: 'inside core, a noun imports only the nouns before it',
    planted: [
      ['core/ledger/journal.ts', "import type { Payment } from '../payment/payment.ts';"],
      ['core/surprise/noun.ts', "import { won } from '../money/won.ts';"],
    ],
    violations: strangerNouns,
  },
  {
    name: 'a folder imports only the packages that the table allows',
    planted: [
      ['core/money/won.ts', "import { randomBytes } from 'node:crypto';"],
      ['server/http.ts', "import pg from 'pg';"],
      ['rails/rail.ts', "export { z } from 'zod';"],
    ],
    violations: strangerPackages,
  },
  {
    name: 'a card or account number is opened by the rails and the fingerprint only',
    planted: [
      ['server/http.ts', "import { openCard as look } from '../core/payment/open-card.ts';"],
      ['server/log.ts', "import * as card from '../core/payment/open-card.ts';"],
      ['server/approval.ts', "import { openAccount } from '../core/payment/sensitive-account.ts';"],
      ['storage/payment.ts', "import * as a from '../core/payment/sensitive-account.ts';"],
    ],
    violations: openedNumbers,
  },
];
