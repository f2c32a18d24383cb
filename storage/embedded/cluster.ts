// How the database cluster is created: in a draft folder, which gets its name when it is whole.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from '../durable-file.ts';
import { codeOf, StartRefused } from '../start-refused.ts';
import { giveTo, type Place } from './place.ts';
import { superuser } from './roles.ts';

/** Creates the cluster unless it is there; answers whether it is new. */
export async function createClusterIfMissing(place: Place, password: string): Promise<boolean> {
  if (existsSync(place.clusterFolder)) {
    refuseOtherVersion(place);
    return false;
  }
  removeDrafts(place);
  const draft = join(place.folder, `${draftPrefix}${randomBytes(6).toString('hex')}`);
  const passwordFile = `${draft}.password`;
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
  try {
    giveTo(place.runAs, draft);
    giveTo(place.runAs, passwordFile);
    await initdb(place, { draft, passwordFile });
    putInPlace(place, draft);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
  return true;
}

/**
 * Who may connect: every role, with its password, through the socket. The file lies outside the
 * cluster, where only we can change it.
 */
export function writeAccessFile(place: Place): string {
  const path = join(place.folder, 'pg_hba.conf');
  const content = '# Written at each start.\nlocal all all scram-sha-256\n';
  if (!existsSync(path) || readFileSync(path, 'utf8') !== content) writeFileSync(path, content);
  giveTo(place.runAs && { uid: 0, gid: place.runAs.gid }, path);
  chmodSync(path, 0o640);
  return path;
}

const draftPrefix = 'cluster.unfinished-';

// The drafts of starts that were killed; the lock on the folder says that nobody uses them.
function removeDrafts({ folder }: Place): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(draftPrefix)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function putInPlace(place: Place, draft: string): void {
  try {
    renameSync(draft, place.clusterFolder);
    syncFolder(place.folder);
  } catch (error) {
    // Another start was faster; its cluster counts.
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error;
  }
}

function refuseOtherVersion({ clusterFolder, binaries }: Place): void {
  const made = readFileSync(join(clusterFolder, 'PG_VERSION'), 'utf8').trim();
  if (binaries.version.split('.')[0] === made) return;
  throw new StartRefused(
    `The database in ${clusterFolder} was made by PostgreSQL ${made} and this gyeol brings ` +
      `${binaries.version}; start the gyeol that made it and move the data with a backup.`,
  );
}

// The zone is given because initdb would otherwise compare the host's clock with every known one.
async function initdb(place: Place, paths: { draft: string; passwordFile: string }): Promise<void> {
  const fixed = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions'];
  const program = join(place.binaries.folder, 'bin', 'initdb');
  const child = spawn(
    program,
    [
      ...fixed,
      `--pgdata=${paths.draft}`,
      `--username=${superuser}`,
      `--pwfile=${paths.passwordFile}`,
    ],
    {
      ...place.runAs,
      cwd: '/',
      env: { LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const failure = await new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(codeOf(error)));
    child.on('close', (code) => resolve(code === 0 ? undefined : lastLine(said)));
  });
  if (failure === undefined) return;
  throw new StartRefused(`The embedded database could not be created: ${failure}`);
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.includes('error') || line.includes('FATAL'));
  return lines.at(-1)?.trim() ?? 'initdb failed without a word.';
}
