// What browsers load besides pages: a fixed table of bundled files, read once at the start (T72).
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Where the scripts of windows stand; null where they were not bundled. */
export interface Scripts {
  readonly window: string | null;
  readonly handoff: string | null;
}

interface Asset {
  readonly path: string;
  readonly cache: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
}

type Manifest = Readonly<Record<'window' | 'handoff' | 'payple', { readonly file: string }>>;

/** Beside the compiled server, or beside the sources when they run as they are. */
const folder = fileURLToPath(
  new URL(
    import.meta.url.includes('/dist/server/')
      ? '../../checkout/assets/'
      : '../../dist/checkout/assets/',
    import.meta.url,
  ),
);

// Shops have these addresses in their pages; what stands there may be renewed at any time.
// biome-ignore format: a table
const shopScripts = [
  '/js/cpay.payple.1.0.1.js', '/js/cpay.payple.1.0.0.js', '/js/v1/payment.js',
] as const;

const forEver = 'public, max-age=31536000, immutable';
const forMinutes = 'public, max-age=300';

export function addAssets(app: FastifyInstance): Scripts {
  const manifest = readManifest();
  if (manifest === null) return { window: null, handoff: null };
  const own = [manifest.window, manifest.handoff].map(({ file }) => ({
    file,
    path: `/checkout/${file}`,
    cache: forEver,
  }));
  const shops = shopScripts.map((path) => ({
    path,
    file: manifest.payple.file,
    cache: forMinutes,
  }));
  for (const each of [...own, ...shops]) {
    const asset = read(each);
    app.get(asset.path, (request, reply) => sendAsset(asset, request, reply));
  }
  const [window, handoff] = own.map(({ path }) => path);
  return { window: window ?? null, handoff: handoff ?? null };
}

function readManifest(): Manifest | null {
  try {
    return JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as Manifest;
  } catch {
    return null;
  }
}

function read(of: { readonly path: string; readonly file: string; readonly cache: string }): Asset {
  const plain = readFileSync(`${folder}${of.file}`);
  const digest = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  return {
    ...{ path: of.path, cache: of.cache, etag: `"${digest}"`, plain },
    gzip: gzipSync(plain, { level: 9 }),
    brotli: brotliCompressSync(plain),
  };
}

function sendAsset(asset: Asset, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply
    .header('cache-control', asset.cache)
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
