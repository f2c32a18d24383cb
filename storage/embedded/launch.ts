// One run of the embedded database: started, its roles there, and the owner lock held.
import type { Client } from 'pg';
import { type EngineLog, versionOf } from '../engine.ts';
import type { RootKeys } from '../root-keys.ts';
import { codeOf, StartRefused } from '../start-refused.ts';
import { connectWhenReady, tryOwnerLock } from './connect.ts';
import { usedByAnother } from './lock.ts';
import type { Place } from './place.ts';
import { type DatabaseProcess, startDatabase } from './process.ts';
import { connectionOf, makeRoles, superuser } from './roles.ts';

export interface Site {
  readonly place: Place;
  readonly keys: RootKeys;
  readonly socketFolder: string;
  readonly log: EngineLog;
}

export interface Run {
  readonly database: DatabaseProcess;
  /** The connection that holds the owner lock; the lock lives as long as it does. */
  readonly owner: Client;
  readonly version: string;
}

export interface Launch {
  /** A new cluster has no roles yet. */
  readonly isNew: boolean;
  readonly isCalledOff: () => boolean;
}

/** Starts the database and answers when it accepts connections and knows us as its owner. */
export async function launch(site: Site, { isNew, isCalledOff }: Launch): Promise<Run> {
  const database = startDatabase(site.place, site.socketFolder, site.log);
  const stopWaiting = () => {
    if (isCalledOff()) throw new StartRefused('The start was called off.');
    const reason = database.ended();
    if (reason !== undefined) throw didNotStart(site, reason);
  };
  try {
    if (isNew) await makeRolesAsSuperuser(site, stopWaiting);
    const owner = await connectAsOwner(site, stopWaiting);
    return { database, owner, version: await versionOf(owner) };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** Connects as the owner and takes its lock; makes the roles when an earlier start could not. */
export async function connectAsOwner(site: Site, stopWaiting: () => void): Promise<Client> {
  const options = {
    ...connectionOf(site.keys, 'gyeol_owner', site.socketFolder),
    application_name: 'gyeol owner lock',
  };
  const owner = await connectWhenReady(options, stopWaiting).catch(async (error: unknown) => {
    // An unknown role is answered like a wrong password, so that nobody can search for roles.
    if (!['28P01', '3D000'].includes(codeOf(error))) throw error;
    await makeRolesAsSuperuser(site, stopWaiting);
    return connectWhenReady(options, stopWaiting);
  });
  if (await tryOwnerLock(owner)) return owner;
  await owner.end();
  throw usedByAnother(site.place);
}

async function makeRolesAsSuperuser(site: Site, stopWaiting: () => void): Promise<void> {
  const options = connectionOf(site.keys, superuser, site.socketFolder);
  const client = await connectWhenReady(options, stopWaiting).catch((error: unknown) => {
    if (codeOf(error) !== '28P01') throw error;
    throw new StartRefused(
      `The database in ${site.place.clusterFolder} was made with other root keys; ` +
        'restore the data folder as a whole.',
    );
  });
  try {
    await makeRoles(client, site.keys);
  } finally {
    await client.end();
  }
}

// PostgreSQL has a lock file of its own; whoever comes second at it has lost a race of starts.
function didNotStart({ place }: Site, reason: string): StartRefused {
  if (/postmaster\.pid.* already exists/.test(reason)) return usedByAnother(place);
  return new StartRefused(
    `The embedded database in ${place.clusterFolder} did not start: ${reason}.`,
  );
}
