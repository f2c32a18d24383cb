// Every route that the HTTP server was given, whichever table or line of code it came from.
import { subscribe } from 'node:diagnostics_channel';
import type { Server as HttpServer } from 'node:http';

export interface ServedRoute {
  readonly method: string;
  readonly path: string;
}

interface Server {
  readonly server: HttpServer;
  addHook(
    name: 'onRoute',
    hook: (route: { method: string | readonly string[]; url: string }) => void,
  ): unknown;
}

const served: ServedRoute[] = [];
const servers: Server[] = [];

// Fastify announces each server here before the first route is added to it.
subscribe('fastify.initialization', (message) => {
  const { fastify } = message as { fastify: Server };
  servers.push(fastify);
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) served.push({ method: each, path: url });
  });
});

/** Of every gateway that this test file has opened. */
export function servedRoutes(): readonly ServedRoute[] {
  return served;
}

/** Node's own servers below them, with the limits that they really have. */
export function httpServers(): readonly HttpServer[] {
  return servers.map(({ server }) => server);
}
