// Holds the documents to the tree: links lead somewhere, and what is to be typed exists.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { nativeRoutes } from '../../server/native/routes.ts';
import { sandboxRoutes } from '../../server/sandbox/routes.ts';
import { routes as cookiepayRoutes } from '../../wire/cookiepay/routes.ts';
import { routes as paypleRoutes } from '../../wire/payple/routes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => posix.join(folder, ...name.split(/[\\/]/))),
  ),
];

interface Link {
  readonly path: string;
  readonly anchor: string;
}

const fenced = /^```[\s\S]*?^```$/gm;
const written = /\]\(([^()\s]+)\)/g;

/** Links of a page to files of ours, as paths from the root. */
function linksOf(page: string): Link[] {
  const text = read(page)
    .replaceAll(fenced, '')
    .replaceAll(/`[^`\n]*`/g, '');
  return [...text.matchAll(written)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor = ''] = target.split('#');
      return { path: path === '' ? page : posix.join(dirname(page), path), anchor };
    });
}

/** The anchors that a page offers: its headings as the usual renderers spell them, and its own. */
function anchorsOf(page: string): string[] {
  const text = read(page).replaceAll(fenced, '');
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
  const own = [...text.matchAll(/<a id="([^"]+)"/g)].map(([, id = '']) => id);
  return [...headings, ...own];
}

describe.each(pages)('%s', (page) => {
  test('links to what exists', () => {
    const lost = linksOf(page).filter(
      ({ path, anchor }) =>
        !existsSync(join(root, path)) ||
        (anchor !== '' && path.endsWith('.md') && !anchorsOf(path).includes(anchor)),
    );
    expect(lost).toEqual([]);
  });

  test('tells to type what there is', () => {
    const text = read(page);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const verbs = [...text.matchAll(/\bnpm run (?:--silent )?([a-z]+)/g)].map(([, verb]) => verb);
    expect(verbs.filter((verb) => verb === undefined || !(verb in scripts))).toEqual([]);

    const usage = read('cli/main.ts');
    const commands = [...text.matchAll(/\bgyeol -- ([a-z]+)/g)].map(([, name]) => name);
    expect(commands.filter((name) => !usage.includes(`gyeol ${name}`))).toEqual([]);
  });

  test('calls paths that are served', () => {
    const shell = [...read(page).matchAll(/^```bash\n([\s\S]*?)^```$/gm)].map(([, text]) => text);
    const called = [
      ...shell.join('\n').matchAll(/(?:shop|ours|op|\$gyeol|:8080)[ '"]*(\/[^\s'"?]+)/g),
    ];
    const strangers = called.map(([, path = '']) => path).filter((path) => !isServed(path));
    expect(strangers).toEqual([]);
  });
});

const served = [
  ...cookiepayRoutes.map(({ path }) => path),
  ...paypleRoutes.flatMap(({ paths }) => [...paths]),
  ...nativeRoutes(() => '').map(({ path }) => path),
  ...sandboxRoutes({ moveTo: async () => ({ ran: 0, left: 0 }) }).map(({ path }) => path),
].map((path) => path.split('/'));

/** A shell variable stands for any one segment. */
function isServed(path: string): boolean {
  const asked = path.split('/');
  return served.some(
    (route) =>
      route.length === asked.length &&
      route.every((part, at) => part.startsWith(':') || part === asked[at]),
  );
}

test('both front pages have the same session', () => {
  const session = (page: string) => read(page).match(/^```bash\n[\s\S]*?^```$/m)?.[0];
  expect(session('README.md')).toBeDefined();
  expect(session('README.ko.md')).toBe(session('README.md'));
});
