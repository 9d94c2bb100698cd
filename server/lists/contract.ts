import { z } from 'zod';
import { id, role, version } from '../http/contract.ts';

const name = z.string().trim().min(1).max(60);

/* What is kept of a view of a list; `query`: its filter, order and columns, in that list's own shape. */

export const viewInput = <Q extends z.ZodType>(query: Q) =>
  z.object({
    name,
    /** Everybody who holds this role sees it: an administrator's to share. Null: the asker's own. */
    role: role.nullable().default(null),
    /** The list opens with it: for the asker, or for all who hold the role and have no default of their own. */
    isDefault: z.boolean().default(false),
    query,
  });

export const viewPatch = <Q extends z.ZodType>(query: Q) =>
  z.object({ name: name.optional(), isDefault: z.boolean().optional(), query: query.optional() });

export const listedViews = <Q extends z.ZodType>(query: Q) =>
  z.object({
    items: z.array(
      z.object({
        id,
        name: z.string(),
        role: role.nullable(),
        isDefault: z.boolean(),
        /** Without the columns that the asker may not be shown; null: it filters or sorts by what they may not be told. */
        query: query.nullable(),
        /** What was left out and why, in words. */
        notes: z.array(z.string()),
        mayChange: z.boolean(),
        version,
      }),
    ),
    /** The view that the list opens with for the asker; null: as the product shows it. */
    opens: id.nullable(),
    /** May the asker share views with a role? */
    mayShare: z.boolean(),
  });
