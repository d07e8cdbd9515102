/** Operators' commands, on the database of DATABASE_URL: `auth grant EMAIL ROLE` and the rest. */
import { compose } from '../../core/compose.ts';
import { ConfigError } from '../../core/config.ts';
import type { CreateModule, Tx } from '../../core/contract.ts';
import { createLog } from '../../core/log.ts';
import { outliveReader } from '../../core/outlive-reader.ts';
// eslint-disable-next-line no-restricted-imports -- a composition root: accounts are a module's
import * as modules from '../../modules.gen.ts';
import { grant, withdraw } from './grants.ts';
import { accountOf, methodCommands } from './operations.ts';
import type { Command } from './contract.ts';

const rolePattern = /^[a-z][a-z0-9-]{0,31}$/;

const commands: Readonly<Record<string, Command>> = {
  grant: {
    usage: 'grant EMAIL ROLE',
    run: async ({ inTx }, [email = '', role = '']) => {
      await inTx(async (tx) => grant(tx, await existing(tx, email), checkedRole(role)));
      return `${email} has the role ${role} from the next token on`;
    },
  },
  withdraw: {
    usage: 'withdraw EMAIL ROLE',
    run: async ({ inTx }, [email = '', role = '']) => {
      const had = await inTx(async (tx) =>
        withdraw(tx, await existing(tx, email), checkedRole(role)),
      );
      if (!had) throw new Error(`${email} was not given the role ${role}: nothing changed`);
      return `${email} has the role ${role} no more, from the next token on`;
    },
  },
  ...methodCommands,
};

async function existing(tx: Tx, email: string): Promise<string> {
  const account = await accountOf(tx, email.toLowerCase());
  if (account !== undefined) return account;
  throw new Error(`Nobody has signed in as "${email}": a role is given to an account that exists`);
}

function checkedRole(role: string): string {
  if (rolePattern.test(role)) return role;
  throw new Error(`A role is lower-case letters, digits and -, found "${role}"`);
}

function find([name = '', ...args]: readonly string[]): readonly [Command, readonly string[]] {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command?.usage.split(' ').length === args.length + 1) return [command, args];
  const usages = Object.values(commands).map(({ usage }) => `  auth ${usage}`);
  throw new ConfigError([`the command must be one of:\n${usages.join('\n')}`]);
}

const { log, flush } = createLog({ level: 'warn', service: 'auth' });
outliveReader();
try {
  const [command, args] = find(process.argv.slice(2));
  if ((process.env['DATABASE_URL'] ?? '') === '') {
    throw new ConfigError(['DATABASE_URL is not set: an embedded database cannot be reached']);
  }
  const service = await compose({
    // It serves nobody: neither what production demands nor the role of a process matters here.
    env: { ...process.env, NODE_ENV: 'development', ROLE: 'api' },
    practices: [],
    modules: Object.values<CreateModule>(modules),
    log,
  });
  try {
    process.stdout.write(`${await command.run(service.ports, args)}\n`);
  } finally {
    await service.stop();
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  flush();
}
