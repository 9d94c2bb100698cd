import { audit } from '../kernel/context.ts';
import { forgetAccount } from '../settings/sign-in/attempts-store.ts';
import { removeSecondFactor } from '../settings/sign-in/second-factor.ts';
import { accountKey } from '../settings/users/account.ts';
import { readUserByEmail } from '../settings/users/store.ts';
import type { CommandIo } from './command-io.ts';
import { BadInput } from './input.ts';
import { readOptions } from './read-options.ts';
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
