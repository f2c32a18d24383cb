// Whether the server is alive and ready, and its figures for Prometheus.
import type { FastifyInstance } from 'fastify';
import { createAlarms } from './alarms.ts';
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
  const alarms = createAlarms(parts);
  app.get('/metrics', async (_request, reply) => {
    // Figures are asked for above all when the database is in trouble.
    await alarms.refresh().catch((error) => parts.log.trouble('alarms not refreshed', error));
    const { registry } = parts.metrics;
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
