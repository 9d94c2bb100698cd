import type { Db } from '../../database/db.ts';
import { orHolding } from '../../database/dialect.ts';
import { below, type Query } from '../../database/parts.ts';
import { selectFound } from '../../records/search-store.ts';

/**
 * Open and raised findings of councils below these paths, the latest first. Each word is held by the council, or `types` are those service
 * types whose names hold it. `title`: the council, `owner`: its id, `beside`: the type; null: a watch noticed it. `day`: the instant.
 */
export function searchFindings(
  db: Db,
  municipalityId: string,
  { paths, words }: { paths: string[]; words: { word: string; types: string[] }[] },
): Query {
  const findings = below(
    db('findings')
      .join('councils', 'councils.id', 'findings.council_id')
      .join('areas', 'areas.id', 'councils.area_id')
      .where('findings.municipality_id', municipalityId)
      .whereIn('findings.status', ['open', 'raised']),
    'areas.path',
    paths,
  );
  for (const { word, types } of words)
    void findings.where((any) => {
      orHolding(any, ['councils.search'], word);
      void any.orWhere((escalation) => escalation.where('findings.purpose', 'escalation').whereIn('type_key', types));
    });
  return selectFound(db, findings, {
    id: 'findings.id',
    title: "coalesce(nullif(councils.local_name, ''), councils.name)",
    owner: 'findings.council_id',
    beside: "case when findings.purpose = 'escalation' then findings.type_key end",
    day: 'findings.found_at',
  }).orderBy('findings.id', 'desc');
}
