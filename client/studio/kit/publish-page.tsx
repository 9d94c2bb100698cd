import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { Form } from '../../components/form.tsx';
import { Badge } from '../../components/badge.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { CheckboxGroup } from '../../components/choice-group.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { TextField } from '../../components/text-field.tsx';
import { send } from '../../lib/api.ts';
import type { Definition, PublicationTold, RuleComparison, RuleDraft, RulePublished } from '../../lib/contract.ts';
import { formatDay, formatShortDay } from '../../lib/dates.ts';
import { useDraftWords } from '../../lib/draft-words.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { useDefinitionPaths, WithDefinition } from './definition.tsx';
import { AnswerChanges, useFormChanges } from './answer-changes.tsx';
import { Differences } from './differences.tsx';
import { StudioTitle } from './studio-title.tsx';
import { IssueList } from './issue-list.tsx';

/** Publishing drafts: what stands against each, what changes, the reason and the day, together with others that need each other; then it is done. */
export function PublishPage() {
  return <WithDefinition>{(definition) => <Publish definition={definition} />}</WithDefinition>;
}

function Publish({ definition }: { definition: Definition }) {
  const { t } = useTranslation('rules');
  const { page } = useDefinitionPaths(definition);
  // Kept here: everything is read anew before a write is over, and then there is no draft any more.
  const publishing = useSend<RulePublished[]>();
  const discarding = useSend();
  const { draft } = definition;
  const title = (
    <StudioTitle
      of={definition.kind}
      title={t('publish.title')}
      aside={<Badge>{t(`settings:definitionKind.${definition.kind}`)}</Badge>}
      between={[{ name: definition.name, to: page() }]}
    />
  );
  const content = publishing.data ? (
    <Done definition={definition} published={publishing.data} />
  ) : draft ? (
    <Open
      key={refOf(definition)}
      definition={definition}
      draft={draft}
      publishing={publishing}
      discarding={discarding}
    />
  ) : publishing.isPending ? (
    <Skeleton />
  ) : discarding.isSuccess ? (
    <Notice tone="success" announce title={t('publish.discarded')}>
      <ButtonLink to={page()}>{t('publish.toStudio')}</ButtonLink>
    </Notice>
  ) : (
    <EmptyState title={t('publish.nothing')}>
      <ButtonLink to={page()}>{t('publish.toStudio')}</ButtonLink>
    </EmptyState>
  );
  return (
    <div className="space-y-10">
      {title}
      {content}
    </div>
  );
}

type Mark = NonNullable<Definition['draft']>;

const refOf = (definition: Pick<Definition, 'kind' | 'key'>): string => `${definition.kind} ${definition.key}`;

/** Which drafts come into force together and when, and what that would come to. */
function useTogether(definition: Definition, draft: Mark) {
  const { api } = usePaths();
  const { today } = useMunicipality();
  const lists = [
    useGet<Definition[]>(api('definitions/form')),
    useGet<Definition[]>(api('definitions/rules')),
    useGet<Definition[]>(api('definitions/workflow')),
  ];
  const others = lists
    .flatMap((list) => list.data ?? [])
    .filter((candidate) => candidate.draft && refOf(candidate) !== refOf(definition));
  const [search] = useSearchParams();
  // A studio says what its draft needs beside it.
  const [beside, setBeside] = useState(() => search.getAll('with'));
  const [effectiveOn, setEffectiveOn] = useState<string | null>(today);
  const [acknowledge, setAcknowledge] = useState<string[]>([]);
  /** By the version of the draft that was seen: another has to be looked at anew. */
  const [confirmed, setConfirmed] = useState<Record<string, string[]>>({});
  const { kind, key } = definition;
  const day = effectiveOn ?? today;
  const joined = others.filter((other) => beside.includes(refOf(other)));
  const body = {
    drafts: [
      { kind, key, version: draft.version },
      ...joined.map((other) => ({ kind: other.kind, key: other.key, version: other.draft?.version ?? 0 })),
    ],
    effectiveOn: day,
    acknowledge,
  };
  const check = useQuery({
    queryKey: ['publication', api(), body],
    queryFn: () => send<PublicationTold>('POST', api('publications/check'), body),
    enabled: day >= today,
    gcTime: 0,
    placeholderData: (before) => before,
  });
  const publication = check.isPlaceholderData ? undefined : check.data;
  const letGo = (fields: string[]) => setAcknowledge((before) => [...new Set([...before, ...fields])]);
  const forms = [definition, ...joined].filter(({ kind }) => kind === 'form');
  const toConfirm = useFormChanges(forms, day);
  const confirmedOf = (form: Definition) => confirmed[seenOf(form)] ?? [];
  const confirm = forms.flatMap(confirmedOf);
  const isConfirmed = toConfirm?.every(({ id }) => confirm.includes(id)) ?? false;
  return {
    body,
    check,
    publication,
    others,
    beside,
    setBeside,
    effectiveOn,
    setEffectiveOn,
    letGo,
    forms,
    confirm,
    confirmedOf,
    setConfirmedOf: (form: Definition, ids: string[]) => setConfirmed((before) => ({ ...before, [seenOf(form)]: ids })),
    day,
    isConfirmed,
  };
}

const seenOf = ({ key, draft }: Definition): string => `${key} ${draft?.version ?? 0}`;

type Together = ReturnType<typeof useTogether>;

function Open({
  definition,
  draft,
  publishing,
  discarding,
}: {
  definition: Definition;
  draft: Mark;
  publishing: FormProps['publishing'];
  discarding: ReturnType<typeof useSend>;
}) {
  const say = useDraftWords();
  const together = useTogether(definition, draft);
  return (
    <>
      <p>{say(draft)}</p>
      <Loaded query={together.check}>
        {({ drafts: [own, ...others] }) =>
          own && (
            <>
              <Standing definition={definition} judged={own} onLetGo={together.letGo} />
              {others.map((otherDraft) => (
                <Standing
                  key={refOf(otherDraft)}
                  definition={together.others.find((other) => refOf(other) === refOf(otherDraft))}
                  judged={otherDraft}
                  isOther
                  onLetGo={together.letGo}
                />
              ))}
            </>
          )
        }
      </Loaded>
      {together.forms.map((form) => (
        <AnswerChanges
          key={form.key}
          definition={form}
          isOther={form !== definition}
          effectiveOn={together.day}
          confirmed={together.confirmedOf(form)}
          onConfirm={(ids) => together.setConfirmedOf(form, ids)}
        />
      ))}
      {definition.kind !== 'form' && <Changes definition={definition} />}
      <PublishForm together={together} publishing={publishing} />
      <Discard definition={definition} draft={draft} discarding={discarding} />
    </>
  );
}

/** Where each thing that stands against publishing is mended. */
const mendedAt: Record<string, string> = {
  check: '?tab=check',
  analysis: '?tab=check',
  examples: '?tab=examples',
  backtest: 'backtests',
};
const steps = ['check', 'analysis', 'examples', 'backtest'] as const;
const stageOf = { check: null, analysis: 'examples', examples: 'examples', backtest: 'impact' } as const;

type StandingProps = {
  definition: Definition | undefined;
  judged: PublicationTold['drafts'][number];
  isOther?: boolean;
  /** Fields that rules use may go all the same. */ onLetGo: (fields: string[]) => void;
};

/** What a kind's stages say of a draft; a stage that the kind does not have is not shown. */
function Standing({ definition, judged, isOther, onLetGo }: StandingProps) {
  const { t } = useTranslation('rules');
  const { page, api } = useDefinitionPaths(judged);
  const { blocks, issues } = judged.check;
  const stages = definition?.stages ?? [];
  const draft = useGet<RuleDraft>(stages.includes('impact') ? api('draft') : null);
  const shown = steps.filter((step) => stageOf[step] === null || stages.includes(stageOf[step]));
  const others = blocks.filter((block) => !shown.some((step) => step === block.code));
  const inUse = issues.length > 0 && issues.every(({ code }) => usedCodes.includes(code));
  const link = (code: string) => {
    const rest = judged.kind === 'workflow' ? '' : (mendedAt[code] ?? '');
    return rest.startsWith('?') ? `${page()}${rest}` : page(rest);
  };
  return (
    <Section title={isOther ? t('publish.readyOther', { name: judged.name }) : t('publish.ready')}>
      <ol className="space-y-3">
        {shown.map((step) => {
          const block = blocks.find((candidate) => candidate.code === step);
          return (
            <li key={step} className="flex gap-3">
              <Icon
                name={block ? 'cross' : 'check'}
                className={`mt-1 size-6 ${block ? 'text-red-1000' : 'text-green-900'}`}
              />
              <div className="min-w-0">
                <p className="font-bold">{t(`publish.step.${step}`)}</p>
                <p>{block ? block.message : t(`publish.good.${step}`)}</p>
                {step === 'check' && issues.length > 0 && <IssueList issues={issues} />}
                {block && (
                  <Link className="link inline-flex min-h-11 items-center" to={link(step)}>
                    {t(`publish.mend.${step}`)}
                  </Link>
                )}
                {!block && step === 'backtest' && draft.data?.backtest && (
                  <Link
                    className="link inline-flex min-h-11 items-center"
                    to={page(`backtests/${draft.data.backtest}`)}
                  >
                    {t('publish.seeBacktest')}
                  </Link>
                )}
              </div>
            </li>
          );
        })}
      </ol>
      {others.map((block) => (
        <Notice key={block.code} tone="warn" title={block.message} />
      ))}
      {inUse && (
        <div className="space-y-4">
          <p className="prose-line">{t('settings:definition.inUse')}</p>
          <Button onPress={() => onLetGo(issues.map(({ path }) => fieldAt(path)))}>
            {t('settings:definition.acknowledge')}
          </Button>
        </div>
      )}
    </Section>
  );
}

/** What stands against it only because rules use the field. */
const usedCodes = ['field-removed', 'field-retyped'];

/** A field's path by its place in the schema. */
const fieldAt = (pointer: string): string => pointer.replace('/schema/properties/', '').replaceAll('/properties/', '.');

function Changes({ definition }: { definition: Definition }) {
  const { t } = useTranslation('rules');
  const { api, page } = useDefinitionPaths(definition);
  const { current } = definition;
  const comparison = useGet<RuleComparison>(current > 0 ? api('compare') : null, { from: current, to: 'draft' });
  if (current === 0) return null;
  return (
    <Section
      title={t('publish.changes', { number: current })}
      actions={<ButtonLink to={page('versions')}>{t('version.title')}</ButtonLink>}
    >
      <Loaded query={comparison}>{({ differences }) => <Differences differences={differences} />}</Loaded>
    </Section>
  );
}

type FormProps = {
  together: Together;
  publishing: ReturnType<typeof useSend<RulePublished[]>>;
};

function PublishForm({ together, publishing }: FormProps) {
  const { t } = useTranslation('rules');
  const { api } = usePaths();
  const { today } = useMunicipality();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { body, check, publication, others, effectiveOn } = together;
  const blocked = publication && !publication.ok;
  const unseen = !together.isConfirmed;
  const wrong = {
    reason: tried && !reason.trim() ? t('publish.reasonMissing') : null,
    day:
      tried && !effectiveOn
        ? t('publish.dayMissing')
        : effectiveOn && effectiveOn < today
          ? t('publish.dayPast')
          : null,
  };
  const publish = () => {
    setTried(true);
    if (!reason.trim() || !effectiveOn || effectiveOn < today) return;
    if (!publication) void check.refetch();
    if (publication?.ok)
      publishing.mutate({
        path: api('publications'),
        body: { ...body, reason: reason.trim(), confirm: together.confirm },
      });
  };
  return (
    <Section title={t('publish.publish')}>
      <Form className="max-w-160 space-y-6" onSubmit={publish}>
        {others.length > 0 && (
          <CheckboxGroup
            label={t('settings:draft.together')}
            help={t('settings:draft.togetherHelp')}
            value={together.beside}
            onChange={together.setBeside}
            choices={others.map((other) => ({
              value: refOf(other),
              label: t('settings:draft.other', {
                kind: t(`settings:definitionKind.${other.kind}`),
                name: other.name,
              }),
            }))}
          />
        )}
        <DateField
          label={t('publish.effectiveOn')}
          required
          error={wrong.day}
          value={effectiveOn}
          onChange={together.setEffectiveOn}
        />
        {publication?.drafts.flatMap(({ name, replaced }) =>
          replaced.map((version) => (
            <Notice
              key={`${name} ${version.number}`}
              tone="warn"
              title={t('settings:draft.replaced', {
                name,
                number: version.number,
                day: formatShortDay(version.effectiveOn),
              })}
            >
              <p>{t('settings:draft.replacedHelp')}</p>
            </Notice>
          )),
        )}
        <TextField
          label={t('publish.reason')}
          help={t('publish.reasonHelp')}
          required
          error={wrong.reason}
          value={reason}
          onChange={setReason}
        />
        <p>{t('publish.frozen')}</p>
        <SaveProblem error={publishing.error} onReload={publishing.reset} />
        <Button
          type="submit"
          kind="primary"
          busy={publishing.isPending || check.isFetching}
          reason={blocked ? t('publish.blocked') : unseen ? t('publish.unseen') : null}
        >
          {body.drafts.length > 1
            ? t('settings:draft.publishTogether', { count: body.drafts.length })
            : t('publish.do')}
        </Button>
      </Form>
    </Section>
  );
}

function Done({ definition, published }: { definition: Definition; published: RulePublished[] }) {
  const { t } = useTranslation('rules');
  const { page, list } = useDefinitionPaths(definition);
  const { today } = useMunicipality();
  const [own, ...others] = published;
  if (!own) return null;
  return (
    <Notice tone="success" announce title={t('publish.done', { number: own.number })}>
      {others.length > 0 && <p>{t('publish.doneTogether', { count: others.length })}</p>}
      <p>{t(own.effectiveOn > today ? 'publish.doneLater' : 'publish.doneNow', { day: formatDay(own.effectiveOn) })}</p>
      <div className="flex flex-wrap gap-3">
        <ButtonLink to={page('versions')}>{t('version.title')}</ButtonLink>
        <ButtonLink to={list}>{t('publish.toList')}</ButtonLink>
      </div>
    </Notice>
  );
}

/** Gives the draft up; the published versions stay. */
function Discard({
  definition,
  draft,
  discarding,
}: {
  definition: Definition;
  draft: Mark;
  discarding: ReturnType<typeof useSend>;
}) {
  const { t } = useTranslation('rules');
  const { api } = useDefinitionPaths(definition);
  const say = useDraftWords();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind="text" onPress={() => setAsking(true)}>
        {t('publish.discard')}
      </Button>
      <Dialog title={t('publish.discard')} isOpen={asking} onClose={() => setAsking(false)}>
        <div className="space-y-6">
          <p>
            {say(draft)} {t('publish.discardHelp')}
          </p>
          <SaveProblem error={discarding.error} onReload={discarding.reset} />
          <Button
            kind="danger"
            busy={discarding.isPending}
            onPress={() => discarding.mutate({ method: 'DELETE', path: api('draft'), version: draft.version })}
          >
            {t('publish.discardDo')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
