import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentedOf, reachedCodes } from '../../../test/api/documented.ts';
import { callerOf, type Caller } from '../../../test/caller.ts';
import { buildService, type TestService } from '../../../test/harness.ts';
import { admin, alice, bob } from '../../../test/samples.ts';
import { createUserRepository } from './repository.ts';
import { seedUsers } from './seed.ts';
import { createUserService } from './service.ts';

let service: TestService;
let asAdmin: Caller;
beforeAll(async () => {
  service = await buildService();
  asAdmin = await callerOf(service, admin);
});
afterAll(() => service.close());

const person = (email: string) => ({ email, name: 'Someone' });

describe('adding a user', () => {
  it('answers the new user, a customer, and where to find them', async () => {
    const added = await asAdmin.post('/users', person('new@example.com'));
    expect(added.statusCode).toBe(201);
    expect(added.json()).toMatchObject({ email: 'new@example.com', role: 'customer' });
    const read = await asAdmin.get(added.headers.location ?? '');
    expect(read.json()).toEqual(added.json());
  });

  it('refuses an email that is taken, whatever its case', async () => {
    await asAdmin.post('/users', person('taken@example.com'));
    const again = await asAdmin.post('/users', person('Taken@Example.com'));
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({ code: 'email-taken' });
  });

  it('adds one of several who come at once with the same email', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => asAdmin.post('/users', person('race@example.com'))),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409, 409, 409]);
  });

  it('refuses a field that it does not know, such as a password', async () => {
    const answer = await asAdmin.post('/users', { ...person('x@example.com'), password: 'secret' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ pointer: '/body/password' }] });
  });
});

describe('an account that an authenticator makes', () => {
  it.each([
    ['ä@example.com', 'Someone', 'an email address in ASCII'],
    ['a@ä.example', 'Someone', 'a domain beyond it as xn--…'],
    ['a@example.com', '', 'a name of 1 to 200 characters'],
  ])('of %s, called "%s", is refused for what is wrong', async (email, name, problem) => {
    const { accounts, inTx } = service.ports;
    const made = inTx((tx) => accounts.findOrCreate(tx, email, name));
    await expect(made).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining(problem) as string,
    });
  });
});

describe('reading a user', () => {
  it('is for oneself, and for admins', async () => {
    const users = createUserService({
      inTx: service.ports.inTx,
      users: createUserRepository(service.ports.db),
    });
    const { id } = await users.add(person('self@example.com'));
    expect(await users.read({ id, roles: ['customer'] }, id)).toMatchObject({ id });
    expect(await users.read(admin, id)).toMatchObject({ id });
    expect(await users.read(null, id)).toMatchObject({ id });
    await expect(users.read(bob, id)).rejects.toMatchObject({ status: 403 });
    await expect(users.read(alice, alice.id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('the list of users', () => {
  it('sorts by email, page after page, and answers only the fields asked for', async () => {
    for (const email of ['page-b@example.com', 'page-a@example.com']) {
      await asAdmin.post('/users', person(email));
    }
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = await asAdmin.get(`/users?sort=email&limit=1&fields=email${cursor}`);
      const { items, nextCursor } = page.json<{
        items: { email: string }[];
        nextCursor: string | null;
      }>();
      for (const item of items) expect(Object.keys(item)).toEqual(['email']);
      seen.push(...items.map(({ email }) => email));
      if (nextCursor === null) break;
      // Pages that repeat would go on for ever.
      expect(seen.length).toBeLessThan(1_000);
      cursor = `&cursor=${nextCursor}`;
    }
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toEqual(expect.arrayContaining(['page-a@example.com', 'page-b@example.com']));
  });
});

describe('the routes of users', () => {
  it('are documented, with every error that they answer', async () => {
    const nobody = '00000000-0000-4000-8000-0000000000ff';
    const user = { email: 'reach@example.com', name: 'Reach' };
    await asAdmin.post('/users', user);
    const { routes, codes } = await documentedOf(service, 'users');
    expect(routes).toEqual(['GET /users', 'GET /users/{id}', 'POST /users']);
    expect(
      await reachedCodes([
        ['GET /users bad-cursor', asAdmin.get('/users?cursor=x')],
        ['GET /users validation', asAdmin.get('/users?limit=0')],
        ['GET /users/{id} not-found', asAdmin.get(`/users/${nobody}`)],
        ['POST /users email-taken', asAdmin.post('/users', user)],
      ]),
    ).toEqual(codes);
  });
});

describe('the accounts port', () => {
  it('creates an account once, and finds it ever after', async () => {
    const { accounts, inTx } = service.ports;
    const created = await inTx((tx) => accounts.findOrCreate(tx, 'Port@example.com', 'Port'));
    const found = await inTx((tx) => accounts.findOrCreate(tx, 'port@example.com', 'Other'));
    expect(created).toEqual({ id: created.id, roles: ['customer'], created: true });
    expect(found).toEqual({ ...created, created: false });
    expect(await accounts.find(created.id)).toEqual({ id: created.id, roles: ['customer'] });
  });

  it('knows nobody by an id that is none', async () => {
    expect(await service.ports.accounts.find("' or 1=1")).toBeUndefined();
  });

  it('refuses what is no address', async () => {
    const { accounts, inTx } = service.ports;
    await expect(inTx((tx) => accounts.findOrCreate(tx, 'nobody', 'Nobody'))).rejects.toMatchObject(
      { status: 422 },
    );
  });
});

describe('the table of users', () => {
  it.each([
    ['an address in upper case', ['A@example.com', 'A', 'customer'], 'users_email_check'],
    ['an address without an @', ['example.com', 'A', 'customer'], 'users_email_check'],
    ['an empty name', ['a1@example.com', '', 'customer'], 'users_name_check'],
    ['a role that nobody has', ['a2@example.com', 'A', 'root'], 'users_role_check'],
  ])('rejects %s that bypasses the API', async (_what, [email, name, role], constraint) => {
    await expect(
      sql`insert into users (id, email, name, role)
        values (gen_random_uuid(), ${email}, ${name}, ${role})`.execute(service.ports.db),
    ).rejects.toMatchObject({ code: '23514', constraint });
  });

  it('has nothing that could hold a password', async () => {
    const { rows } = await sql<{ name: string }>`
      select column_name as name from information_schema.columns where table_name = 'users'
      order by 1`.execute(service.ports.db);
    expect(rows.map(({ name }) => name)).toEqual(['created_at', 'email', 'id', 'name', 'role']);
  });

  it('is seeded once, however often the seed is sown', async () => {
    const { db, inTx } = service.ports;
    const sow = () => inTx((tx) => seedUsers(tx, createUserRepository(db)));
    const count = async () =>
      (await sql<{ n: number }>`select count(*)::integer as n from users`.execute(db)).rows[0]?.n;
    await sow();
    const before = await count();
    await sow();
    expect(await count()).toBe(before);
  });
});
