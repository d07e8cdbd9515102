/** A module that a team wrote by hand: its files, by path. */
export const ownModule: Readonly<Record<string, string>> = {
  'src/own-modules.ts': `export { bells } from './modules/bells/module.ts';
`,
  'src/modules/bells/bell.ts': `import { LRUCache } from 'lru-cache';
import { nanoid } from 'nanoid';
import { Type, type Static } from 'typebox';
import { timestamp } from '../../core/fields.ts';

/** One ring of the bell on the counter. */
export const Ring = Type.Object({ id: Type.String(), at: timestamp() });
export type Ring = Static<typeof Ring>;

export type Bell = ReturnType<typeof createBell>;

/** A bell that remembers its last hundred rings. */
export function createBell() {
  const rings = new LRUCache<string, Ring>({ max: 100 });
  return {
    ring(): Ring {
      const ring = { id: nanoid(), at: new Date().toISOString() };
      rings.set(ring.id, ring);
      return ring;
    },
    rings: (): Ring[] => [...rings.values()],
  };
}
`,
  'src/modules/bells/routes.ts': `import { Type } from 'typebox';
import type { App } from '../../core/server.ts';
import { Ring, type Bell } from './bell.ts';

const config = { access: 'public' } as const;
const tags = ['bells'];

/** Adds the routes of \`/bells\`. */
export function addBellRoutes(app: App, bell: Bell): void {
  app.post(
    '/bells',
    { config, schema: { tags, summary: 'Ring the bell', response: { 201: Ring } } },
    async (_request, reply) => reply.code(201).send(bell.ring()),
  );

  app.get(
    '/bells',
    { config, schema: { tags, summary: 'List the last rings', response: { 200: Type.Array(Ring) } } },
    () => bell.rings(),
  );
}
`,
  'src/modules/bells/module.ts': `import type { CreateModule } from '../../core/contract.ts';
import { createBell } from './bell.ts';
import { addBellRoutes } from './routes.ts';

/** The bell on the counter. */
export const bells: CreateModule = () => {
  const bell = createBell();
  return { name: 'bells', routes: (app) => addBellRoutes(app, bell) };
};
`,
  'src/modules/bells/bells.test.ts': `import { expect, it } from 'vitest';
import { buildService } from '../../../test/harness.ts';
import type { CreateModule } from '../../core/contract.ts';
import * as modules from '../../modules.gen.ts';
import * as own from '../../own-modules.ts';

it('rings, and remembers it', async () => {
  const service = await buildService({
    modules: Object.values<CreateModule>({ ...modules, ...own }),
  });
  const rung = await service.app.inject({ method: 'POST', url: '/bells' });
  expect(rung.statusCode).toBe(201);
  expect((await service.app.inject('/bells')).json()).toEqual([rung.json()]);
  await service.close();
});
`,
};
