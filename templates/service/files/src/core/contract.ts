/**
 * The contract between the core, the modules and the practices.
 *
 * Modules call ports; practices provide them; the core has a working default for each. Nothing in
 * `core/` changes when a practice comes or goes.
 */
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { Kysely, Transaction } from 'kysely';
import type { App } from './server.ts';

/** Tables are declared by their owner: narrow with `tx.db.withTables<OwnTables>()`. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the core knows no table
export type NoTables = {};

/** One open database transaction. */
export interface Tx {
  readonly db: Transaction<NoTables>;
  /** Runs `task` once the transaction has committed, never when it rolled back. A failing task is logged. */
  afterCommit(task: () => Promise<void>): void;
}

/** Opens a transaction, commits when `work` resolves and rolls back when it rejects. */
export type InTx = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** A fact that happened in the domain. `id` is stable: it is also the idempotency key of its effects. */
export interface DomainEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

/**
 * Reacts to one type of event. `run` does the effect outside the database, then returns the commit,
 * which the events port runs exactly once, in one transaction with its own bookkeeping. Delivery is
 * at least once: the outside effect must be idempotent by `event.id`.
 */
export interface Consumer {
  readonly name: string;
  readonly on: string;
  run(event: DomainEvent, signal: AbortSignal): Promise<(tx: Tx) => Promise<void>>;
}

const soonestMs = 1_000;
const latestMs = 300_000;

/** Thrown by a consumer that cannot act yet: deliver again after `afterMs`, without counting an attempt. */
export class Later extends Error {
  override readonly name = 'Later';
  /** From one second to five minutes, whatever was asked for: it may come from another system's header. */
  readonly afterMs: number;
  constructor(message: string, afterMs: number, options?: ErrorOptions) {
    super(message, options);
    this.afterMs = Number.isNaN(afterMs)
      ? latestMs
      : Math.min(latestMs, Math.max(soonestMs, afterMs));
  }
}

export interface Events {
  /** Part of `tx`: when it rolls back, the event never happened. */
  publish(tx: Tx, event: DomainEvent): Promise<void>;
}

export interface Cache {
  /** Returns the value under `key`, or loads and keeps it. An unreachable store never fails a read. */
  read<T>(key: string, load: () => Promise<T>): Promise<T>;
  /** Forgets `keys` after `tx` commits; a load that began before does not store what it read. */
  invalidate(tx: Tx, ...keys: string[]): void;
}

/** A call to another system. One `target` shares one circuit breaker and one bulkhead. */
export interface OutboundCall<T> {
  readonly target: string;
  /** True for a safe method and for a write that carries an idempotency key; nothing else is retried. */
  readonly retryable: boolean;
  attempt(signal: AbortSignal): Promise<T>;
  /** What to answer when the call failed for good. Without it the error is thrown. */
  fallback?(cause: unknown): T | Promise<T>;
}

export interface Outbound {
  /** Every call that leaves the process goes through here, and is bounded in time. */
  call<T>(call: OutboundCall<T>): Promise<T>;
}

export interface Principal {
  readonly id: string;
  readonly roles: readonly string[];
}

/** What `findOrCreate` did: a password or an identity is never attached to a found account without proof. */
export interface Account extends Principal {
  readonly created: boolean;
}

/** How an authenticator reaches the people that the `users` module keeps. */
export interface Accounts {
  findOrCreate(tx: Tx, email: string, name: string): Promise<Account>;
  find(id: string): Promise<Principal | undefined>;
}

export interface Ports {
  /** For reads outside a transaction. */
  db: Kysely<NoTables>;
  inTx: InTx;
  events: Events;
  cache: Cache;
  outbound: Outbound;
  accounts: Accounts;
}

/** Tells who calls. `undefined`: not my kind of credential; throws `unauthenticated()` when it is mine and bad. */
export interface Authenticator {
  readonly name: string;
  identify(request: FastifyRequest): Promise<Principal | undefined>;
}

/** Who may call a route. Every route says it; one that does not fails at registration. */
export type Access = 'public' | 'signed-in' | { readonly roles: readonly string[] };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    /** Who calls; `null` on a public route, and everywhere when `AUTH=none` leaves it to a gateway. */
    principal: Principal | null;
  }
}

/** A dependency's health. A critical one that fails makes the service unready; any other degrades it. */
export interface Check {
  readonly name: string;
  readonly critical: boolean;
  run(signal: AbortSignal): Promise<void>;
}

/** A long-running part of a process that `stop` ends: it takes no new work, finishes what it has, and resolves. */
export interface Running {
  stop(): Promise<void>;
}

/** The providers of a port wrap each other in this order; a phase has at most one provider of a port. */
export const phases = ['telemetry', 'stores', 'capabilities', 'resilience'] as const;
export type Phase = (typeof phases)[number];

/** What a practice is given. */
export interface Setup {
  /** Read a port when you call it, not when you are installed: later phases and modules replace them. */
  readonly ports: Ports;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: FastifyBaseLogger;
  /** Every consumer of every module, known once the service is composed. */
  consumers(): readonly Consumer[];
  /** The handle of a practice that this one `needs`. */
  use<H>(practice: Practice<H>): H;
}

/** What a practice brings. */
export interface Installed<H> {
  readonly handle: H;
  readonly ports?: Partial<Ports>;
  readonly authenticators?: readonly Authenticator[];
  readonly checks?: readonly Check[];
  /** Roles that `ROLE` may name beside `api`; `ROLE=all` runs every one. */
  readonly roles?: Readonly<Record<string, () => Promise<Running>>>;
  routes?(app: App): void;
  /** Called last at shutdown, in reverse order of installation. */
  close?(): Promise<void>;
}

export interface Practice<H = unknown> {
  readonly name: string;
  readonly phase: Phase;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- practices of any handle
  readonly needs: readonly Practice<any>[];
  install(setup: Setup): Promise<Installed<H>>;
}

/** A domain slice. `create` receives the ports and returns what it adds to the service. */
export interface Module {
  readonly name: string;
  readonly consumers?: readonly Consumer[];
  /** Ports that a module provides to practices. */
  readonly ports?: Partial<Pick<Ports, 'accounts'>>;
  routes?(app: App): void;
  /**
   * Events older than `olderThanMs` whose effects a crash may have swallowed, at most `limit`.
   * Only an events port that keeps nothing on disk asks.
   */
  unfinished?(olderThanMs: number, limit: number): Promise<readonly DomainEvent[]>;
  /** Adds sample data; running it again changes nothing. */
  seed?(tx: Tx): Promise<void>;
}

export interface ModuleSetup {
  readonly ports: Ports;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: FastifyBaseLogger;
}
export type CreateModule = (setup: ModuleSetup) => Module;
