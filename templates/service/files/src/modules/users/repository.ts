import type { Generated, Kysely } from 'kysely';
import { isoTime } from '../../core/columns.ts';
import type { NoTables, Tx } from '../../core/contract.ts';
import { behind, parseSort } from '../../core/keyset.ts';
import { type Listing, readFields } from '../../core/listing.ts';
import type { Role, User, UserSort } from './model.ts';

/** The tables of this module. */
export type UserTables = {
  users: {
    id: string;
    email: string;
    name: string;
    role: Role;
    created_at: Generated<Date>;
  };
};

const columns = {
  id: 'id',
  email: 'email',
  name: 'name',
  role: 'role',
  createdAt: isoTime('created_at').as('createdAt'),
} as const;
const everything = Object.values(columns);
const sortColumns = { createdAt: 'created_at', email: 'email' } as const;

export type UserRepository = ReturnType<typeof createUserRepository>;

/**
 * The only place that knows how people are stored.
 * @param db - for reads outside a transaction
 */
export function createUserRepository(db: Kysely<NoTables>) {
  const users = db.withTables<UserTables>();
  return {
    /** One more than the page holds, to tell whether there is a next one. */
    async list(listing: Listing<keyof User, UserSort>): Promise<readonly Partial<User>[]> {
      const { field, direction } = parseSort(listing.sort);
      const column = sortColumns[field];
      const page = users
        .selectFrom('users')
        .select(readFields(listing).map((name) => columns[name]))
        .orderBy(column, direction)
        .orderBy('id', direction)
        .limit(listing.limit + 1);
      const { after } = listing;
      return (after ? page.where(behind(column, direction, after)) : page).execute();
    },

    async find(id: string): Promise<User | undefined> {
      return users.selectFrom('users').select(everything).where('id', '=', id).executeTakeFirst();
    },

    async findByEmail(tx: Tx, email: string): Promise<User | undefined> {
      return tx.db
        .withTables<UserTables>()
        .selectFrom('users')
        .select(everything)
        .where('email', '=', email)
        .executeTakeFirst();
    },

    /**
     * Adds people in one statement.
     * @returns those who were added; one whose id or email exists already is left out
     */
    async insert(tx: Tx, people: readonly Omit<User, 'createdAt'>[]): Promise<readonly User[]> {
      return tx.db
        .withTables<UserTables>()
        .insertInto('users')
        .values([...people])
        .onConflict((conflict) => conflict.doNothing())
        .returning(everything)
        .execute();
    },
  };
}
