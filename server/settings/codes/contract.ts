import { z } from 'zod';
import { id, largest, line, version } from '../../http/contract.ts';

export const codeList = z.enum(['service-type', 'organisation-kind', 'meeting-kind', 'area-kind']);
/**
 * What a kind of meeting counts as in the facts of councils. `examined`: a roundtable, of which what was voiced is sorted afterwards
 * (座談会の精査).
 */
const meetingMarks = ['examined', 'study', 'preparation', 'council', 'training', 'briefing'] as const;
/** Of a kind of area. `top`: the whole municipality, which nobody gives or takes; `tier-1`, `tier-2`: a council that stands there is of this tier. */
const areaMarks = ['top', 'tier-1', 'tier-2'] as const;
export const codeMark = z.enum([...meetingMarks, ...areaMarks]);
export type CodeMark = z.infer<typeof codeMark>;
/** What the product does with an entry, by its list. */
export const knownMarks: Readonly<Record<z.infer<typeof codeList>, readonly CodeMark[]>> = {
  'service-type': [],
  'organisation-kind': [],
  'meeting-kind': meetingMarks,
  'area-kind': areaMarks,
};
const codeMarks = z.array(codeMark).max(codeMark.options.length);
const codeAgenda = z.array(line).max(50);
export const codeEntry = z.object({
  id,
  list: codeList,
  key: z.string(),
  name: z.string(),
  nameJa: z.string(),
  nameEn: z.string().nullable(),
  position: z.number().int(),
  retired: z.boolean(),
  marks: z.array(codeMark),
  /** Of a kind of meeting: what stands on the agenda of a new one. */
  agenda: z.array(z.string()),
  version,
});
export const codeEntryInput = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  nameJa: line,
  nameEn: z.string().trim().max(200).nullable().default(null),
  /** Left out: last in its list. */
  position: z.number().int().min(0).max(largest).optional(),
  marks: codeMarks.default([]),
  agenda: codeAgenda.default([]),
});
export const codeEntryPatch = z.object({
  nameJa: line.optional(),
  nameEn: z.string().trim().max(200).nullable().optional(),
  position: z.number().int().min(0).max(largest).optional(),
  retired: z.boolean().optional(),
  marks: codeMarks.optional(),
  agenda: codeAgenda.optional(),
});
