import { createMunicipality } from '../services/municipalities.ts';
import { BadInput } from './input.ts';
import { readOptions } from './read-options.ts';
import type { CommandIo } from './rules.ts';
import { runAsSystem, withInstallation } from './with-installation.ts';

export const municipalityUsage = 'municipality add --code CODE --name NAME --kana KANA [--name-en NAME]';

/** `municipality add`: makes a municipality with the shipped forms, rules and lifecycles, ready for its first user. */
export async function runMunicipality(args: string[], io: CommandIo): Promise<0> {
  const [command, ...rest] = args;
  if (command !== 'add') throw new BadInput(`usage: ${municipalityUsage}`);
  const { values } = readOptions(rest, municipalityUsage, { needed: ['code', 'name', 'kana'], values: ['name-en'] });
  const { code = '', name = '', kana = '' } = values;
  if (!/^\d{5,6}$/.test(code)) throw new BadInput(`--code ${code}: five or six digits (全国地方公共団体コード)`);
  const root = await withInstallation(io, (installation) =>
    runAsSystem(installation, async (ctx) => (await createMunicipality(ctx, { code, name, nameKana: kana, nameEn: values['name-en'] ?? null })).root),
  );
  io.out(JSON.stringify({ code, name, areaId: root.id }));
  return 0;
}
