import { hash } from '@node-rs/argon2';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPasswords, type Passwords } from './passwords.ts';

const password = 'correct horse battery staple';
/** Looks up an account that has this hash. */
const find = (passwordHash: string) => () => Promise.resolve({ account: 'ann', passwordHash });
let gated = 0;
let passwords: Passwords;
beforeAll(async () => {
  passwords = await createPasswords((work) => {
    gated += 1;
    return work();
  });
});

describe('a password hash', () => {
  it('is argon2id with the parameters of OWASP', async () => {
    expect(await passwords.hash(password)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('matches its password, and no other', async () => {
    const stored = await passwords.hash(password);
    expect(await passwords.matching(find(stored), password)).toMatchObject({ account: 'ann' });
    expect(await passwords.matching(find(stored), `${password} `)).toBeUndefined();
  });

  it('is the same password however its accents are composed', async () => {
    const stored = await passwords.hash('Zürich im Schnee');
    expect(await passwords.matching(find(stored), 'Zu\u0308rich im Schnee')).toMatchObject({
      account: 'ann',
    });
  });

  it('is outdated when it was made with another cost', async () => {
    expect(passwords.isOutdated(await passwords.hash(password))).toBe(false);
    expect(passwords.isOutdated(await hash(password, { timeCost: 3 }))).toBe(true);
    expect(passwords.isOutdated(await hash(password, { memoryCost: 8_192 }))).toBe(true);
  });
});

describe('an account that does not exist', () => {
  it('costs a verification like any other, and matches nothing', async () => {
    const before = gated;
    const unknown = () => Promise.resolve(undefined);
    expect(await passwords.matching(unknown, password)).toBeUndefined();
    expect(gated).toBe(before + 1);
  });
});
