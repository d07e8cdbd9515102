import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawServerDefault,
} from 'fastify';
import { guardOf } from './access.ts';
import { createAllowedMethods } from './allowed-methods.ts';
import { runInContext } from './context.ts';
import type { Authenticator } from './contract.ts';
import { AppError, notFound } from './errors.ts';
import { createClientErrors, type ClientErrors } from './client-errors.ts';
import { readJsonBodies } from './json-body.ts';
import { registerOpenApi } from './openapi.ts';
import { Problem, sendError } from './problem.ts';
import { requestIdOf } from './request-id.ts';
import { createRequestLog } from './request-log.ts';
import { securityHeaders } from './security-headers.ts';
import { trackSilentConnections } from './silent-connections.ts';
import { validatorCompiler } from './validation.ts';

/** The HTTP server that modules and practices add routes to. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

export interface ServerOptions {
  readonly title: string;
  readonly log: FastifyBaseLogger;
  readonly authenticators: readonly Authenticator[];
  /** Believe `X-Forwarded-*` of these proxies: addresses or ranges. Empty: of none. */
  readonly trustProxy: readonly string[];
  /** True once the process is to stop: each answer then asks its client for a new connection. */
  readonly draining: () => boolean;
}

const bodyLimitBytes = 262_144;
const maxHeaderBytes = 16_384;
const maxParamLength = 128;
/** To receive a whole request. */
const requestTimeoutMs = 10_000;
/** How late that timeout may be noticed. Node's own: 30 s. */
const timeoutCheckMs = 1_000;
/** Without a byte on the socket. */
const connectionTimeoutMs = 30_000;
/** Longer than a load balancer keeps an idle connection (60 s), so that it never reuses a dead one. */
const keepAliveTimeoutMs = 65_000;
const maxConnections = 10_000;

/** Creates the server with everything that holds for each route; add routes, then `listen`. */
export async function createServer(options: ServerOptions): Promise<App> {
  const { log, authenticators, draining } = options;
  const clientErrors = createClientErrors(log);
  const { begin, end } = createRequestHooks(log, clientErrors, draining);
  const app: App = fastify({
    loggerInstance: log,
    // The request's id reaches every line through the context: no child logger for each request.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    trustProxy: options.trustProxy.length > 0 ? [...options.trustProxy] : false,
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: connectionTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    routerOptions: { maxParamLength },
    http: {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: timeoutCheckMs,
    },
    // A request that still arrives on an open connection is served, not refused.
    return503OnClosing: false,
    clientErrorHandler: clientErrors.answer,
    // A path that no route can be looked up for: no hook sees it.
    frameworkErrors: (error, request, reply) => {
      reply.raw.once('finish', () => end(request, reply));
      begin(request, reply, () => sendError(error, request, reply));
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.server.maxConnections = maxConnections;
  const endSilentConnections = trackSilentConnections(app.server);
  app.addHook('preClose', (done) => {
    endSilentConnections();
    done();
  });

  // Fastify reads text as well, and no route here takes any.
  app.removeContentTypeParser('text/plain');
  readJsonBodies(app);
  app.setValidatorCompiler(validatorCompiler);
  app.setErrorHandler(sendError);
  app.addSchema(Problem);
  app.decorateRequest('principal', null);
  app.addHook('onRequest', begin);
  // Once more: it may have begun before that.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (draining()) reply.header('connection', 'close');
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    end(request, reply);
    done();
  });
  addRouteRules(app, authenticators);
  await registerOpenApi(app, options.title, authenticators);
  return app;
}

/** What is done for each request, before anything else and once its answer is sent. */
function createRequestHooks(
  log: FastifyBaseLogger,
  clientErrors: ClientErrors,
  draining: () => boolean,
) {
  return {
    begin(request: FastifyRequest, reply: FastifyReply, next: () => void): void {
      clientErrors.owe(reply.raw);
      reply.headers(securityHeaders).header('x-request-id', request.id);
      if (draining()) reply.header('connection', 'close');
      runInContext({ requestId: request.id }, next);
    },
    end: createRequestLog(log),
  };
}

function addRouteRules(app: App, authenticators: readonly Authenticator[]): void {
  const allowed = createAllowedMethods();
  app.addHook('onRoute', (route) => {
    const access = route.config?.access;
    if (access === undefined) {
      throw new Error(`${String(route.method)} ${route.url} must say who may call: config.access.`);
    }
    allowed.add(route.method, route.url);
    const guard = guardOf(access, authenticators);
    if (guard !== undefined) route.onRequest = [guard, ...[route.onRequest ?? []].flat()];
  });
  app.setNotFoundHandler((request) => {
    const methods = allowed.of(request.url.replace(/\?.*$/s, ''));
    if (methods.length === 0) throw notFound('No such path.');
    throw new AppError(405, 'method-not-allowed', `Allowed here: ${methods.join(', ')}.`, {
      headers: { allow: methods.join(', ') },
    });
  });
}
