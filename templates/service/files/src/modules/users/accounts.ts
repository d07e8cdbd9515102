import { Value } from 'typebox/value';
import type { Account, Accounts, Principal, Tx } from '../../core/contract.ts';
import { unprocessable } from '../../core/errors.ts';
import { NewUser, User, withId } from './model.ts';
import type { UserRepository } from './repository.ts';

/**
 * How an authenticator reaches the people kept here.
 * @returns the port that the module provides
 */
export function createAccounts(users: UserRepository): Accounts {
  return {
    async findOrCreate(tx: Tx, email: string, name: string): Promise<Account> {
      const person = checked(email, name);
      const [added] = await users.insert(tx, [withId(person)]);
      const user = added ?? (await users.findByEmail(tx, person.email.toLowerCase()));
      if (!user) throw new Error('A user vanished between insert and select.');
      return { ...toPrincipal(user), created: added !== undefined };
    },

    async find(id: string): Promise<Principal | undefined> {
      // A token may name anything; PostgreSQL would refuse to compare it with a uuid.
      if (!Value.Check(User.properties.id, id)) return undefined;
      const user = await users.find(id);
      return user && toPrincipal(user);
    },
  };
}

/** @throws unprocessable that says which is wrong: a provider may well have verified ä@example.com */
function checked(email: string, name: string): NewUser {
  if (!Value.Check(NewUser.properties.email, email)) {
    throw unprocessable(
      'An account needs an email address in ASCII, a domain beyond it as xn--…, of at most 254 characters.',
    );
  }
  if (Value.Check(NewUser.properties.name, name)) return { email, name };
  throw unprocessable('An account needs a name of 1 to 200 characters, without U+0000.');
}

const toPrincipal = ({ id, role }: User): Principal => ({ id, roles: [role] });
