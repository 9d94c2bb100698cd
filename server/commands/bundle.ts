import { access, writeFile } from 'node:fs/promises';
import { BundleFault, packBundle, readBundle, type Bundle } from '../bundles/bundle-file.ts';
import { exportBundle } from '../bundles/export-bundle.ts';
import { planBundle, takeBundle, type BundlePlan } from '../bundles/import-bundle.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { codeList } from '../settings/codes/contract.ts';
import { say } from '../kernel/texts/index.ts';
import type { CommandIo } from './command-io.ts';
import { BadInput } from './input.ts';
import { readOptions } from './read-options.ts';
import { enterAsSystem, Refused, runAsSystem, withInstallation } from './with-installation.ts';

const usages = {
  export: 'bundle export FILE --municipality CODE [--only KIND/KEY,…]',
  diff: 'bundle diff FILE --municipality CODE',
  import: 'bundle import FILE --municipality CODE [--only KIND/KEY,…] [--over-drafts] [--over-names]',
} as const;
export const bundleUsage = Object.values(usages).join(' | ');

/**
 * A city's forms, rule sets and workflows in one file, and out of it into another city: as drafts, in force nothing. `export` writes a new file;
 * `diff` prints a line of JSON for each that is not as it is here, and answers 1 where there is one; `import` leaves a draft that is open
 * alone (`--over-drafts` takes its place), and what an entry of a code list is called here (`--over-names` renames it, and brings back what is retired here).
 */
export async function runBundle(args: string[], io: CommandIo): Promise<0 | 1> {
  const [name = '', ...rest] = args;
  if (!Object.hasOwn(usages, name)) throw new BadInput(`usage: ${bundleUsage}`);
  const command = name as keyof typeof usages;
  const { words, values, flags } = readOptions(rest, usages[command], {
    words: 1,
    needed: ['municipality'],
    values: command === 'diff' ? [] : ['only'],
    flags: command === 'import' ? ['over-drafts', 'over-names'] : [],
  });
  const [file = ''] = words;
  const only = values.only?.split(',').map((each) => each.trim());
  const bundle = command === 'export' ? null : await read(file, io);
  return withInstallation(io, async (installation) => {
    const run = <T>(work: (ctx: MunicipalContext) => Promise<T>): Promise<T> =>
      runAsSystem(installation, async (ctx) => work(await enterAsSystem(ctx, values.municipality ?? '')));
    const print = (line: object): void => io.out(JSON.stringify(line));
    if (!bundle) {
      if (await isThere(file)) throw new Refused(`${file}: exists already; choose another name`);
      const made = await run((ctx) => exportBundle(ctx, only));
      await writeFile(file, packBundle(made), { flag: 'wx' });
      print({ file, definitions: made.definitions.length, codes: made.codes.length });
      return 0;
    }
    if (command === 'diff') {
      const { definitions, codes } = await run((ctx) => planBundle(ctx, bundle));
      const other = [...definitions, ...codes].filter(({ standing }) => standing !== 'same');
      for (const line of other) print(line);
      return other.length > 0 ? 1 : 0;
    }
    print(
      await run(async (ctx) => {
        const chosen = chooseFrom(await planBundle(ctx, bundle), { only, flags });
        return { ...(await takeBundle(ctx, bundle, chosen.taken)), left: chosen.left };
      }),
    );
    return 0;
  });
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

async function read(file: string, io: CommandIo): Promise<Bundle> {
  const bytes = await io.readFile(file).catch((cause: unknown) => {
    throw new BadInput(`${file}: the file cannot be read`, { cause });
  });
  try {
    return await readBundle(bytes);
  } catch (error) {
    if (!(error instanceof BundleFault)) throw error;
    throw new BadInput(`${file}: ${say('en', `bundles.fault.${error.code}`, error.params)}`, { cause: error });
  }
}

type Plan = Pick<BundlePlan, 'definitions' | 'codes'>;

/** What is taken, and the names of what is left although it is another here. */
function chooseFrom({ definitions, codes }: Plan, { only, flags }: { only: string[] | undefined; flags: Set<string> }) {
  const names = definitions.map(({ kind, key }) => `${kind}/${key}`);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new BadInput(`--only ${unknown}: not in the bundle`);
  const wanted = definitions.filter(
    ({ kind, key, standing }) => standing !== 'same' && (only?.includes(`${kind}/${key}`) ?? true),
  );
  const other = codes.flatMap(({ list, ...code }) =>
    code.standing === 'same' ? [] : [{ ...code, list, known: codeList.safeParse(list).data }],
  );
  const [taken, leftDrafts] = split(wanted, ({ draft }) => draft === null || flags.has('over-drafts'));
  const [takenCodes, leftCodes] = split(
    other,
    ({ standing }) => standing === 'new' || (standing !== 'unknown' && flags.has('over-names')),
  );
  return {
    taken: {
      definitions: taken,
      codes: takenCodes.flatMap(({ known, key, version }) => (known ? [{ list: known, key, version }] : [])),
    },
    left: [
      ...leftDrafts.map(({ kind, key }) => `${kind}/${key}`),
      ...leftCodes.map(({ list, key }) => `${list}/${key}`),
    ],
  };
}

const split = <T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] => [
  items.filter(test),
  items.filter((item) => !test(item)),
];
