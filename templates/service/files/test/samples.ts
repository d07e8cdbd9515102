import { randomUUID } from 'node:crypto';

/** Who may do everything. */
export const admin = { id: '00000000-0000-4000-8000-00000000000a', roles: ['admin'] } as const;
/** A customer. */
export const alice = { id: '00000000-0000-4000-8000-00000000000b', roles: ['customer'] } as const;
/** Another customer. */
export const bob = { id: '00000000-0000-4000-8000-00000000000c', roles: ['customer'] } as const;

/** A key that no other test uses. */
export const newKey = (): string => randomUUID();
