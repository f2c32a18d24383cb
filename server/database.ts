// Makes a database ready: mode stamp, migrations, rights, and in the sandbox the demo world.
import { instant } from '../core/time/instant.ts';
import { openClient } from '../storage/connection.ts';
import type { Engine } from '../storage/engine.ts';
import { grantRights } from '../storage/grants.ts';
import { readMode, stampMode } from '../storage/installation.ts';
import { migrate } from '../storage/migrate.ts';
import { raiseEpoch, readEpoch } from '../storage/restoration.ts';
import type { Config } from './config.ts';
import { createIdSource } from './ids.ts';
import { makeDemoWorld } from './sandbox/demo-world.ts';
import type { SecretKeys } from './secrets.ts';

/** Answers the epoch of the installation. */
export async function prepareDatabase(
  engine: Engine,
  config: Config,
  keys: SecretKeys,
): Promise<number> {
  const owner = await openClient({ ...engine.ownerConnection, application_name: 'gyeol owner' });
  try {
    const stamped = await readMode(owner);
    if (stamped !== null && stamped !== config.mode) await stampMode(owner, config.mode);
    await migrate(owner);
    await stampMode(owner, config.mode);
    if (engine.connection.user !== engine.ownerConnection.user) {
      await grantRights(owner, engine.connection.user);
    }
    const at = instant(Date.now());
    if (config.restored === true) await raiseEpoch(owner, at);
    if (config.mode === 'sandbox') {
      await makeDemoWorld(owner, { keys, at, newId: createIdSource(() => at) });
    }
    return await readEpoch(owner);
  } finally {
    await owner.end();
  }
}
