import { randomUUID } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { text, timestamp, uuid } from '../../core/fields.ts';
import { listQuery } from '../../core/listing.ts';

/** A person as the API shows one. There is no password here, nor anywhere else in this module. */
export const User = Type.Object(
  {
    id: uuid(),
    email: Type.String({ format: 'email', maxLength: 254 }),
    name: text(1, 200),
    role: Type.Unsafe<Role>(Type.String({ enum: ['customer', 'admin'] })),
    createdAt: timestamp(),
  },
  { additionalProperties: false },
);
export type User = Static<typeof User>;

/** What a person may do; a principal's only role. */
export type Role = 'customer' | 'admin';

/** What an admin sends to add a person. */
export const NewUser = Type.Object(
  {
    email: User.properties.email,
    name: User.properties.name,
    role: Type.Optional(User.properties.role),
  },
  { additionalProperties: false },
);
export type NewUser = Static<typeof NewUser>;

/** The query string of the list. */
export const UserQuery = listQuery(User, ['createdAt', 'email']);
export type UserSort = 'createdAt' | 'email';

/** A new person with an id. Addresses are compared without case, so they are kept without it. */
export const withId = ({ email, name, role = 'customer' }: NewUser) => ({
  id: randomUUID(),
  email: email.toLowerCase(),
  name,
  role,
});
