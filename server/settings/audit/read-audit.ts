import type { Page, Paging } from '../../database/paging.ts';
import { readEffectErrors } from '../../effects/store.ts';
import { numberTitle, type AuditDetails } from '../../kernel/audit-details.ts';
import {
  listAudit,
  listAuditedActions,
  readUntitled,
  type AuditFilter,
  type AuditRow,
} from '../../kernel/audit-store.ts';
import { instantInJapan } from '../../kernel/clock.ts';
import { systemActor, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { actionName } from '../../kernel/stale.ts';
import { say, sayFailure } from '../../kernel/texts/index.ts';
import { readRoot } from '../areas/areas.ts';
import { canReadAudit } from '../policy.ts';
import { tellDetails, tellRecord, type Told } from './tell-details.ts';

export type AuditChoices = Record<'actions' | 'kinds', { key: string; name: string }[]>;

export type AuditQuery = Omit<AuditFilter, 'until' | 'title'> & {
  to?: string | undefined;
  number?: number | undefined;
};

/** A line with all that it says in words: `record_name` is what the record is and which, `told` what its details say. */
export type AuditLine = AuditRow & { action_name: string; record_name: string | null; told: Told[] };

/** Who did or looked at what in this municipality, newest first; `from` and `to` are days in Japan, both included. */
export async function searchAudit(ctx: MunicipalContext, query: AuditQuery, paging: Paging): Promise<Page<AuditLine>> {
  if (!canReadAudit(ctx.actor, (await readRoot(ctx)).path)) throw notAllowed();
  const { from, to, number, ...filter } = query;
  const page = await listAudit(
    ctx.db,
    ctx.municipality.id,
    {
      ...filter,
      title: number === undefined ? undefined : numberTitle(number),
      from: from && instantInJapan(from),
      until: to && instantInJapan(to, 24),
    },
    paging,
  );
  const titles = await readUntitled(ctx.db, page.items);
  const reasons = await readEffectErrors(
    ctx.db,
    page.items.flatMap((row) => detailsOf(row.details)?.effectId ?? []),
  );
  const rows = page.items.map((row) => ({ ...row, details: withReason(ctx, row.details, reasons) }));
  const details = await tellDetails(ctx, rows);
  const items = rows.map((row) => {
    const title = row.record_title ?? titles.get(row.record_id ?? '') ?? null;
    return {
      ...row,
      actor_name: row.actor_name === systemActor.name ? say(ctx.language, 'records.system') : row.actor_name,
      action_name: actionName(ctx, row.action),
      record_title: title,
      record_name: tellRecord(ctx, row.record_kind, title),
      told: details.get(row.id) ?? [],
    };
  });
  return { ...page, items };
}

/** What lines can be asked by: the actions and kinds of records that are on record here, by their words. Throws not-allowed. */
export async function listAuditChoices(ctx: MunicipalContext): Promise<AuditChoices> {
  if (!canReadAudit(ctx.actor, (await readRoot(ctx)).path)) throw notAllowed();
  const rows = await listAuditedActions(ctx.db, ctx.municipality.id);
  const kindOf = (kind: string | null): string => tellRecord(ctx, kind, null) ?? '';
  const actions = new Map(
    rows.map(({ action, record_kind: kind }) => [action, { name: actionName(ctx, action), kind: kindOf(kind) }]),
  );
  const known = Map.groupBy(actions.values(), ({ name }) => name);
  return {
    actions: inWords(
      ctx,
      // What is done with several kinds in the same words is told apart by the kind.
      [...actions].map(([key, { name, kind }]) => ({
        key,
        name: (known.get(name)?.length ?? 0) > 1 ? say(ctx.language, 'log.actionOf', { action: name, kind }) : name,
      })),
    ),
    kinds: inWords(
      ctx,
      [...new Set(rows.flatMap(({ record_kind: kind }) => kind ?? []))].map((key) => ({ key, name: kindOf(key) })),
    ),
  };
}

const inWords = ({ language }: MunicipalContext, choices: { key: string; name: string }[]) =>
  choices.toSorted((a, b) => a.name.localeCompare(b.name, language));

const detailsOf = (details: string | null): AuditDetails | null =>
  details === null ? null : (JSON.parse(details) as AuditDetails);

/** Why an effect was given up stands with the effect, not in the line: it may tell of people. */
function withReason({ language }: MunicipalContext, text: string | null, reasons: Map<string, string>): string | null {
  const details = detailsOf(text);
  const reason = reasons.get(details?.effectId ?? '');
  return reason === undefined ? text : JSON.stringify({ ...details, reason: sayFailure(language, reason) });
}
