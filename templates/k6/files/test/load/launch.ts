/** Runs a load script with k6, which is a program of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { scriptUrl, toScript } from './scripts.ts';

const missing = `k6 is not on the PATH. It is one program: https://grafana.com/docs/k6/latest/set-up/install-k6/
Version 1.0 or later, because the scripts are TypeScript. With Docker:
  docker run --rm --network host --volume .:/service --workdir /service \\
    --env BASE_URL --env TOKEN grafana/k6:1.0.0 run test/load/smoke.k6.ts
To see without k6 whether a script still works: the command load:check.
`;

try {
  const script = fileURLToPath(scriptUrl(toScript(process.argv[2])));
  // k6 reads __ENV from its own environment: BASE_URL, TOKEN and THINK_SECONDS pass through.
  const child = spawn('k6', ['run', script, ...process.argv.slice(3)], {
    stdio: 'inherit',
    env: { ...process.env, K6_INCLUDE_SYSTEM_ENV_VARS: 'true' },
  });
  // k6 sums up when it is stopped, and its exit code tells. Ctrl+C reaches it without this process.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} catch (error) {
  const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  process.stderr.write(
    absent ? missing : `${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
}
