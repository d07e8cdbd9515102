import type { InTx, Principal } from '../../core/contract.ts';
import { conflict, forbidden, notFound } from '../../core/errors.ts';
import { type Listing, type Page, toPage } from '../../core/listing.ts';
import { type NewUser, type User, type UserSort, withId } from './model.ts';
import type { UserRepository } from './repository.ts';

export interface UserServicePorts {
  readonly inTx: InTx;
  readonly users: UserRepository;
}

export type UserService = ReturnType<typeof createUserService>;

/** The rules about people: an email address belongs to one, and a person sees only themself. */
export function createUserService({ inTx, users }: UserServicePorts) {
  return {
    async list(listing: Listing<keyof User, UserSort>): Promise<Page<Partial<User>>> {
      return toPage(listing, await users.list(listing));
    },

    /**
     * @param caller - `null` when a gateway has already decided
     * @throws forbidden when the caller is someone else and no admin; notFound
     */
    async read(caller: Principal | null, id: string): Promise<User> {
      if (caller && caller.id !== id && !caller.roles.includes('admin')) {
        throw forbidden('You may read your own account only.');
      }
      const user = await users.find(id);
      if (!user) throw notFound(`There is no user ${id}.`);
      return user;
    },

    /** @throws conflict `email-taken` */
    async add(person: NewUser): Promise<User> {
      const [user] = await inTx((tx) => users.insert(tx, [withId(person)]));
      if (!user) throw conflict(`Another user has the email ${person.email}.`, 'email-taken');
      return user;
    },
  };
}
