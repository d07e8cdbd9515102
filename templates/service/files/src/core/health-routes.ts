import { Type } from 'typebox';
import type { Health } from './health.ts';
import type { App } from './server.ts';

const Status = Type.Union([
  Type.Literal('healthy'),
  Type.Literal('degraded'),
  Type.Literal('unhealthy'),
]);

const Report = Type.Object({
  status: Status,
  checks: Type.Record(
    Type.String(),
    Type.Object({
      status: Type.Union([Type.Literal('up'), Type.Literal('down')]),
      critical: Type.Boolean(),
      durationMs: Type.Integer({ minimum: 0 }),
    }),
  ),
});

const Ready = Type.Object({
  status: Type.Union([Type.Literal('ready'), Type.Literal('not-ready'), Type.Literal('draining')]),
});

/**
 * Adds what an orchestrator asks. `/livez`: restart me if this fails, so it depends on nothing.
 * `/readyz`: send me requests. `/health`: what is down, for people and alerts; 200 while degraded.
 */
export function healthRoutes(app: App, health: Health): void {
  const config = { access: 'public' } as const;

  app.get(
    '/livez',
    {
      config,
      schema: {
        tags: ['health'],
        summary: 'Whether the process is alive',
        response: { 200: Type.Object({ status: Type.Literal('live') }) },
      },
    },
    () => ({ status: 'live' as const }),
  );

  app.get(
    '/readyz',
    {
      config,
      schema: {
        tags: ['health'],
        summary: 'Whether to send requests here',
        response: { 200: Ready, 503: Ready },
      },
    },
    async (_request, reply) => {
      if (health.draining) return reply.code(503).send({ status: 'draining' });
      const { status } = await health.report();
      if (status === 'unhealthy') return reply.code(503).send({ status: 'not-ready' });
      return { status: 'ready' as const };
    },
  );

  app.get(
    '/health',
    {
      config,
      schema: {
        tags: ['health'],
        summary: 'The state of every dependency',
        response: { 200: Report, 503: Report },
      },
    },
    async (_request, reply) => {
      const report = await health.report();
      return reply.code(report.status === 'unhealthy' ? 503 : 200).send(report);
    },
  );
}
