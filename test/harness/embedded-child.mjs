// A gateway process for tests: opens the embedded database of a folder and tells what it did.
// It runs the built program, because what is tested is what happens when a process is killed.
import pg from 'pg';
import { prepareDataFolder } from '../../dist/storage/data-folder.js';
import { openEmbedded } from '../../dist/storage/embedded.js';

const [folder, ends] = process.argv.slice(2);
const tell = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);

try {
  const data = prepareDataFolder({ folder, mode: 'sandbox' });
  const log = (event, fields) => {
    if (event !== 'database.said') tell({ event, ...fields });
  };
  const engine = await openEmbedded({ data, log });
  const { clusterFolder, connection } = engine;
  tell({ event: 'open', pid: engine.pids()[0], clusterFolder, socketFolder: connection.host });
  process.on('SIGTERM', async () => {
    await engine.close();
    process.exit(0);
  });
  const client = new pg.Client(engine.ownerConnection);
  client.on('error', () => {});
  await client.connect();
  await client.query('create table if not exists facts (number int)');
  for (let number = 1; ends !== 'at-once'; number += 1) {
    await client.query('insert into facts values ($1)', [number]);
    tell({ event: 'committed', number });
  }
  await client.end();
  await engine.close();
} catch (error) {
  tell({ event: 'refused', name: error.name, message: error.message });
  process.exitCode = 78;
}
