import { z } from 'zod';
import { id, largest, line, version } from '../../http/contract.ts';

/** A key of the code list `area-kind`. */
export const areaKind = z.string().max(41);
export const area = z.object({
  id,
  parentId: id.nullable(),
  kind: areaKind,
  name: z.string(),
  nameKana: z.string(),
  position: z.number().int(),
  /** Of a council that stands here; null: none does. */
  tier: z.union([z.literal(1), z.literal(2)]).nullable(),
  depth: z.number().int(),
  closed: z.boolean(),
  version,
});
export const areaInput = z.object({
  parentId: id,
  kind: areaKind,
  name: line,
  nameKana: z.string().trim().max(200).default(''),
  /** Left out: last among its siblings. */
  position: z.number().int().min(0).max(largest).optional(),
});
export const areaPatch = z.object({
  name: line.optional(),
  nameKana: z.string().trim().max(200).optional(),
  position: z.number().int().min(0).max(largest).optional(),
  closed: z.boolean().optional(),
});
