/** An error that the API tells its callers about: RFC 9457 problem details with a stable `code`. */
export class AppError extends Error {
  override readonly name = 'AppError';
  /** HTTP status. */
  readonly status: number;
  /** Stable, documented, kebab-case: what a client may branch on. */
  readonly code: string;
  /** Extra members of the problem document, such as `errors` of a validation. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Response headers that belong to the error, such as `retry-after`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, detail: string, options: AppErrorOptions = {}) {
    super(detail, 'cause' in options ? { cause: options.cause } : undefined);
    this.status = status;
    this.code = code;
    this.members = options.members ?? {};
    this.headers = options.headers ?? {};
  }
}

export interface AppErrorOptions {
  /** Goes to the log, never to the caller. */
  readonly cause?: unknown;
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Makes an error of one status; `code` defaults to the status' own code. */
export type ErrorFactory = (detail: string, code?: string, options?: AppErrorOptions) => AppError;

const factory =
  (status: number, defaultCode: string): ErrorFactory =>
  (detail, code = defaultCode, options = {}) =>
    new AppError(status, code, detail, options);

/** 400: the request cannot be understood. */
export const badRequest = factory(400, 'bad-request');
/** 403: known caller, not allowed. */
export const forbidden = factory(403, 'forbidden');
/** 404: no such thing, or not one that this caller may know of. */
export const notFound = factory(404, 'not-found');
/** 409: at odds with the present state. */
export const conflict = factory(409, 'conflict');
/** 413: the body is over the limit. */
export const tooLarge = factory(413, 'too-large');
/** 422: understood, and against a business rule. */
export const unprocessable = factory(422, 'unprocessable');

/**
 * 401: nobody, or a bad credential.
 * @param detail - what was wrong, without repeating the credential
 */
export const unauthenticated: ErrorFactory = (
  detail,
  code = 'unauthenticated',
  options = {},
): AppError =>
  new AppError(401, code, detail, {
    ...options,
    headers: { 'www-authenticate': 'Bearer', ...options.headers },
  });

/**
 * 503: cannot serve now, may later. `retryAfterSeconds` goes into `Retry-After`.
 */
export const unavailable = (
  detail: string,
  code = 'unavailable',
  options: AppErrorOptions & { readonly retryAfterSeconds?: number } = {},
): AppError =>
  new AppError(503, code, detail, {
    ...options,
    headers: { 'retry-after': String(options.retryAfterSeconds ?? 1), ...options.headers },
  });
