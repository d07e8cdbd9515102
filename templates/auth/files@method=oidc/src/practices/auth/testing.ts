import { sql } from 'kysely';
import type { PracticeFixture } from '../../../test/fixture.ts';
import { link } from './identities.ts';
import { startSandboxIssuer } from './sandbox-issuer.ts';

const audience = 'api';
// One issuer a test file, over real HTTP; services in processes of their own reach it too.
const issuer = await startSandboxIssuer(audience);

/** Lets any test call as anybody: the token comes from an issuer that the service asks for its keys. */
export const authFixture: PracticeFixture = {
  env: { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: audience },
  async credentials({ ports }, { id, roles }) {
    const email = `${id}@example.test`;
    await ports.inTx(async (tx) => {
      // Under the id that the test chose, which no port lets a caller do.
      await sql`insert into users (id, email, name) values (${id}, ${email}, 'Test')
        on conflict do nothing`.execute(tx.db);
      await link(tx, { issuer: issuer.url, subject: id, email }, id);
    });
    const token = await issuer.token({ email, subject: id, roles: [...roles] });
    return { authorization: `Bearer ${token}` };
  },
};
