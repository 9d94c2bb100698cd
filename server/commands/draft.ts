import { isObject } from '../kernel/is-object.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { Installation } from '../kernel/installation.ts';
import { compareVersions } from '../studio/compare.ts';
import { day as isDay } from '../http/contract.ts';
import { definitionKind, ruleKey } from '../studio/contract.ts';
import { listVersions, type DefinitionKind } from '../definitions/store.ts';
import { discardDraft, findDraft, markOf, readDraft, saveDraft } from '../studio/draft.ts';
import { listDrafts } from '../studio/drafts-store.ts';
import { publishDrafts, tryPublication, type DraftRef } from '../studio/publish.ts';
import type { CommandIo } from './command-io.ts';
import { BadInput, readJson } from './input.ts';
import { readOptions } from './read-options.ts';
import { enterAsSystem, Refused, runAsSystem, withInstallation } from './with-installation.ts';

const usages = {
  list: 'draft list --municipality CODE',
  put: 'draft put KIND/KEY FILE --municipality CODE [--version N]',
  show: 'draft show KIND/KEY --municipality CODE',
  check: 'draft check KIND/KEY… --municipality CODE [--from DAY] [--acknowledge FIELD,…] [--confirm ID,…]',
  compare: 'draft compare KIND/KEY --municipality CODE [--before N] [--after N]',
  publish:
    'draft publish KIND/KEY… --municipality CODE --reason TEXT [--from DAY] [--acknowledge FIELD,…] [--confirm ID,…]',
  discard: 'draft discard KIND/KEY --municipality CODE',
} as const;
export const draftUsage = Object.values(usages).join(' | ');

type Command = keyof typeof usages;

/**
 * The life of drafts of forms (`form/KEY`), rule sets (`rules/KEY`) and workflows (`workflow/KEY`) by the same use cases as the
 * studio. `put` begins a draft; where one is open it names the `--version` that was seen. `show` prints the body as `put`
 * takes it, `list` a line of JSON for each open draft, `check` and `publish` take several that come into force together,
 * `check` and `compare` print one line of JSON each; `toConfirm` of `check` has the ids of changes of a form that ask again or lose
 * something, which `--confirm` names to have them all the same. 1: the answer is no (`check` found something, what is published is not ready,
 * somebody was first), 2: bad input.
 */
export async function runDraft(args: string[], io: CommandIo): Promise<0 | 1> {
  const [name = '', ...rest] = args;
  if (!Object.hasOwn(usages, name)) throw new BadInput(`usage: ${draftUsage}`);
  const command = name as Command;
  const count = rest.findIndex((arg) => arg.startsWith('--'));
  const { words, values } = readOptions(rest, usages[command], {
    words: command === 'list' ? 0 : command === 'put' ? 2 : several(command) ? Math.max(1, count) : 1,
    needed: ['municipality', ...(command === 'publish' ? ['reason'] : [])],
    values: options[command] ?? [],
  });
  const keys = (command === 'put' ? words.slice(0, 1) : words).map(readKey);
  const body = command === 'put' ? await readJson(words[1] ?? '', io) : null;
  const version = readNumber('version', values.version);
  const [before, after] = [readNumber('before', values.before), readNumber('after', values.after)];
  if (values.from !== undefined && !isDay.safeParse(values.from).success)
    throw new BadInput(`--from ${values.from}: a day such as 2026-04-01`);
  return withInstallation(io, async (installation) => {
    const run = <T>(work: (ctx: MunicipalContext) => Promise<T>) => inside(installation, values.municipality, work);
    const print = (line: object): void => io.out(JSON.stringify(line));
    const [at] = keys;
    if (command === 'list') {
      for (const line of await run(listOpen)) print(line);
      return 0;
    }
    if (!at) throw new BadInput(`usage: ${usages[command]}`);
    const day = (ctx: MunicipalContext) => values.from ?? ctx.today;
    const listed = (text: string | undefined) => text?.split(',').map((word) => word.trim());
    const [acknowledge, confirm] = [listed(values.acknowledge), listed(values.confirm)];
    switch (command) {
      case 'put': {
        if (!isObject(body)) throw new BadInput(`${words[1]}: a JSON object is wanted`);
        const saved = await run(async (ctx) => {
          const open = await findDraft(ctx, at.kind, at.key);
          if (open && version === undefined)
            throw new Refused(
              `a draft is open, at version ${open.version}: look at it (draft show), and name it with --version ${open.version}`,
            );
          return saveDraft(ctx, at.kind, at.key, version ?? 0, { body });
        });
        print({ ...at, version: saved.version, issues: saved.check.issues, blocks: saved.check.blocks });
        return 0;
      }
      case 'show':
        io.out(JSON.stringify((await run((ctx) => readDraft(ctx, at.kind, at.key))).body, null, 2));
        return 0;
      case 'check': {
        const tried = await run(async (ctx) =>
          tryPublication(ctx, await refsOf(ctx, keys), { effectiveOn: day(ctx), acknowledge, confirm }),
        );
        const lines = tried.drafts.map(({ kind, key, version, check, replaced, toConfirm }) => {
          const ready = check.blocks.length === 0 && toConfirm.length === 0;
          return { kind, key, version, ready, ...check, replaced, toConfirm };
        });
        for (const line of lines) print(line);
        return lines.every(({ ready }) => ready) ? 0 : 1;
      }
      case 'compare':
        for (const { path, message, before: was, after: is } of await run(
          async (ctx) =>
            (await compareVersions(ctx, at.kind, at.key, before ?? (await findLatest(ctx, at)), after ?? 'draft'))
              .differences,
        ))
          print({ path, message, before: was, after: is });
        return 0;
      case 'publish':
        for (const line of await run(async (ctx) =>
          publishDrafts(ctx, await refsOf(ctx, keys), {
            reason: values.reason ?? '',
            effectiveOn: day(ctx),
            acknowledge,
            confirm,
          }),
        ))
          print(line);
        return 0;
      case 'discard':
        await run(async (ctx) => {
          for (const { kind, key, version } of await refsOf(ctx, [at])) await discardDraft(ctx, kind, key, version);
        });
        return 0;
    }
  });
}

const options: Partial<Record<Command, string[]>> = {
  put: ['version'],
  check: ['from', 'acknowledge', 'confirm'],
  compare: ['before', 'after'],
  publish: ['from', 'acknowledge', 'confirm'],
};
const several = (command: Command): boolean => command === 'check' || command === 'publish';

type Key = { kind: DefinitionKind; key: string };

const inside = <T>(
  installation: Installation,
  code: string | undefined,
  work: (ctx: MunicipalContext) => Promise<T>,
): Promise<T> => runAsSystem(installation, async (base) => work(await enterAsSystem(base, code ?? '')));

function readKey(word: string): Key {
  const [kind, key, ...more] = word.split('/');
  const known = definitionKind.options.find((known) => known === kind);
  if (!known || more.length > 0 || !ruleKey.safeParse(key).success)
    throw new BadInput(
      `${word}: a draft is called by its kind and key (form/need-intake, rules/referral, workflow/need, register/supporter)`,
    );
  return { kind: known, key: key ?? '' };
}

function readNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new BadInput(`--${option} ${text}: a whole number from 1 on`);
  return Number(text);
}

/** The open drafts of these keys as they are now. */
async function refsOf(ctx: MunicipalContext, keys: readonly Key[]): Promise<DraftRef[]> {
  const refs = [];
  for (const { kind, key } of keys) {
    const draft = await findDraft(ctx, kind, key);
    if (!draft) throw new Refused(`${kind}/${key}: no draft is open`);
    refs.push({ kind, key, version: draft.version });
  }
  return refs;
}

async function listOpen(ctx: MunicipalContext): Promise<object[]> {
  const drafts = await listDrafts(ctx.db, ctx.municipality.id);
  return drafts.map((draft) => ({ kind: draft.kind, key: draft.key, ...markOf(draft) }));
}

/** The number of the newest version. */
async function findLatest(ctx: MunicipalContext, { kind, key }: Key): Promise<number> {
  const versions = await listVersions(ctx.db, ctx.municipality.id, kind);
  const latest = versions.find((version) => version.key === key);
  if (!latest) throw new Refused(`${kind}/${key}: nothing has been published to compare with`);
  return latest.number;
}
