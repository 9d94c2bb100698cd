import { listFields, listSources } from '../../forms/index.ts';
import { listLinks } from '../../forms/sections.ts';
import { usesOf } from '../../rules/index.ts';
import { factsOfField, listFeeds, modelsFedBy, type Feed } from '../decisions/form-facts.ts';
import { mustRead } from '../decisions/may.ts';
import { definitionsInForce, writtenDefinition, type Definition } from '../definitions/definitions.ts';
import { readRelease } from '../definitions/library.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { codesOf } from '../settings/codes/kept-codes.ts';
import { marksIn, type CodeList } from '../settings/codes/store.ts';
import { codeList } from '../settings/codes/contract.ts';
import type { Bundle } from './bundle-file.ts';

/** The code list behind what a form's field is chosen from (`x-source`). */
const listOfSource: Readonly<Record<string, CodeList>> = { 'service-types': 'service-type' };

const nameOf = ({ kind, key }: Pick<Definition, 'kind' | 'key'>): string => `${kind}/${key}`;
const isForm = (definition: Definition): definition is Definition<'form'> => definition.kind === 'form';
const isRules = (definition: Definition): definition is Definition<'rules'> => definition.kind === 'rules';
const isRegister = (definition: Definition): definition is Definition<'register'> => definition.kind === 'register';
const isWorkflow = (definition: Definition): definition is Definition<'workflow'> => definition.kind === 'workflow';

/**
 * What is in force today of the `chosen` (`form/need-intake` …), with all that they need: a register its form and workflow, a workflow its forms and rule sets, a form its shared sections, a
 * rule set the forms that give it facts, and the code lists that these choose from. Nothing chosen: everything there is. Throws `invalid` for a
 * name that is not in force.
 */
export async function exportBundle(ctx: MunicipalContext, chosen: readonly string[] | undefined): Promise<Bundle> {
  mustRead(ctx);
  const all: Definition[] = [
    ...(await definitionsInForce(ctx, 'form')),
    ...(await definitionsInForce(ctx, 'rules')),
    ...(await definitionsInForce(ctx, 'workflow')),
    ...(await definitionsInForce(ctx, 'register')),
  ];
  const byName = new Map(all.map((definition) => [nameOf(definition), definition]));
  for (const [index, name] of (chosen ?? []).entries())
    if (!byName.has(name))
      throw invalid([
        { path: `/definition/${index}`, code: 'unknown', message: say(ctx.language, 'bundles.unknown', { name }) },
      ]);
  const feeds = await listFeeds(ctx);
  // What is needed is added behind, and looked through in its turn.
  const taken = new Set(chosen ?? byName.keys());
  for (const name of taken) {
    const definition = byName.get(name);
    if (definition) for (const needed of listNeeded(definition, all, feeds)) if (byName.has(needed)) taken.add(needed);
  }
  const definitions = all.filter((definition) => taken.has(nameOf(definition)));
  const bodies = [];
  for (const { id, kind, key } of definitions)
    // As it was written: another city has words of its own.
    bodies.push({ kind, key, body: { ...(await writtenDefinition(ctx, kind, id)).body } });
  const codes = [];
  for (const list of chosen ? listCodeLists(definitions) : codeList.options)
    for (const entry of await codesOf(ctx, list)) {
      const { key, name_ja, name_en, position, retired_at } = entry;
      if (retired_at === null)
        codes.push({ list, key, nameJa: name_ja, nameEn: name_en, position, marks: marksIn(entry) });
    }
  const { code, name } = ctx.municipality;
  return {
    from: { code, name },
    release: await readRelease(),
    made: ctx.now,
    definitions: bodies,
    codes,
  };
}

function listNeeded(definition: Definition, all: readonly Definition[], feeds: readonly Feed[]): string[] {
  if (isWorkflow(definition))
    return Object.values(definition.body.steps).flatMap(({ form, rules }) => [
      ...(form === undefined ? [] : [`form/${form}`]),
      ...(rules === undefined ? [] : [`rules/${rules}`]),
    ]);
  if (isForm(definition)) return listLinks(definition.body).map(({ key }) => `form/${key}`);
  if (isRegister(definition)) return [`form/${definition.body.form}`, `workflow/${definition.body.workflow}`];
  if (!isRules(definition)) return [];
  const { factModel } = definition.body;
  const facts = new Set(Object.keys(usesOf(definition.body).rules));
  return all
    .filter(isForm)
    .filter(({ body }) => modelsFedBy(feeds, body).includes(factModel))
    .filter(({ body }) =>
      listFields(body).some((field) => factsOfField(feeds, factModel, body, field).some((fact) => facts.has(fact))),
    )
    .map(nameOf);
}

/** Rule sets decide by types of service whichever form asked for them. */
function listCodeLists(definitions: readonly Definition[]): Set<CodeList> {
  const sources = definitions.flatMap((definition) =>
    isForm(definition) ? listSources(definition.body) : isRules(definition) ? ['service-types'] : [],
  );
  return new Set(sources.flatMap((source) => listOfSource[source] ?? []));
}
