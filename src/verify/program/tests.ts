import type { Manifest } from './manifest.ts';

/** Tests that break what the service stands on; they need real servers, and take their time. */
export const isFaultTest = (path: string): boolean =>
  /\.fault\.(?:test|spec)\.[cm]?[jt]sx?$/.test(path);

/** A test of the built tier. */
export const isTest = (path: string): boolean =>
  /\.(?:test|spec)\.[cm]?[jt]sx?$/.test(path) && !isFaultTest(path);

/** Whether tests can be run file by file; otherwise the script `test` is run as it is. */
export const runsVitest = ({ scripts }: Manifest): boolean =>
  /^vitest run$/.test(scripts['test'] ?? '');
