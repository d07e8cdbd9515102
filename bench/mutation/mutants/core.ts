import type { Mutant } from '../mutant.ts';

/** The base service. */
export const coreMutants: readonly Mutant[] = [
  {
    id: 'role-check-inverted',
    kind: 'role check inverted',
    file: 'service/files/src/core/access.ts',
    find: '!hasRole(request.principal, access.roles)',
    replace: 'hasRole(request.principal, access.roles)',
    combination: 'auth.method=jwt',
    tier: 'built',
    visible: false,
  },
  {
    id: 'passwords-logged',
    kind: 'redaction removed',
    file: 'service/files/src/core/redact.ts',
    find: 'pass(word|wd|phrase)|token|',
    replace: 'token|',
    combination: 'nothing',
    tier: 'built',
    visible: false,
  },
  {
    id: 'passwords-in-urls-logged',
    kind: 'redaction removed',
    file: 'service/files/src/core/redact.ts',
    find: 'eyJ|:\\/\\//i;',
    replace: 'eyJ/i;',
    combination: 'nothing',
    tier: 'built',
    visible: false,
  },
  {
    id: 'never-unhealthy',
    kind: 'health always ok',
    file: 'service/files/src/core/health.ts',
    find: "  return down.some(({ critical }) => critical) ? 'unhealthy' : 'degraded';\n",
    replace: "  return 'degraded';\n",
    combination: 'nothing',
    tier: 'faulted',
    visible: false,
  },
  {
    id: 'ready-while-stopping',
    kind: 'graceful shutdown order',
    file: 'service/files/src/core/compose.ts',
    find: `    health.drain();
    if (app.server.listening) await sleep(config.SHUTDOWN_DELAY_MS);
`,
    replace: `    if (app.server.listening) await sleep(config.SHUTDOWN_DELAY_MS);
    health.drain();
`,
    combination: 'nothing',
    tier: 'built',
    visible: false,
  },
  {
    id: 'database-closed-first',
    kind: 'graceful shutdown order',
    file: 'service/files/src/core/compose.ts',
    find: `      { name: 'events', share: 0.1, run: () => events.drain() },
      { name: 'practices', share: 0.1, run: () => closePractices(installed, log) },
      { name: 'database', share: 0.1, run: () => database.close() },
`,
    replace: `      { name: 'database', share: 0.1, run: () => database.close() },
      { name: 'events', share: 0.1, run: () => events.drain() },
      { name: 'practices', share: 0.1, run: () => closePractices(installed, log) },
`,
    combination: 'nothing',
    tier: 'built',
    visible: false,
  },
  {
    id: 'page-repeats-its-last-item',
    kind: 'page boundary',
    file: 'service/files/src/core/keyset.ts',
    find: '${row} > ${seen}',
    replace: '${row} >= ${seen}',
    combination: 'nothing',
    tier: 'built',
    visible: false,
  },
  {
    id: 'tasks-of-a-rolled-back-attempt',
    kind: 'effect of a rolled back transaction',
    file: 'service/files/src/core/tx.ts',
    find: `    for (let attempt = 1; ; attempt += 1) {
      const tasks: Task[] = [];
`,
    replace: `    const tasks: Task[] = [];
    for (let attempt = 1; ; attempt += 1) {
`,
    combination: 'nothing',
    tier: 'built',
    visible: false,
  },
  {
    id: 'deadlock-not-tried-again',
    kind: 'conflict not tried again',
    file: 'service/files/src/core/database-errors.ts',
    find: "  ['40001', '40P01'].includes(sqlState(error) ?? '');",
    replace: "  ['40001'].includes(sqlState(error) ?? '');",
    combination: 'nothing',
    tier: 'faulted',
    visible: false,
  },
  {
    id: 'event-handled-twice-at-once',
    kind: 'duplicate not recognised',
    file: 'service/files/src/core/events.ts',
    find: '    if (known.has(key)) return;\n',
    replace: '',
    combination: 'nothing',
    tier: 'built',
    visible: false,
  },
];
