import { randomUUID } from 'node:crypto';
import type { Ports } from '../../core/contract.ts';
import type { User } from './model.ts';
import { createUserRepository } from './repository.ts';

/** Adds a user of whom a test needs to say only what matters to it. */
export async function addUser(ports: Ports, given: Partial<User> = {}): Promise<User> {
  const id = randomUUID();
  const whole = {
    id,
    email: `${id}@example.com`,
    name: 'Someone',
    role: 'customer' as const,
    ...given,
  };
  const [user] = await ports.inTx((tx) => createUserRepository(ports.db).insert(tx, [whole]));
  if (!user) throw new Error('The user exists already.');
  return user;
}
