import { badRequest, conflict, unavailable, unprocessable, type AppError } from './errors.ts';

/** No connection in time, a connection lost, or no answer in time: what a write did is unknown. */
export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable';
}

/** SQLSTATE of a server that takes no writes: demoted to a replica, or set so. */
export const takesNoWrites = '25006';

/** SQLSTATE of a statement that was cut off by its timeout: by load, or for what it is. */
const tookTooLong = '57014';

/** SQLSTATE of an error that the database raised, `undefined` for any other error. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The name of the constraint that a statement broke, `undefined` when it broke none. */
export const brokenConstraint = (error: unknown): string | undefined =>
  sqlState(error)?.startsWith('23') === true &&
  error instanceof Error &&
  'constraint' in error &&
  typeof error.constraint === 'string'
    ? error.constraint
    : undefined;

/** True when the server rolled the transaction back for certain: serialization failure, deadlock. */
export const isRolledBackConflict = (error: unknown): boolean =>
  ['40001', '40P01'].includes(sqlState(error) ?? '');

/** True when the database cannot be reached, or refuses for now: what time alone mends. */
export function isDatabaseAway(error: unknown): error is Error {
  if (error instanceof DatabaseUnreachable) return true;
  const state = sqlState(error);
  return state !== undefined && passesByItself(state);
}

/**
 * What a caller is told about an error of the database that no module translated.
 * @returns `undefined` when the error is not the database's, or is our own mistake (a 500)
 */
export function fromDatabaseError(error: unknown): AppError | undefined {
  const options = { cause: error };
  const state = sqlState(error);
  if (isDatabaseAway(error) || state === tookTooLong) {
    return unavailable('The database cannot answer now.', undefined, options);
  }
  if (state === undefined) return undefined;
  // Values that pass the schema and that PostgreSQL cannot hold, such as a NUL in a text.
  if (state.startsWith('22')) return badRequest('A value is not storable.', undefined, options);
  if (state === '23505' || state === '23503' || state === '23P01') {
    return conflict('The request is at odds with what is stored.', undefined, options);
  }
  if (state === '23514') return unprocessable('A value breaks a rule.', undefined, options);
  return undefined;
}

/** Connection lost, resources exhausted, shutting down, no writes taken, lock timeout, conflicts. */
const passesByItself = (state: string): boolean =>
  /^(08|53|57P)/.test(state) || [takesNoWrites, '40001', '40P01', '55P03', '25P03'].includes(state);
