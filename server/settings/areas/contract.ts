import { z } from 'zod';
import { id, largest, line, version } from '../../http/contract.ts';

export const areaKind = z.enum(['municipality', 'ward', 'daily-life']);
export const area = z.object({
  id,
  parentId: id.nullable(),
  kind: areaKind,
  name: z.string(),
  nameKana: z.string(),
  position: z.number().int(),
  depth: z.number().int(),
  closed: z.boolean(),
  version,
});
export const areaInput = z.object({
  parentId: id,
  kind: areaKind,
  name: line,
  nameKana: z.string().trim().max(200).default(''),
  position: z.number().int().min(0).max(largest).default(0),
});
export const areaPatch = z.object({
  name: line.optional(),
  nameKana: z.string().trim().max(200).optional(),
  position: z.number().int().min(0).max(largest).optional(),
  closed: z.boolean().optional(),
});
