/**
 * What a service can be asked for, written down by hand. Nothing here comes from a manifest or from the
 * engine: a mistake in either is a difference from this.
 */
export interface Choice {
  readonly auth: 'jwt' | 'oidc' | undefined;
  readonly breaker: boolean;
  readonly cache: 'memory' | 'memory-redis' | undefined;
  readonly ci: 'github' | 'gitlab' | undefined;
  readonly k6: boolean;
  readonly migrations: boolean;
  readonly queue: 'postgres' | 'redis' | undefined;
}

/** Practice → option → value. */
export type Request = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Everything that can be asked for: any choice goes with any other. */
export function everyChoice(): readonly Choice[] {
  const yesAndNo = [false, true];
  return yesAndNo.flatMap((breaker) =>
    yesAndNo.flatMap((k6) =>
      yesAndNo.flatMap((migrations) =>
        ([undefined, 'jwt', 'oidc'] as const).flatMap((auth) =>
          ([undefined, 'memory', 'memory-redis'] as const).flatMap((cache) =>
            ([undefined, 'github', 'gitlab'] as const).flatMap((ci) =>
              ([undefined, 'postgres', 'redis'] as const).map((queue): Choice => ({
                auth,
                breaker,
                cache,
                ci,
                k6,
                migrations,
                queue,
              })),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A choice as a request, every option spelled out. */
export function requestOf(choice: Choice): Request {
  const { auth, breaker, cache, ci, k6, migrations, queue } = choice;
  return {
    ...(auth && { auth: { method: auth } }),
    ...(breaker && { breaker: {} }),
    ...(cache && { cache: { tiers: cache } }),
    ...(ci && { ci: { provider: ci } }),
    ...(k6 && { k6: {} }),
    ...(migrations && { migrations: {} }),
    ...(queue && { queue: { backend: queue } }),
  };
}

/** Redis is there for those who keep something in it, and for nobody else. */
export const usesRedis = ({ cache, queue }: Choice): boolean =>
  cache === 'memory-redis' || queue === 'redis';

/** The practices that are in the service, in order of name. */
export function present(choice: Choice): readonly string[] {
  const asked = Object.keys(requestOf(choice));
  return ['service', ...asked, ...(usesRedis(choice) ? ['redis'] : [])].sort();
}
