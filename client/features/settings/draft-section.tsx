import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { CheckboxGroup, RadioGroup } from '../../components/choice-group.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { send } from '../../lib/api.ts';
import type { Definition, ProductUpdate, PublicationTold, RuleComparison } from '../../lib/contract.ts';
import { formatInstant, formatShortDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { onSubmit } from '../../lib/on-submit.ts';
import { useGet, useSend } from '../../lib/queries.ts';

type Mark = NonNullable<Definition['draft']>;

/** Who wrote a draft last: a person, or the product where nobody has changed it since. */
export function useDraftWords(): (draft: Mark) => string {
  const { t } = useTranslation('settings');
  return ({ savedBy, savedAt, release }) =>
    savedBy
      ? t('draft.saved', { by: savedBy, at: formatInstant(savedAt) })
      : release
        ? t('draft.fromProduct', { release, at: formatInstant(savedAt) })
        : t('draft.savedByOperator', { at: formatInstant(savedAt) });
}

/** The open draft of a form or a lifecycle: what it changes, what is wrong with it, and publishing it, together with others that it needs. */
export function DraftSection({ definition }: { definition: Definition }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const say = useDraftWords();
  const { kind, key, draft, current } = definition;
  const discarding = useSend();
  const comparison = useGet<RuleComparison>(draft && current > 0 ? api(`definitions/${kind}/${key}/compare`) : null, {
    from: current,
    to: 'draft',
  });
  if (!draft) return null;
  return (
    <Section id="draft" title={t('draft.title')}>
      <p>{say(draft)}</p>
      {current > 0 && (
        <>
          <h3>{t('draft.changes', { number: current })}</h3>
          <Loaded query={comparison}>{({ differences }) => <Differences differences={differences} />}</Loaded>
        </>
      )}
      <Publish definition={definition} draft={draft} />
      {discarding.error && <ProblemNotice error={discarding.error} />}
      <Button
        kind="text"
        busy={discarding.isPending}
        onPress={() =>
          discarding.mutate({
            method: 'DELETE',
            path: api(`definitions/${kind}/${key}/draft`),
            version: draft.version,
          })
        }
      >
        {t('draft.discard')}
      </Button>
    </Section>
  );
}

function Differences({ differences }: { differences: RuleComparison['differences'] }) {
  const { t } = useTranslation('settings');
  if (differences.length === 0) return <p>{t('draft.same')}</p>;
  return (
    <ul className="list-disc space-y-2 pl-6">
      {differences.map((one, index) => (
        <li key={index} className="wrap-anywhere">
          {one.message}
          {(one.before ?? one.after) !== undefined && (
            <span className="block text-solid-gray-700">
              {t('draft.beforeAfter', { before: one.before ?? '―', after: one.after ?? '―' })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

const nameOf = (one: Pick<Definition, 'kind' | 'key'>): string => `${one.kind} ${one.key}`;

function Publish({ definition, draft }: { definition: Definition; draft: Mark }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const { today } = useMunicipality();
  const lists = [
    useGet<Definition[]>(api('definitions/form')),
    useGet<Definition[]>(api('definitions/rules')),
    useGet<Definition[]>(api('definitions/workflow')),
  ];
  const others = lists
    .flatMap((list) => list.data ?? [])
    .filter((one) => one.draft && nameOf(one) !== nameOf(definition));
  const [beside, setBeside] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  const [effectiveOn, setEffectiveOn] = useState<string | null>(today);
  const [acknowledge, setAcknowledge] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const publish = useSend();
  const drafts = [
    { kind: definition.kind, key: definition.key, version: draft.version },
    ...others
      .filter((one) => beside.includes(nameOf(one)))
      .map((one) => ({ kind: one.kind, key: one.key, version: one.draft?.version ?? 0 })),
  ];
  const day = effectiveOn ?? today;
  const body = { drafts, effectiveOn: day, acknowledge };
  const check = useQuery({
    queryKey: ['publication', api(), body],
    queryFn: () => send<PublicationTold>('POST', api('publications/check'), body),
    enabled: day >= today,
    gcTime: 0,
  });
  const told = check.data;
  const issues = told?.drafts.flatMap((one) => one.check.issues) ?? [];
  const inUse = issues.length > 0 && issues.every(({ code }) => code.startsWith('field-'));
  return (
    <form
      noValidate
      className="max-w-200 space-y-6"
      onSubmit={onSubmit(() => {
        setTried(true);
        if (told?.ok && reason.trim() && effectiveOn && effectiveOn >= today)
          publish.mutate({ path: api('publications'), body: { ...body, reason: reason.trim() } });
      })}
    >
      {others.length > 0 && (
        <CheckboxGroup
          label={t('draft.together')}
          help={t('draft.togetherHelp')}
          value={beside}
          onChange={setBeside}
          choices={others.map((one) => ({
            value: nameOf(one),
            label: t('draft.other', { kind: t(`definitionKind.${one.kind}`), name: one.name }),
          }))}
        />
      )}
      <DateField
        label={t('definition.effectiveOn')}
        required
        value={effectiveOn}
        onChange={setEffectiveOn}
        error={day < today ? t('draft.past') : tried && !effectiveOn ? t('form:issue.required') : null}
      />
      <Loaded query={check}>
        {({ drafts: judged }) => (
          <div className="space-y-4">
            {judged.map((one) => (
              <Judged key={nameOf(one)} judged={one} />
            ))}
          </div>
        )}
      </Loaded>
      {inUse && (
        <div className="space-y-4">
          <p className="prose-line">{t('definition.inUse')}</p>
          <Button onPress={() => setAcknowledge(issues.map(({ path }) => fieldAt(path)))}>
            {t('definition.acknowledge')}
          </Button>
        </div>
      )}
      <TextField
        label={t('definition.reason')}
        required
        help={t('definition.reasonHelp')}
        value={reason}
        onChange={setReason}
        error={tried && !reason.trim() ? t('form:issue.required') : null}
      />
      {publish.error && <ProblemNotice error={publish.error} />}
      <Button
        type="submit"
        kind="primary"
        busy={publish.isPending || check.isFetching}
        reason={told && !told.ok ? t('draft.blocked') : null}
      >
        {drafts.length > 1 ? t('draft.publishTogether', { count: drafts.length }) : t('draft.publish')}
      </Button>
    </form>
  );
}

/** A field's path by its place in the schema. */
export const fieldAt = (pointer: string): string =>
  pointer.replace('/schema/properties/', '').replaceAll('/properties/', '.');

function Judged({ judged: { name, check, replaced } }: { judged: PublicationTold['drafts'][number] }) {
  const { t } = useTranslation('settings');
  return (
    <>
      {check.blocks.length === 0 ? (
        <Notice tone="success" title={t('draft.fine', { name })} />
      ) : (
        <Notice tone="error" title={t('draft.wrong', { name })}>
          <ul className="list-disc pl-6">
            {check.blocks.map((block) => (
              <li key={block.code}>{block.message}</li>
            ))}
            {check.issues.map((issue, index) => (
              <li key={index} className="wrap-anywhere">
                <span className="font-mono">{issue.path || '/'}</span>　{issue.message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {replaced.map((one) => (
        <Notice
          key={one.number}
          tone="warn"
          title={t('draft.replaced', { name, number: one.number, day: formatShortDay(one.effectiveOn) })}
        />
      ))}
    </>
  );
}

/** What a release of the product brought beside what the city has: both sides, whose counts where both changed, and taking it into the draft. */
export function UpdateSection({ definition }: { definition: Definition }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const { kind, key, update, draft } = definition;
  const at = `definitions/${kind}/${key}/update`;
  const found = useGet<ProductUpdate>(update ? api(at) : null);
  const taking = useSend();
  const dismissing = useSend();
  const [take, setTake] = useState<Record<string, 'mine' | 'theirs'>>({});
  if (!update) return null;
  const error = taking.error ?? dismissing.error;
  const seen = found.data?.hash;
  return (
    <Section id="update" title={t('update.title', { release: update.release })}>
      <p className="prose-line">{t(draft ? 'update.besideDraft' : 'update.beside')}</p>
      <Loaded query={found}>
        {({ theirs, ours, differences, base, conflicts }) => (
          <div className="space-y-6">
            <h3>{t(base === null ? 'update.differences' : 'update.theirs')}</h3>
            <Differences differences={base === null ? differences : theirs} />
            {base !== null && (
              <>
                <h3>{t('update.ours')}</h3>
                <Differences differences={ours} />
              </>
            )}
            {conflicts.map((one) => (
              <RadioGroup
                key={one.path}
                label={t('update.conflict', { place: one.text })}
                value={take[one.path] ?? 'mine'}
                onChange={(value) => setTake({ ...take, [one.path]: value === 'theirs' ? 'theirs' : 'mine' })}
                choices={[
                  { value: 'mine', label: t('update.mine', { value: one.mine ?? '―' }) },
                  { value: 'theirs', label: t('update.theirOne', { value: one.theirs ?? '―' }) },
                ]}
              />
            ))}
          </div>
        )}
      </Loaded>
      {error && <ProblemNotice error={error} />}
      {seen && (
        <div className="flex flex-wrap gap-3">
          <Button
            kind="primary"
            busy={taking.isPending}
            onPress={() =>
              taking.mutate({
                path: api(`${at}/take`),
                body: { as: 'merged', take, hash: seen },
                version: draft?.version ?? 0,
              })
            }
          >
            {t('update.take')}
          </Button>
          <Button
            busy={dismissing.isPending}
            onPress={() => dismissing.mutate({ method: 'DELETE', path: api(at), query: { hash: seen } })}
          >
            {t('update.dismiss')}
          </Button>
        </div>
      )}
    </Section>
  );
}
