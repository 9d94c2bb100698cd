import type { Db } from '../../database/db.ts';
import { below, type Query } from '../../database/parts.ts';

/** Where somebody may be told that something is about a need. */
export type NeedHearing = { paths: string[]; communityOnly: boolean; consentedOnly: boolean }[];

/** Only rows about no need, or about one that the asker may hear of (`needHearing`). `column`: of the need's id. */
export const heardOf = (db: Db, query: Query, column: string, hearing: NeedHearing): Query =>
  query.where((any) => {
    any.whereNull(column).orWhereExists(
      db('needs as heard')
        .join('areas as heard_areas', 'heard_areas.id', 'heard.area_id')
        .whereRaw('heard.id = ??', [column])
        .where((some) => {
          some.whereRaw('1 = 0');
          for (const { paths, communityOnly, consentedOnly } of hearing)
            some.orWhere((part) => {
              below(part, 'heard_areas.path', paths);
              if (communityOnly) part.where('heard.scope', 'community');
              if (consentedOnly) whereConsented(part);
            });
        })
        .select('heard.id'),
    );
  });

/** As `consentsTo` has it of a council. */
const whereConsented = (query: Query): Query =>
  query.where((any) => {
    any
      .where('heard.scope', 'community')
      .orWhere((given) => given.where('heard.consent', 'given').where('heard.consent_scope', 'like', '%"council"%'))
      .orWhere('heard.consent_override', 'like', '%"council"%');
  });
