// Takes the port, or says in one sentence why it cannot be had.
import type { FastifyInstance } from 'fastify';
import { StartRefused } from '../storage/start-refused.ts';
import type { Config } from './config.ts';

/** Answers where the server can be reached, without a slash at the end. */
export async function listen(app: FastifyInstance, config: Config): Promise<string> {
  try {
    await app.listen({ port: config.port, host: config.host });
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'EADDRINUSE') {
      throw new StartRefused(
        `Port ${config.port} on ${config.host} is in use; set PORT to another one.`,
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new StartRefused(
        `Cannot listen on ${config.host}:${config.port} (${code}); set HOST or PORT.`,
      );
    }
    throw error;
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  const name = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
