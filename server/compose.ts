// Puts the program together: engine, database, clock, rail, HTTP. The only place that composes.
import type { FastifyInstance } from 'fastify';
import { after } from '../core/time/instant.ts';
import { createFaults } from '../rails/simulator/faults.ts';
import { createSimulator } from '../rails/simulator/simulator.ts';
import { prepareDataFolder } from '../storage/data-folder.ts';
import { openEmbedded } from '../storage/embedded.ts';
import { type Engine, openServer } from '../storage/engine.ts';
import { readClockOffset } from '../storage/installation.ts';
import { latestRestoration } from '../storage/restoration.ts';
import type { RootKeys } from '../storage/root-keys.ts';
import { createBankDays } from './bank-days.ts';
import { createScheduleWork, type ScheduleWork } from './billing/schedule-work.ts';
import { createCallers } from './callers.ts';
import { createClock } from './clock.ts';
import type { Config } from './config.ts';
import { addCookiepay } from './cookiepay/serve.ts';
import { prepareDatabase } from './database.ts';
import { createFingerprint } from './fingerprint.ts';
import { createHandOver } from './hand-over.ts';
import { addHealth } from './health.ts';
import { addHooks, createHttp } from './http.ts';
import { createIdSource } from './ids.ts';
import { createInFlight } from './in-flight.ts';
import { inOrder } from './in-order.ts';
import { createLimits } from './limits.ts';
import { listen } from './listen.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { nativeRoutes } from './native/routes.ts';
import { addNative } from './native/serve.ts';
import { type Courier, createCourier } from './notices/courier.ts';
import { openOwed } from './owed.ts';
import type { Parts } from './parts.ts';
import { createAuthKeys } from './payple/auth-key.ts';
import { addBrowserAuth } from './payple/browser-auth.ts';
import { addPayple } from './payple/serve.ts';
import { createAfterRestore } from './restoration/after-restore.ts';
import { createLookBack, type LookBack } from './restoration/look-back.ts';
import { createClockMover } from './sandbox/clock-mover.ts';
import { sandboxRoutes } from './sandbox/routes.ts';
import { createSecretKeys } from './secrets.ts';
import { createSettlement, type Settlement } from './settlement/settlement-work.ts';
import { createStore } from './store.ts';
import { createSweeper, type Sweeper } from './sweeper.ts';
import { createThrottle, sandboxLimits } from './throttle.ts';
import { createTokens } from './tokens.ts';
import { addLinkPages } from './window/link-page.ts';
import { addWindow } from './window/serve.ts';

export interface Gateway {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly parts: Parts;
  readonly engine: Engine;
  /** Answers what is under way, then stops; a second call changes nothing. */
  close(): Promise<void>;
}

const letGoEveryMs = 50;

export async function startGateway(config: Config): Promise<Gateway> {
  const log = createLog(config.logLevel);
  // A server that cannot be reached is found out before the first byte is written.
  const { databaseUrl, databaseOwnerUrl } = config;
  const server = databaseUrl === null ? null : await openServer(databaseUrl, databaseOwnerUrl);
  const data = prepareDataFolder({ folder: config.dataFolder, mode: config.mode });
  const engine =
    server ?? (await openEmbedded({ data, log: (...event) => engineEvent(log, ...event) }));
  try {
    return await startOn(engine, { config, log, keys: data.keys });
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** What the database says of itself is routine; what we did about it is not. */
function engineEvent(log: Log, event: string, fields: Readonly<Record<string, unknown>>): void {
  if (event === 'database.said') log.debug(event, plain(fields));
  else log.info(event, plain(fields));
}

function plain(
  fields: Readonly<Record<string, unknown>>,
): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : String(value),
    ]),
  );
}

interface Ground {
  readonly config: Config;
  readonly log: Log;
  readonly keys: RootKeys;
}

async function startOn(engine: Engine, ground: Ground): Promise<Gateway> {
  const { config } = ground;
  const roots = {
    pepper: ground.keys.pepper[0].derive('credentials'),
    token: ground.keys.token[0].reveal(),
  };
  const epoch = await prepareDatabase(engine, config, createSecretKeys(roots));
  const secrets = createSecretKeys({ ...roots, epoch });
  const app = createHttp(config);
  const { parts, publicUrl } = await createParts(engine, ground, secrets);
  const sweeper = createSweeper(parts, config.databaseUrl === null);
  const settlement = createSettlement(parts, config.databaseUrl === null);
  const schedules = createScheduleWork(parts, config.databaseUrl === null);
  const courier = createCourier(parts, config.mode);
  const lookBack = createLookBack(parts);
  const mover = createClockMover(parts, inOrder([settlement, sweeper, schedules, courier]));
  const ofSandbox = config.mode === 'sandbox' ? sandboxRoutes(mover) : [];
  const routes = [...nativeRoutes(publicUrl.read, ofSandbox), ...ofSandbox];
  addHooks(app, parts, config);
  addHealth(app, parts);
  addCookiepay(app, parts);
  addPayple(app, parts);
  addBrowserAuth(app, parts);
  addWindow(app, parts);
  addLinkPages(app, parts);
  addNative(app, parts, routes);
  const works = { sweeper, settlement, schedules, courier, lookBack };
  const end = once(() => shutDown({ ...works, app, parts, engine }));
  const url = await sweeper
    .start()
    .then(() => settlement.start())
    .then(() => schedules.start())
    .then(() => courier.start())
    .then(() => lookBack.start())
    .then(() => listen(app, config))
    .catch(async (error: unknown) => {
      await end();
      throw error;
    });
  publicUrl.write(config.publicUrl ?? url);
  const close = once(() => end().then(() => parts.log.info('stopped')));
  return { url, parts, engine, close };
}

interface Running {
  readonly app: FastifyInstance;
  readonly sweeper: Sweeper;
  readonly settlement: Settlement;
  readonly schedules: ScheduleWork;
  readonly courier: Courier;
  readonly lookBack: LookBack;
  readonly parts: Parts;
  readonly engine: Engine;
}

async function shutDown({
  app,
  sweeper,
  settlement,
  schedules,
  courier,
  lookBack,
  parts,
  engine,
}: Running): Promise<void> {
  // A connection that a call under way has kept busy becomes idle only after its answer.
  const letGo = setInterval(() => app.server.closeIdleConnections(), letGoEveryMs);
  await app.close();
  clearInterval(letGo);
  // Rounds under way end first: a server that has taken its leave is not looked after any more.
  await schedules.stop();
  await sweeper.stop();
  await settlement.stop();
  await courier.stop();
  await lookBack.stop();
  await parts.store.close();
  await engine.close();
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= work();
    return done;
  };
}

async function createParts(engine: Engine, { config, log, keys }: Ground, secrets: Parts['keys']) {
  const store = createStore(engine.connection, {
    realTime: (at) => after(at, -clock.offsetMs()),
    onBatch: (statement, size) => parts.metrics.batches.observe({ statement }, size),
    onTrouble: (statement, error) => log.trouble(statement, error),
  });
  const clock = createClock(await readClockOffset(store.pool));
  const faults = createFaults();
  const callers = createCallers(store, secrets, clock);
  let publicUrl = config.publicUrl ?? '';
  const parts: Parts = {
    clock,
    store,
    faults,
    callers,
    log,
    keys: secrets,
    rail: createSimulator({ record: store.bank, clock, faults }),
    inFlight: createInFlight(),
    owed: openOwed(config.dataFolder),
    tokens: createTokens({
      clock,
      keys: secrets,
      findCaller: (publicId) => callers.find('cookiepay', publicId),
    }),
    authKeys: createAuthKeys({
      clock,
      seal: secrets.authTokens,
      findCaller: (publicId) => callers.find('payple', publicId),
    }),
    limits: createLimits(store),
    throttle: createThrottle(sandboxLimits, () => performance.now()),
    fingerprint: createFingerprint(keys.fingerprint[0].derive('cards')),
    handOver: createHandOver(store, (error) => log.trouble('hand-over not stored', error)),
    newId: createIdSource(clock.now),
    afterRestore: await createAfterRestore(store, await latestRestoration(store.pool)),
    metrics: createMetrics(() => store.waiting()),
    ...createBankDays(store),
    publicUrl: () => publicUrl,
  };
  const write = (url: string): void => {
    publicUrl = url;
  };
  return { parts, publicUrl: { read: () => publicUrl, write } };
}
