// The embedded engine: a real PostgreSQL that starts, is watched and stops with this process.
import type { DataFolder } from './data-folder.ts';
import { createClusterIfMissing } from './embedded/cluster.ts';
import { launch, type Run, type Site } from './embedded/launch.ts';
import { takeGatewayLock } from './embedded/lock.ts';
import { findPlace, type Place } from './embedded/place.ts';
import { makeWay } from './embedded/postmaster.ts';
import { connectionOf, passwordOf, superuser } from './embedded/roles.ts';
import { makeSocketFolder, removeSocketFolder } from './embedded/socket.ts';
import { supervise } from './embedded/supervisor.ts';
import type { Engine, EngineLog } from './engine.ts';
import { refusalOf } from './start-refused.ts';

export interface EmbeddedEngine extends Engine {
  /** Where the database keeps its files; for those who look into them from outside. */
  readonly clusterFolder: string;
}

export interface EmbeddedOptions {
  readonly data: DataFolder;
  readonly log: EngineLog;
}

/** Opens the database of this data folder; exactly one living process has it open. */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedEngine> {
  try {
    const place = findPlace(options.data);
    return await openLocked(options, place, takeGatewayLock(place));
  } catch (error) {
    throw refusalOf(error, `The database of ${options.data.folder} cannot be opened`);
  }
}

async function openLocked(
  { data, log }: EmbeddedOptions,
  place: Place,
  releaseLock: () => void,
): Promise<EmbeddedEngine> {
  const { keys } = data;
  try {
    const isNew = await createClusterIfMissing(place, passwordOf(keys, superuser));
    await makeWay({ place, keys, log });
    // Only now: until here the socket folder on record may be that of a living gateway.
    const site = { place, keys, log, socketFolder: makeSocketFolder(place) };
    const first = await launch(site, { isNew, isCalledOff: () => false });
    return engineOf(site, first, releaseLock);
  } catch (error) {
    releaseLock();
    throw error;
  }
}

function engineOf(site: Site, first: Run, releaseLock: () => void): EmbeddedEngine {
  const { place, keys, socketFolder } = site;
  const supervised = supervise(site, first);
  const close = async () => {
    await supervised.close();
    removeSocketFolder(place);
    releaseLock();
  };
  let closed: Promise<void> | undefined;
  return {
    connection: connectionOf(keys, 'gyeol_app', socketFolder),
    ownerConnection: connectionOf(keys, 'gyeol_owner', socketFolder),
    version: first.version,
    clusterFolder: place.clusterFolder,
    pids: supervised.pids,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}
