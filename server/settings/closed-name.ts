import type { Language } from '../../rules/types.ts';
import { say } from '../kernel/texts/index.ts';

/** A name as it is shown wherever something is chosen or told: what is closed says so. What a record holds stays allowed; nothing new is given it. */
export const closedName = (language: Language, name: string, closedAt: string | null): string =>
  closedAt ? say(language, 'records.retired', { name }) : name;

/** An area as a record's page or list names it. */
export const areaLinkOf = (
  language: Language,
  row: { area_id: string; area_name: string; area_kind: string; area_closed_at: string | null },
) => ({ id: row.area_id, name: closedName(language, row.area_name, row.area_closed_at), kind: row.area_kind });

/** The body of whoever belongs to one. */
export const bodyLinkOf = (
  language: Language,
  row: { organisation_id: string | null; organisation_name: string | null; organisation_closed_at: string | null },
) =>
  row.organisation_id === null
    ? null
    : {
        id: row.organisation_id,
        name: closedName(language, row.organisation_name ?? '', row.organisation_closed_at),
      };
