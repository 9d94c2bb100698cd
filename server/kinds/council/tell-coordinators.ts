import type { Language } from '../../../rules/types.ts';
import { say } from '../../kernel/texts/index.ts';
import { bodyLinkOf } from '../../settings/closed-name.ts';
import { sayList } from '../../settings/say-list.ts';
import type { Coordinator } from './store.ts';

/** Who coordinates, in their order: a person by name, a body once, with those who act for it. */
export function tellCoordinators(language: Language, coordinators: Coordinator[]): string[] {
  const offices = Map.groupBy(coordinators, ({ held_by_body, organisation_id, name }) =>
    held_by_body === 1 ? `body ${organisation_id}` : `person ${name}`,
  );
  return [...offices.values()].flatMap((acting) => {
    const [first] = acting;
    if (first?.held_by_body !== 1) return first?.name ?? [];
    return say(language, 'councils.bodyCoordinates', {
      body: bodyLinkOf(language, first)?.name,
      names: sayList(language, new Set(acting.map(({ name }) => name))),
    });
  });
}
