import { createHash } from 'node:crypto';
import type { AuditRow } from '../../kernel/audit-store.ts';
import type { SealRow } from './seals-store.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a chain begins with. */
export const BEGINNING = '';

/** The chain that a line belongs to: its municipality's, or that of lines of none. */
export const chainOf = (line: Pick<AuditRow, 'municipality_id'>): string => line.municipality_id ?? '';

/**
 * SHA-256 of a line: of the JSON list of its columns, which are texts or null on either engine. The order is part of the
 * format; a column that is added later must not be put in between.
 */
export const digestOf = (line: AuditRow): string =>
  sha256(
    JSON.stringify([
      line.id,
      line.municipality_id,
      line.happened_at,
      line.actor_id,
      line.actor_name,
      line.action,
      line.record_kind,
      line.record_id,
      line.record_title,
      line.details,
      line.request_id,
    ]),
  );

/** The hash of a seal: of the one before it (`BEGINNING` for the first) and of all that the seal itself says. */
export const hashOf = (before: string, seal: Omit<SealRow, 'hash'>): string =>
  sha256(JSON.stringify([before, seal.chain, seal.number, seal.audit_id, seal.digest, seal.sealed_at]));
