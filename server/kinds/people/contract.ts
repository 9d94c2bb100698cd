import { z } from 'zod';
import { areaLink, can, day, id, line, page, patchOf, version } from '../../http/contract.ts';

/** A resident. */
export const person = z.object({
  id,
  number: z.number().int(),
  name: z.string(),
  kana: z.string(),
  birth: day.nullable(),
  telephone: z.string().nullable(),
  area: areaLink,
  /** Who they are was erased on this day, for good. */
  erasedOn: day.nullable(),
  version,
});
export const personPage = page(person);
/** Every word of `q` must be found in name, kana or telephone. */
export const personQuery = z.object({ q: z.string().max(200).optional(), area: id.optional() });
export const personRecord = person.extend({ can });
export const personPatch = patchOf(
  z.object({
    name: line,
    kana: line,
    birth: day.nullable(),
    telephone: z.string().trim().max(50).nullable(),
    areaId: id,
  }),
);

/** Residents who may be the one that is asked about, the likeliest first; `by`: what is the same. Nothing follows from it by itself. */
export const likelyPeople = z.object({
  /** False: it is the community's, and nobody is looked for. */
  individual: z.boolean(),
  items: z.array(
    z.object({
      person,
      by: z.array(z.enum(['kana', 'birth', 'telephone'])),
      /** How many needs are known to be theirs. */
      needs: z.number().int(),
    }),
  ),
});
/** Whose a need is: somebody known, or somebody new made of what was answered. */
export const personChoice = z.union([z.literal('new'), z.object({ id })]);
