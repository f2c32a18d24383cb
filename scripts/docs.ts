// Writes docs/reference/ from the tables of the code, or with --check says which pages differ.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attacksPage } from './docs/attacks.ts';
import { codesPage, cookiepayPage } from './docs/cookiepay.ts';
import { ledgerPage } from './docs/ledger.ts';
import { lifecyclesPage } from './docs/lifecycles.ts';
import { render } from './docs/markdown.ts';
import { nativePage } from './docs/native.ts';
import { noticesPage } from './docs/notices.ts';
import { payplePage } from './docs/payple.ts';
import { paypleCodesPage } from './docs/payple-codes.ts';
import { sandboxPage } from './docs/sandbox.ts';
import { projectRoot } from './run.ts';

const folder = join(projectRoot, 'docs', 'reference');

const pages = [
  cookiepayPage(),
  codesPage(),
  payplePage(),
  paypleCodesPage(),
  lifecyclesPage(),
  ledgerPage(),
  sandboxPage(),
  nativePage(),
  noticesPage(),
  attacksPage(projectRoot),
].map((page) => ({ path: join(folder, page.name), name: page.name, text: render(page) }));

const differing = pages.filter(
  ({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text,
);

if (process.argv.includes('--check')) {
  for (const { name } of differing) console.log(`docs/reference/${name} differs: npm run docs`);
  process.exitCode = differing.length > 0 ? 1 : 0;
} else {
  mkdirSync(folder, { recursive: true });
  for (const { path, name, text } of differing) {
    writeFileSync(path, text);
    console.log(`docs/reference/${name}`);
  }
}
