import type { Tx } from '../../core/contract.ts';
import type { UserRepository } from './repository.ts';

/** Ids are fixed, so that seeding twice changes nothing. */
const people = [
  {
    id: '00000000-0000-4000-8000-000000000001',
    email: 'ada@example.com',
    name: 'Ada Lovelace',
    role: 'admin',
  },
  {
    id: '00000000-0000-4000-8000-000000000002',
    email: 'grace@example.com',
    name: 'Grace Hopper',
    role: 'customer',
  },
] as const;

/** Adds an admin and a customer. */
export async function seedUsers(tx: Tx, users: UserRepository): Promise<void> {
  await users.insert(tx, people);
}
