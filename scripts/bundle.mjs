// Bundles what browsers load: the payment window, its hand-over, and the script of shops. Plain
// JavaScript, because it runs before anything that it could be compiled with.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const out = path.join(root, 'dist', 'checkout', 'assets');

// Shops may be opened by old telephones; the window itself asks for a browser of today.
const bundles = [
  { name: 'window', entry: 'checkout/window/main.ts', target: 'es2020' },
  { name: 'handoff', entry: 'checkout/handoff/main.ts', target: 'es2020' },
  { name: 'payple', entry: 'checkout/payple/script.ts', target: 'es2017' },
];

async function bundle({ entry, name, target }) {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      target,
      write: false,
      minify: true,
      lib: { entry: path.join(root, entry), name, formats: ['iife'], fileName: name },
    },
  });
  const [{ output }] = [result].flat();
  return output[0].code;
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const manifest = {};
for (const each of bundles) {
  const code = await bundle(each);
  const hash = createHash('sha256').update(code).digest('base64url').slice(0, 10);
  const file = `${each.name}.${hash}.js`;
  writeFileSync(path.join(out, file), code);
  manifest[each.name] = { file, bytes: code.length, gzip: gzipSync(code, { level: 9 }).length };
}
writeFileSync(path.join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`);
if (process.argv.includes('--sizes'))
  console.log(readFileSync(path.join(out, 'manifest.json'), 'utf8'));
