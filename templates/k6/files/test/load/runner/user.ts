/** One virtual user: runs a script in a thread of its own, with this runner in the place of k6. */
import { registerHooks } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Stage, Thresholds, UserReport, UserSettings } from './protocol.ts';
import { recorded } from './recorder.ts';

interface Script {
  readonly options?: { readonly thresholds?: Thresholds };
  setup?(): unknown;
  teardown?(data: unknown): void;
  default(data: unknown): void;
}

const standIns: Readonly<Record<string, string>> = {
  k6: new URL('./k6.ts', import.meta.url).href,
  'k6/execution': new URL('./k6-execution.ts', import.meta.url).href,
  'k6/http': new URL('./k6-http.ts', import.meta.url).href,
};

registerHooks({
  resolve(specifier, context, next) {
    const url = standIns[specifier];
    if (url !== undefined) return { url, shortCircuit: true };
    if (specifier.startsWith('k6/')) {
      throw new Error(`the runner has no ${specifier}: run this script with k6`);
    }
    return next(specifier, context);
  },
});

const { stage, ...settings } = workerData as UserSettings & { readonly stage: Stage };
Object.assign(globalThis, { __ENV: settings.env, __VU: settings.user, __ITER: 0 });
const script = (await import(settings.script)) as Script;

let result: unknown;
if (stage === 'setup') {
  result = script.setup?.();
} else if (stage === 'teardown') {
  script.teardown?.(settings.data);
} else {
  for (let iteration = 0; iteration < settings.iterations; iteration += 1) {
    Object.assign(globalThis, { __ITER: iteration });
    script.default(settings.data);
  }
}
const report: UserReport = {
  calls: recorded.calls.map((call) => ({ ...call, fields: [...call.fields] })),
  checks: recorded.checks,
  iterations: stage === 'user' ? settings.iterations : 0,
};
const thresholds = script.options?.thresholds ?? {};
const tearsDown = script.teardown !== undefined;
parentPort?.postMessage({ done: { report, result, thresholds, tearsDown } });
