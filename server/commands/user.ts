import { randomBytes } from 'node:crypto';
import * as contract from '../http/contract/index.ts';
import { createUser, type NewUser } from '../services/users.ts';
import { findArea } from './find-area.ts';
import { BadInput } from './input.ts';
import { readOptions } from './read-options.ts';
import type { CommandIo } from './rules.ts';
import { unlockUser } from './user-unlock.ts';
import { enterAsSystem, runAsSystem, withInstallation } from './with-installation.ts';

export const userUsage = 'user add --email EMAIL --name NAME --municipality CODE --role ROLE [--kana KANA] [--area NAME|ID] [--organisation ID] [--password-stdin]';

/** `user add`: without `--password-stdin` a password is made and printed, this once. */
export async function runUser(args: string[], io: CommandIo & { readStdin: () => Promise<string> }): Promise<0> {
  const [command, ...rest] = args;
  if (command === 'unlock') return unlockUser(rest, io);
  if (command !== 'add') throw new BadInput(`usage: ${userUsage}`);
  const { values, flags } = readOptions(rest, userUsage, { needed: ['email', 'name', 'municipality', 'role'], values: ['kana', 'area', 'organisation'], flags: ['password-stdin'] });
  const given = flags.has('password-stdin') ? (await io.readStdin()).replace(/\r?\n$/, '') : undefined;
  const password = given ?? randomBytes(15).toString('base64url');
  const user = await withInstallation(io, (installation) =>
    runAsSystem(installation, async (base) => {
      const ctx = await enterAsSystem(base, values.municipality ?? '');
      const areaId = await findArea(ctx, values.area);
      return createUser(ctx, check({ email: values.email, name: values.name, nameKana: values.kana, password, memberships: [{ areaId, role: values.role, organisationId: values.organisation }] }));
    }),
  );
  io.out(JSON.stringify({ id: user.id, email: user.email, ...(given === undefined ? { password } : {}) }));
  return 0;
}

function check(input: unknown): NewUser {
  const result = contract.userInput.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new BadInput(`--${issue?.path.at(-1)?.toString() ?? 'email'}: ${issue?.message ?? ''}`);
}
