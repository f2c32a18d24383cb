// Bundles what browsers load: the payment window, its hand-over, and the script of shops. Plain
// JavaScript, because it runs before anything that it could be compiled with.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
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
  return Buffer.from(output[0].code);
}

// Compressed here and not at every start; complete before it has its name, for whoever reads now.
function write(name, bytes) {
  const unfinished = path.join(out, `.${name}.${process.pid}`);
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, path.join(out, name));
  return bytes.length;
}

async function emit(each) {
  const code = await bundle(each);
  const hash = createHash('sha256').update(code).digest('base64url').slice(0, 10);
  const file = `${each.name}.${hash}.js`;
  const sizes = {
    bytes: write(file, code),
    gzip: write(`${file}.gz`, gzipSync(code, { level: 9 })),
    brotli: write(`${file}.br`, brotliCompressSync(code)),
  };
  return [each.name, { file, ...sizes }];
}

mkdirSync(out, { recursive: true });
const manifest = Object.fromEntries(await Promise.all(bundles.map(emit)));
write('manifest.json', `${JSON.stringify(manifest, null, 1)}\n`);
const kept = Object.values(manifest).flatMap(({ file }) => [file, `${file}.gz`, `${file}.br`]);
for (const name of readdirSync(out)) {
  if (name !== 'manifest.json' && !kept.includes(name))
    rmSync(path.join(out, name), { force: true });
}
if (process.argv.includes('--sizes')) console.table(manifest);
