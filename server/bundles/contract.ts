import { z } from 'zod';
import { id, instant, largest } from '../http/contract.ts';
import { codeList } from '../settings/codes/contract.ts';
import { definitionKind, ruleDifference, ruleKey } from '../studio/contract.ts';

const reference = z.string().regex(/^(form|rules|workflow)\/[a-z][a-z0-9-]{1,60}$/);
/** `definition=form/need-intake`, as often as wanted; none: all that are in force. */
export const bundleQuery = z.object({
  definition: z.union([reference.transform((single) => [single]), z.array(reference).max(1000)]).optional(),
});
export const bundleFileQuery = z.object({ fileName: z.string().trim().min(1).max(200) });

/** `new`: not here yet, `same`: as it is here, `changed`: another than here. */
const standing = z.enum(['new', 'same', 'changed']);
/** `version`: the open draft's, or the code entry's; 0 where there is none. */
const version = z.number().int().min(0).max(largest);

/** What a bundle would bring. `differences`: from the open draft, else from the newest version; null where they cannot be told in words. */
export const bundlePlan = z.object({
  fileId: id,
  fileName: z.string(),
  from: z.object({ code: z.string(), name: z.string() }),
  release: z.string(),
  made: instant,
  definitions: z.array(
    z.object({
      kind: definitionKind,
      key: z.string(),
      name: z.string(),
      standing,
      version,
      /** Who is at work on the draft that is open; null: none is. */
      draft: z.object({ savedAt: instant, savedBy: z.string() }).nullable(),
      differences: z.array(ruleDifference).nullable(),
    }),
  ),
  codes: z.array(
    z.object({
      list: z.string(),
      key: z.string(),
      name: z.string(),
      /** `retired`: it is here, and no longer chosen; taking it brings it back. `unknown`: this release has no such list, or nothing that it could do with the entry. */
      standing: z.enum([...standing.options, 'retired', 'unknown']),
      version,
      /** What it is called here. */
      here: z.string().nullable(),
    }),
  ),
});

/** What of it is taken: each definition becomes the open draft in place of the one that was seen, each code entry is added or renamed. */
export const bundleInput = z.object({
  fileId: id,
  definitions: z.array(z.object({ kind: definitionKind, key: ruleKey, version })).max(1000),
  codes: z.array(z.object({ list: codeList, key: z.string().max(60), version })).max(5000),
});
export const bundleTaken = z.object({ definitions: z.number().int(), codes: z.number().int() });
