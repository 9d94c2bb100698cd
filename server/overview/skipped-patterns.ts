import { formName, listSkippedPatterns } from '../../forms/index.ts';
import { definitionsInForce } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { say } from '../kernel/texts/index.ts';
import { atLeisure, type HomeItem } from '../records/home.ts';

/** As much of a pattern as tells it from others. */
const SHOWN = 80;

/** Patterns of the forms in force that are not run: they were published before publishing refused them. */
export async function skippedPatterns(ctx: MunicipalContext): Promise<HomeItem[]> {
  const items: HomeItem[] = [];
  for (const { key, body } of await definitionsInForce(ctx, 'form')) {
    const name = formName(body, ctx.language);
    for (const { field, pattern } of listSkippedPatterns(body, ctx.language)) {
      items.push({
        ...atLeisure,
        kind: 'pattern-skipped',
        text: say(ctx.language, 'home.pattern', {
          form: name,
          field,
          pattern: pattern.length > SHOWN ? `${pattern.slice(0, SHOWN)}…` : pattern,
        }),
        action: say(ctx.language, 'home.action.pattern'),
        path: `settings/definitions/form/${key}`,
        since: null,
      });
    }
  }
  return items;
}
