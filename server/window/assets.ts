// What browsers load besides pages: a fixed table of bundled files, read once at the start (T72).
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../log.ts';

/** Where the scripts of windows stand; null where they were not bundled. */
export interface Scripts {
  readonly window: string | null;
  readonly handoff: string | null;
}

interface Asset {
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
}

type Bundle = 'window' | 'handoff' | 'payple';
type Manifest = Readonly<Record<Bundle, { readonly file: string }>>;

/** Beside the compiled server, or beside the sources when they run as they are. */
const folder = fileURLToPath(
  new URL(
    import.meta.url.includes('/dist/server/')
      ? '../../checkout/assets/'
      : '../../dist/checkout/assets/',
    import.meta.url,
  ),
);

// A file with a hash in its name never changes. Shops have the other addresses in their pages, so
// what stands there may be renewed at any time.
const forEver = 'public, max-age=31536000, immutable';
const forMinutes = 'public, max-age=300';

// biome-ignore format: a table
const addresses: readonly (readonly [Bundle, path: (file: string) => string, cache: string])[] = [
  ['window',  (file) => `/checkout/${file}`,     forEver],
  ['handoff', (file) => `/checkout/${file}`,     forEver],
  ['payple',  () => '/js/cpay.payple.1.0.1.js',  forMinutes],
  ['payple',  () => '/js/cpay.payple.1.0.0.js',  forMinutes],
  ['payple',  () => '/js/v1/payment.js',         forMinutes],
];

/** Without bundles windows say that they need scripts, and nothing else stops working. */
export function addAssets(app: FastifyInstance, log: Log): Scripts {
  const manifest = readManifest();
  if (manifest === null) {
    log.info('no scripts for payment windows', { wanted: 'npm start bundles them' });
    return { window: null, handoff: null };
  }
  const { window, handoff, payple } = manifest;
  const assets = { window: read(window), handoff: read(handoff), payple: read(payple) };
  for (const [name, path, cache] of addresses) {
    app.get(path(manifest[name].file), (request, reply) =>
      send(assets[name], request, reply.header('cache-control', cache)),
    );
  }
  return { window: `/checkout/${window.file}`, handoff: `/checkout/${handoff.file}` };
}

function readManifest(): Manifest | null {
  try {
    return JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as Manifest;
  } catch {
    return null;
  }
}

function read({ file }: { readonly file: string }): Asset {
  const plain = readFileSync(folder + file);
  const digest = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  const [gzip, brotli] = [readFileSync(`${folder}${file}.gz`), readFileSync(`${folder}${file}.br`)];
  return { etag: `"${digest}"`, plain, gzip, brotli };
}

function send(asset: Asset, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply
    .header('etag', asset.etag)
    .header('vary', 'Accept-Encoding')
    // Shops load the script from their own pages, which may isolate themselves from others.
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('content-type', 'text/javascript; charset=utf-8');
  if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send();
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (/\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(asset.brotli);
  if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(asset.gzip);
  return reply.send(asset.plain);
}
