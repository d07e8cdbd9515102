/** What tests stand on: a service in this process, and real servers that can be killed and frozen. */
export { buildService, type TestService } from './harness/build-service.ts';
export { describeWith } from './harness/describe-with.ts';
export { eventually, slackMs } from './harness/patience.ts';
export { startGateway, type Gateway } from './harness/gateway.ts';
export { startPostgres, type PostgresServer } from './harness/postgres.ts';
export { startRedis } from './harness/redis.ts';
export { type TestServer } from './harness/server-process.ts';
export { startService, type StartedService } from './harness/start-service.ts';
