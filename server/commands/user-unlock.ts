import { accountKey } from '../services/account.ts';
import { audit } from '../services/context.ts';
import { removeSecondFactor } from '../services/sign-in/second-factor.ts';
import { forgetAccount } from '../store/sign-in-attempts.ts';
import { readUserByEmail } from '../store/users.ts';
import { BadInput } from './input.ts';
import { readOptions } from './read-options.ts';
import type { CommandIo } from './rules.ts';
import { enterAsSystem, runAsSystem, withInstallation } from './with-installation.ts';

export const unlockUsage = 'user unlock --email EMAIL --municipality CODE [--second-factor]';

/** `user unlock`: forgets the failures at an account; with `--second-factor` also removes its authenticator app and recovery codes. */
export async function unlockUser(args: string[], io: CommandIo): Promise<0> {
  const { values, flags } = readOptions(args, unlockUsage, {
    needed: ['email', 'municipality'],
    flags: ['second-factor'],
  });
  const email = (values.email ?? '').toLowerCase();
  await withInstallation(io, (installation) =>
    runAsSystem(installation, async (base) => {
      const ctx = await enterAsSystem(base, values.municipality ?? '');
      const user = await readUserByEmail(ctx.db, ctx.municipality.id, email);
      if (!user) throw new BadInput(`--email ${email}: there is no such account`);
      await forgetAccount(ctx.db, accountKey(ctx.municipality.id, email));
      await audit(ctx, 'user.unlock', { kind: 'user', id: user.id, title: user.name });
      if (flags.has('second-factor')) await removeSecondFactor(ctx, user);
    }),
  );
  return 0;
}
