// Whether the server is alive and ready, and its figures for Prometheus.
import type { FastifyInstance } from 'fastify';
import type { Parts } from './parts.ts';

export function addHealth(app: FastifyInstance, parts: Parts): void {
  app.get('/healthz', async (_request, reply) => reply.type('text/plain').send('ok\n'));
  app.get('/readyz', async (_request, reply) => {
    const ready = await parts.store.pool.query('select 1').then(
      () => true,
      () => false,
    );
    return reply
      .code(ready ? 200 : 503)
      .type('text/plain')
      .send(ready ? 'ready\n' : 'not ready\n');
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(parts.metrics.registry.contentType).send(await parts.metrics.registry.metrics()),
  );
}
