import { Type } from 'typebox';
import { ConfigError, type Env, httpUrl, readEnv } from '../../core/config.ts';

/** Where the outside world is. A system without a URL is not told of orders. */
export interface OutsideUrls {
  /** `undefined` outside production: a sandbox on loopback takes its place. */
  readonly payments: string | undefined;
  readonly mail: string | undefined;
  readonly warehouse: string | undefined;
  readonly analytics: string | undefined;
}

const Schema = Type.Object({
  NODE_ENV: Type.String({ default: 'production' }),
  PAYMENTS_URL: Type.Optional(httpUrl()),
  MAIL_URL: Type.Optional(httpUrl()),
  WAREHOUSE_URL: Type.Optional(httpUrl()),
  ANALYTICS_URL: Type.Optional(httpUrl()),
});

/**
 * Reads the addresses of the systems that orders are told to.
 * @throws ConfigError when one is no URL, or production has no payment gateway
 */
export function readOutsideUrls(env: Env): OutsideUrls {
  const config = readEnv(Schema, env);
  if (config.NODE_ENV === 'production' && config.PAYMENTS_URL === undefined) {
    throw new ConfigError(['PAYMENTS_URL is not set: production charges through a real gateway']);
  }
  return {
    payments: withoutSlash(config.PAYMENTS_URL),
    mail: withoutSlash(config.MAIL_URL),
    warehouse: withoutSlash(config.WAREHOUSE_URL),
    analytics: withoutSlash(config.ANALYTICS_URL),
  };
}

const withoutSlash = (url: string | undefined): string | undefined => url?.replace(/\/+$/, '');
