import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notFound } from '../../kernel/errors.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import type { OwnWords } from '../../kernel/texts/own-words.ts';
import { requireSettingsEditor } from '../areas/areas.ts';
import { readMunicipality, updateOwnWords } from './store.ts';

export const parseOwnWords = (stored: string | null): OwnWords =>
  stored === null ? { council: null, coordinator: null } : (JSON.parse(stored) as OwnWords);

/** What the city calls councils and coordinators, and the version of its settings. */
export async function readOwnWords(ctx: MunicipalContext): Promise<{ words: OwnWords; version: number }> {
  const row = await readMunicipality(ctx.db, ctx.municipality.id);
  if (!row) throw notFound();
  return { words: parseOwnWords(row.own_words), version: row.version };
}

const spell = ({ council, coordinator, office }: OwnWords) => ({
  council: council?.ja ?? null,
  coordinator: coordinator?.ja ?? null,
  office: office ?? null,
});

/** Sets the city's words; null: the product's own. Names of councils and what people wrote stay as they are. */
export async function changeOwnWords(ctx: MunicipalContext, version: number, words: OwnWords): Promise<number> {
  await requireSettingsEditor(ctx);
  const { id, name } = ctx.municipality;
  const { council, coordinator, office = null } = words;
  const before = (await readOwnWords(ctx)).words;
  const changed = changedFields(spell(before), spell({ ...words, office }));
  const isOwn = council !== null || coordinator !== null || office !== null;
  const stored = isOwn ? JSON.stringify({ council, coordinator, ...(office !== null && { office }) }) : null;
  const next = await updateOwnWords(ctx.db, { id, version, words: stored });
  if (next === null) throw await staleConflict(ctx, 'municipality', id, version);
  await audit(
    ctx,
    'own-words.update',
    { kind: 'municipality', id, title: name },
    { version: next, changed: tellChanges(changed, ['council', 'coordinator', 'office']) },
  );
  return next;
}
