import { createMunicipality } from '../settings/municipality/municipalities.ts';
import { cityTemplates, type CityTemplate } from '../settings/codes/starting-codes.ts';
import { listMunicipalities } from '../settings/municipality/store.ts';
import type { CommandIo } from './command-io.ts';
import { BadInput } from './input.ts';
import { readOptions } from './read-options.ts';
import { runAsSystem, withInstallation } from './with-installation.ts';

export const municipalityUsage =
  'municipality add --code CODE --name NAME --kana KANA [--name-en NAME] [--template standard|ishinomaki|niigata] | municipality list';

/**
 * `municipality add`: makes a municipality with the shipped forms, rules and workflows, and the kinds of area of a template, ready for its first user.
 * `municipality list`: a line of JSON each, by code.
 */
export async function runMunicipality(args: string[], io: CommandIo): Promise<0> {
  const [command, ...rest] = args;
  if (command === 'list') {
    readOptions(rest, municipalityUsage, {});
    const rows = await withInstallation(io, (installation) => listMunicipalities(installation.db));
    for (const row of rows)
      io.out(
        JSON.stringify({
          code: row.code,
          name: row.name,
          nameKana: row.name_kana,
          nameEn: row.name_en,
          createdAt: row.created_at,
        }),
      );
    return 0;
  }
  if (command !== 'add') throw new BadInput(`usage: ${municipalityUsage}`);
  const { values } = readOptions(rest, municipalityUsage, {
    needed: ['code', 'name', 'kana'],
    values: ['name-en', 'template'],
  });
  const { code = '', name = '', kana = '' } = values;
  if (!isCode(code))
    throw new BadInput(`--code ${code}: five digits, or six with the right check digit (全国地方公共団体コード)`);
  for (const [option, text] of Object.entries(values))
    if (text !== undefined && (text.trim() === '' || text.length > 200))
      throw new BadInput(`--${option}: 1 to 200 characters`);
  const { template = 'standard' } = values;
  if (!isTemplate(template)) throw new BadInput(`--template ${template}: ${Object.keys(cityTemplates).join(', ')}`);
  const root = await withInstallation(io, (installation) =>
    runAsSystem(
      installation,
      async (ctx) =>
        (await createMunicipality(ctx, { code, name, nameKana: kana, nameEn: values['name-en'] ?? null, template }))
          .root,
    ),
  );
  io.out(JSON.stringify({ code, name, areaId: root.id }));
  return 0;
}

const isTemplate = (name: string): name is CityTemplate => Object.hasOwn(cityTemplates, name);

/** The sixth digit, where it is written, checks the other five (総務省「全国地方公共団体コード仕様」). */
function isCode(code: string): boolean {
  if (!/^\d{5,6}$/.test(code)) return false;
  const sum = [6, 5, 4, 3, 2].reduce((all, weight, index) => all + weight * Number(code[index]), 0);
  return code.length === 5 || Number(code[5]) === (11 - (sum % 11)) % 10;
}
