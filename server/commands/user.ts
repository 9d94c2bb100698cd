import type { MunicipalContext } from '../kernel/context.ts';
import type { Installation } from '../kernel/installation.ts';
import { allowedBy, shapeWords } from '../kernel/shape-words.ts';
import * as contract from '../settings/users/contract.ts';
import { invitationPath, type Link } from '../settings/users/invitations.ts';
import {
  changeUser,
  createUser,
  listAllUsers,
  makePasswordLink,
  readUserIdByEmail,
  type NewUser,
  type UserRecord,
} from '../settings/users/users.ts';
import type { CommandIo } from './command-io.ts';
import { findArea } from './find-area.ts';
import { BadInput } from './input.ts';
import { readOptions } from './read-options.ts';
import { unlockUser } from './user-unlock.ts';
import { enterAsSystem, runAsSystem, withInstallation } from './with-installation.ts';

const who = '--email EMAIL --municipality CODE';
const usages = {
  add: 'user add --email EMAIL --name NAME --municipality CODE --role ROLE [--kana KANA] [--area NAME|ID] [--organisation ID]',
  reset: `user reset ${who}`,
  disable: `user disable ${who}`,
  enable: `user enable ${who}`,
  list: 'user list --municipality CODE',
};
export const userUsage = Object.values(usages).join(' | ');

/** The command line hands its links over: it ends before a mail could be sent. */
const byHand = { mail: false };

type Work<T> = (ctx: MunicipalContext) => Promise<T>;
const inside = <T>(installation: Installation, code: string | undefined, work: Work<T>): Promise<T> =>
  runAsSystem(installation, async (base) => work(await enterAsSystem(base, code ?? '')));

/**
 * `user add` and `user reset` print a link by which the person sets a password, this once; without `PUBLIC_URL` its path alone.
 * `user disable`, `enable` and `list` do what the settings' pages do. None of them ever takes or prints a password.
 */
export async function runUser(args: string[], io: CommandIo): Promise<0> {
  const [command = '', ...rest] = args;
  if (command === 'unlock') return unlockUser(rest, io);
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!run) throw new BadInput(`usage: ${userUsage}`);
  await withInstallation(io, (installation) => run(installation, rest, io));
  return 0;
}

const commands: Record<string, (installation: Installation, args: string[], io: CommandIo) => Promise<void>> = {
  add,
  reset,
  disable: (...all) => setDisabled(true, ...all),
  enable: (...all) => setDisabled(false, ...all),
  list,
};

async function add(installation: Installation, args: string[], io: CommandIo): Promise<void> {
  if (args.includes('--password-stdin'))
    throw new BadInput(
      '--password-stdin is no longer taken: nobody chooses another’s password. "user add" prints a link; whoever opens it sets the password.',
    );
  const { values } = readOptions(args, usages.add, {
    needed: ['email', 'name', 'municipality', 'role'],
    values: ['kana', 'area', 'organisation'],
  });
  const { user, isNew, link } = await inside(installation, values.municipality, async (ctx) => {
    const areaId = await findArea(ctx, values.area);
    return createUser(
      ctx,
      check({
        email: values.email,
        name: values.name,
        nameKana: values.kana,
        memberships: [{ areaId, role: values.role, organisationId: values.organisation }],
      }),
      byHand,
    );
  });
  tell(installation, io, values.municipality, { id: user.id, email: user.email, isNew }, link);
}

async function reset(installation: Installation, args: string[], io: CommandIo): Promise<void> {
  const { values } = readOptions(args, usages.reset, { needed: ['email', 'municipality'] });
  const { id, link } = await inside(installation, values.municipality, async (ctx) => {
    const id = await find(ctx, values.email);
    return { id, link: await makePasswordLink(ctx, id, byHand) };
  });
  tell(installation, io, values.municipality, { id, email: values.email }, link);
}

async function setDisabled(
  disabled: boolean,
  installation: Installation,
  args: string[],
  io: CommandIo,
): Promise<void> {
  const { values } = readOptions(args, disabled ? usages.disable : usages.enable, {
    needed: ['email', 'municipality'],
  });
  const id = await inside(installation, values.municipality, async (ctx) => {
    const id = await find(ctx, values.email);
    await changeUser(ctx, id, null, { disabled });
    return id;
  });
  io.out(JSON.stringify({ id, email: values.email, disabled }));
}

async function list(installation: Installation, args: string[], io: CommandIo): Promise<void> {
  const { values } = readOptions(args, usages.list, { needed: ['municipality'] });
  const records = await inside(installation, values.municipality, listAllUsers);
  for (const record of records) io.out(JSON.stringify(toLine(record)));
}

const toLine = ({ user, memberships, invitations }: UserRecord) => ({
  id: user.id,
  email: user.email,
  name: user.name,
  disabled: user.disabled_at !== null,
  hasPassword: user.password_hash !== '',
  passwordSetAt: user.password_set_at,
  lastSeenAt: user.last_seen_at,
  roles: memberships.map((row) => ({
    role: row.role,
    area: row.area_name,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
  })),
  openInvitations: invitations
    .filter((invitation) => invitation.state === 'open')
    .map(({ row }) => ({ kind: row.kind, expiresAt: row.expires_at })),
});

async function find(ctx: MunicipalContext, email = ''): Promise<string> {
  const id = await readUserIdByEmail(ctx, email);
  if (!id) throw new BadInput(`--email ${email}: there is no such account in ${ctx.municipality.name}`);
  return id;
}

function tell(installation: Installation, io: CommandIo, code: string | undefined, about: object, link: Link): void {
  if (installation.publicUrl === null)
    io.err('PUBLIC_URL is not set: the link is a path below the address at which people reach this server');
  io.out(
    JSON.stringify({
      ...about,
      link: `${installation.publicUrl ?? ''}${invitationPath(code ?? '', link.secret)}`,
      expiresAt: link.expiresAt,
    }),
  );
}

function check(input: unknown): NewUser {
  const result = contract.userInput.safeParse(input, { error: shapeWords.en });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const allowed = issue && allowedBy(issue);
  throw new BadInput(
    `--${issue?.path.at(-1)?.toString() ?? 'email'}: ${issue?.message ?? ''}${allowed ? ` (${allowed.join(', ')})` : ''}`,
  );
}
