import { z } from 'zod';
import { id } from '../../http/contract.ts';

/** `kinds`: as a form's field names them, with commas between. `chosen`: ids, likewise; then only these are told, and `q` is not asked. */
export const pickableQuery = z.object({
  kinds: z.string().min(1).max(500),
  q: z.string().max(200).optional(),
  chosen: z.string().min(1).max(2000).optional(),
});

export const pickablePage = z.object({
  items: z.array(
    z.object({
      id,
      kind: z.string(),
      /** Of which kind it is, in words. */
      kindName: z.string(),
      title: z.string(),
      /** What tells it from others of the same title. */
      note: z.string(),
      /** Its page, below the municipality's. */
      page: z.string(),
    }),
  ),
});

export const tiesQuery = z.object({ kind: z.string().max(100), id });

const tied = z.object({
  id,
  kind: z.string(),
  kindName: z.string(),
  title: z.string(),
  /** Its page, below the municipality's. */
  page: z.string(),
});
const tieGroups = z.array(z.object({ label: z.string(), items: z.array(tied) }));

/** What a record names and what names it, by the words of the field (of what names it, with its register's). */
export const recordTies = z.object({ outgoing: tieGroups, incoming: tieGroups });
