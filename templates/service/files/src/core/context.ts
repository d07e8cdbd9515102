import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to one request or job, wherever its calls go. */
export interface RequestContext {
  readonly requestId: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The context of the request that is being served, `undefined` outside of one. */
export const currentContext = (): RequestContext | undefined => storage.getStore();

/**
 * Runs `work` in a context of its own.
 * @returns what `work` returns
 */
export const runInContext = <T>(context: RequestContext, work: () => T): T =>
  storage.run(context, work);
