// Runs before every verb: installs what is missing, builds what is stale, then becomes the verb.
// Plain JavaScript without dependencies, because on a fresh clone nothing else exists yet.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...names) => path.join(root, ...names);

// `whole` builds everything; `cli` only what the server needs, so that a first start is quick.
// A tolerant verb reports type errors itself, as one of its own results.
const verbs = {
  start: { entry: 'cli/main.js', build: 'cli', leading: ['start'] },
  gyeol: { entry: 'cli/main.js', build: 'cli' },
  test: { entry: 'scripts/test.js', build: 'whole', tolerant: true },
  check: { entry: 'scripts/check.js', build: 'whole', tolerant: true },
  docs: { entry: 'scripts/docs.js', build: 'whole' },
  bench: { entry: 'bench/main.js', build: 'whole' },
  simulate: { entry: 'test/simulation/main.js', build: 'whole' },
};

const sourceFolders = 'core wire rails storage server cli sdk checkout console scripts bench test';
const sourceFile = /(\.tsx?|bundle\.mjs|tsconfig[^/]*\.json)$/;
const installStamp = inRoot('node_modules', '.gyeol-lock');
const lockFile = inRoot('dist', '.bootstrap.lock');
const lockDeadMs = 15_000;

class Refusal extends Error {}

async function main() {
  refuseOldNode();
  const [name, ...args] = process.argv.slice(2);
  const verb = verbs[name];
  if (!verb) throw new Refusal(`Say one of: ${Object.keys(verbs).join(', ')}.`);
  if (isStale(verb)) {
    await withLock(async () => {
      if (!isInstalled()) await install();
      if (!isBuilt(verb.build)) await build(verb);
    });
  }
  const entry = inRoot('dist', verb.entry);
  if (!fs.existsSync(entry))
    throw new Refusal(`There is nothing to ${name} yet: no ${verb.entry}.`);
  // The verb runs in this very process, so signals reach it and its exit code is ours.
  process.argv = [process.argv[0], entry, ...(verb.leading ?? []), ...args];
  await import(pathToFileURL(entry).href);
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Refusal(`Gyeol needs Node 20.19 or later; this is ${process.versions.node}.`);
}

function isStale(verb) {
  return !isInstalled() || !isBuilt(verb.build);
}

// --- install ---------------------------------------------------------------------------------

function isInstalled() {
  return readOr(installStamp, '') === installFingerprint();
}

function installFingerprint() {
  const lock = fs.readFileSync(inRoot('package-lock.json'));
  const platform = `${process.platform}-${process.arch}-node${process.versions.node.split('.')[0]}`;
  return `${createHash('sha256').update(lock).digest('hex')} ${platform}`;
}

async function install() {
  say('installing dependencies');
  // Development packages are named because the compiler is one, whatever NODE_ENV says.
  const wanted = ['--ignore-scripts', '--no-audit', '--no-fund', '--include=dev'];
  const result = await runNpm(['ci', '--include=optional', ...wanted]);
  if (result.code !== 0) {
    throw new Refusal(`Installing the dependencies failed (npm ci).\n${tail(result.output, 20)}`);
  }
  fs.writeFileSync(installStamp, installFingerprint());
}

function runNpm(args) {
  const cli = process.env.npm_execpath;
  const known = cli !== undefined && /npm-cli\.c?js$/.test(cli);
  return known ? run(process.execPath, [cli, ...args]) : run('npm', args);
}

// --- build -----------------------------------------------------------------------------------

function isBuilt(kind) {
  const now = sourceFingerprint();
  const stamps = kind === 'whole' ? ['whole'] : ['whole', kind];
  return stamps.some((stamp) => readOr(buildStamp(stamp), '') === now);
}

const buildStamp = (kind) => inRoot('dist', `.built-${kind}`);

// Path, size and time of every source: notices a deleted or moved file, which a newest time misses.
function sourceFingerprint() {
  const hash = createHash('sha256').update(installFingerprint());
  for (const name of ['tsconfig.json', 'tsconfig.base.json', 'vitest.config.ts']) {
    hash.update(describe(inRoot(name)));
  }
  for (const folder of sourceFolders.split(' ')) hashFolder(inRoot(folder), hash);
  return hash.digest('hex');
}

function hashFolder(folder, hash) {
  for (const entry of fs.existsSync(folder)
    ? fs.readdirSync(folder, { withFileTypes: true })
    : []) {
    if (entry.name === 'node_modules') continue;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) hashFolder(full, hash);
    else if (sourceFile.test(entry.name)) hash.update(describe(full));
  }
}

function describe(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat ? `${path.relative(root, file)}:${stat.size}:${stat.mtimeMs}\n` : '';
}

async function build(verb) {
  say('building');
  const before = sourceFingerprint();
  const compiler = inRoot('node_modules', 'typescript', 'bin', 'tsc');
  const project = verb.build === 'whole' ? [] : [verb.build];
  const [result, bundled] = await Promise.all([
    run(process.execPath, [compiler, '-b', ...project]),
    run(process.execPath, [inRoot('scripts', 'bundle.mjs')]),
  ]);
  if (bundled.code !== 0) {
    throw new Refusal(`The pages' scripts cannot be bundled.\n${tail(bundled.output, 20)}`);
  }
  if (result.code === 0) fs.writeFileSync(buildStamp(verb.build), before);
  else if (!verb.tolerant || !fs.existsSync(inRoot('dist', verb.entry))) {
    throw new Refusal(`The sources do not compile.\n${tail(result.output, 40)}`);
  }
}

// --- one at a time ---------------------------------------------------------------------------

async function withLock(work) {
  await takeLock();
  // The heartbeat tells a living holder from a number that another process got after a crash.
  const beat = setInterval(touchLock, 1_000);
  const release = () => {
    if (readOr(lockFile, '') === String(process.pid)) fs.rmSync(lockFile, { force: true });
  };
  const stop = async (signal) => {
    stopping = true;
    // An installation that still writes must be over before the next one may begin.
    for (const child of running) child.kill(signal);
    while (running.size > 0) await pause();
    release();
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  };
  const signals = ['SIGINT', 'SIGTERM'];
  for (const signal of signals) process.on(signal, stop);
  try {
    await work();
  } finally {
    clearInterval(beat);
    for (const signal of signals) process.off(signal, stop);
    release();
  }
}

async function takeLock() {
  fs.mkdirSync(path.dirname(lockFile), { recursive: true });
  for (let announced = false; !tryLock(); ) {
    const holder = lockHolder();
    if (holder === 0) {
      breakLock();
      continue;
    }
    if (!announced) say(`waiting for another process that builds (${holder})`);
    announced = true;
    await pause();
  }
}

function touchLock() {
  if (fs.existsSync(lockFile)) fs.utimesSync(lockFile, new Date(), new Date());
}

function tryLock() {
  // A file that is complete before it gets its name: nobody ever reads a lock without its number.
  const own = `${lockFile}.${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  try {
    fs.linkSync(own, lockFile);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

// The number of the living process that holds the lock, or 0.
function lockHolder() {
  const holder = Number(readOr(lockFile, '0'));
  const stat = fs.statSync(lockFile, { throwIfNoEntry: false });
  if (!holder || !stat || Date.now() - stat.mtimeMs > lockDeadMs) return 0;
  try {
    process.kill(holder, 0);
    return holder;
  } catch (error) {
    return error.code === 'EPERM' ? holder : 0;
  }
}

// Moved aside before it is judged again, so that two waiters cannot both remove it and the second
// one remove the first one's new lock.
function breakLock() {
  const aside = `${lockFile}.dead.${process.pid}`;
  try {
    const judged = readOr(lockFile, '');
    fs.renameSync(lockFile, aside);
    if (readOr(aside, '') !== judged) fs.linkSync(aside, lockFile);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
  fs.rmSync(aside, { force: true });
}

// --- small things ----------------------------------------------------------------------------

const running = new Set();
let stopping = false;

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('error', (error) => resolve({ code: 1, output: `${output}${error.message}\n` }));
    child.on('close', (code) => {
      running.delete(child);
      // What was stopped gives no result: the signal's handler ends this process.
      if (!stopping) resolve({ code, output });
    });
  });
}

function pause() {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

function readOr(file, otherwise) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : otherwise;
}

function tail(text, lines) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

// Progress goes to standard error: standard output belongs to the verb.
function say(sentence) {
  process.stderr.write(`gyeol: ${sentence} …\n`);
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Refusal ? error.message : error.stack}\n`);
  process.exit(1);
});
