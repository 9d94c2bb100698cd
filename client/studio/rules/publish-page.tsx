import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button, ButtonLink } from '../../components/button.tsx';
import { isConflict, ConflictNotice } from '../../components/conflict-notice.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { RuleComparison, RuleDraft, RulePublished, RulePublishInput, RuleSetEntry } from '../../lib/contract.ts';
import { formatDay, formatInstant } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { WithEntry } from './entry.tsx';
import { useRulePaths } from './paths.ts';
import { StudioTitle } from './studio-title.tsx';
import { holdUnread } from '../../lib/on-submit.ts';

/** Publishing a draft: what stands against it, what changes, the reason and the day; then it is done. */
export function PublishPage() {
  return <WithEntry>{(entry) => <Publish entry={entry} />}</WithEntry>;
}

function Publish({ entry }: { entry: RuleSetEntry }) {
  const { t } = useTranslation('rules');
  const { api, page } = useRulePaths(entry.key);
  // Kept here: everything is read anew before a write is over, and then the form has no draft any more.
  const publishing = useSend<RulePublished>();
  const discarding = useSend();
  const done = publishing.data;
  const draft = useGet<RuleDraft>(entry.draft && !done ? api('draft') : null);
  const title = <StudioTitle title={t('publish.title')} between={[{ name: entry.name, to: page() }]} />;
  if (done)
    return (
      <div className="space-y-8">
        {title}
        <Done published={done} />
      </div>
    );
  if (!entry.draft && publishing.isPending)
    return (
      <div className="space-y-8">
        {title}
        <Skeleton />
      </div>
    );
  if (!entry.draft && discarding.isSuccess)
    return (
      <div className="space-y-8">
        {title}
        <Notice tone="success" announce title={t('publish.discarded')}>
          <ButtonLink to={page()}>{t('publish.toStudio')}</ButtonLink>
        </Notice>
      </div>
    );
  if (!entry.draft)
    return (
      <div className="space-y-8">
        {title}
        <EmptyState title={t('publish.nothing')}>
          <ButtonLink to={page()}>{t('publish.toStudio')}</ButtonLink>
        </EmptyState>
      </div>
    );
  return (
    <div className="space-y-10">
      {title}
      <Loaded query={draft}>
        {(found) => (
          <>
            <Standing draft={found} />
            <Changes entry={entry} />
            <PublishForm draft={found} publishing={publishing} onReload={() => void draft.refetch()} />
            <Discard draft={found} discarding={discarding} />
          </>
        )}
      </Loaded>
    </div>
  );
}

/** Where each thing that stands against publishing is mended. */
const mendedAt: Record<string, string> = {
  check: '?tab=check',
  analysis: '?tab=check',
  examples: '?tab=examples',
  backtest: 'backtests',
  unchanged: '',
};
const steps = ['check', 'analysis', 'examples', 'backtest'] as const;

function Standing({ draft }: { draft: RuleDraft }) {
  const { t } = useTranslation('rules');
  const { page } = useRulePaths();
  const { blocks } = draft.check;
  const others = blocks.filter((block) => !steps.some((step) => step === block.code));
  const link = (code: string) => {
    const rest = mendedAt[code] ?? '';
    return rest.startsWith('?') ? `${page()}${rest}` : page(rest);
  };
  return (
    <Section title={t('publish.ready')}>
      <ol className="space-y-3">
        {steps.map((step) => {
          const block = blocks.find((one) => one.code === step);
          return (
            <li key={step} className="flex gap-3">
              <Icon
                name={block ? 'cross' : 'check'}
                className={`mt-1 size-6 ${block ? 'text-red-1000' : 'text-green-900'}`}
              />
              <span>
                <span className="font-bold">{t(`publish.step.${step}`)}</span>
                <span className="block">{block ? block.message : t(`publish.good.${step}`)}</span>
                {block && (
                  <Link className="link inline-flex min-h-11 items-center" to={link(step)}>
                    {t(`publish.mend.${step}`)}
                  </Link>
                )}
                {!block && step === 'backtest' && draft.backtest && (
                  <Link className="link inline-flex min-h-11 items-center" to={page(`backtests/${draft.backtest}`)}>
                    {t('publish.seeBacktest')}
                  </Link>
                )}
              </span>
            </li>
          );
        })}
      </ol>
      {others.map((block) => (
        <Notice key={block.code} tone="warn" title={block.message} />
      ))}
    </Section>
  );
}

function Changes({ entry }: { entry: RuleSetEntry }) {
  const { t } = useTranslation('rules');
  const { api, page } = useRulePaths(entry.key);
  const comparison = useGet<RuleComparison>(entry.current > 0 ? api('compare') : null, {
    from: entry.current,
    to: 'draft',
  });
  if (entry.current === 0) return null;
  return (
    <Section
      title={t('publish.changes', { number: entry.current })}
      actions={<ButtonLink to={page('versions')}>{t('version.title')}</ButtonLink>}
    >
      <Loaded query={comparison}>
        {({ differences }) =>
          differences.length === 0 ? (
            <p>{t('version.same')}</p>
          ) : (
            <ul className="list-disc space-y-2 pl-6">
              {differences.map((one, index) => (
                <li key={index}>{one.message}</li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function PublishForm({
  draft,
  publishing,
  onReload,
}: {
  draft: RuleDraft;
  publishing: ReturnType<typeof useSend<RulePublished>>;
  onReload: () => void;
}) {
  const { t } = useTranslation('rules');
  const { api } = useRulePaths();
  const { today } = useMunicipality();
  const [reason, setReason] = useState('');
  const [effectiveOn, setEffectiveOn] = useState<string | null>(today);
  const [asked, setAsked] = useState(false);
  const blocked = draft.check.blocks.length > 0;
  const wrong = {
    reason: asked && !reason.trim() ? t('publish.reasonMissing') : null,
    day:
      asked && !effectiveOn
        ? t('publish.dayMissing')
        : effectiveOn && effectiveOn < today
          ? t('publish.dayPast')
          : null,
  };
  const publish = () => {
    setAsked(true);
    if (!reason.trim() || !effectiveOn || effectiveOn < today) return;
    const body: RulePublishInput = { reason: reason.trim(), effectiveOn };
    publishing.mutate({ path: api('publish'), body, version: draft.version });
  };
  return (
    <Section title={t('publish.publish')}>
      <form
        className="max-w-160 space-y-6"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (holdUnread(event.currentTarget)) return;
          if (!blocked) publish();
        }}
      >
        <TextField
          label={t('publish.reason')}
          help={t('publish.reasonHelp')}
          required
          error={wrong.reason}
          value={reason}
          onChange={setReason}
        />
        <DateField
          label={t('publish.effectiveOn')}
          required
          error={wrong.day}
          value={effectiveOn}
          onChange={setEffectiveOn}
        />
        <p>{t('publish.fixed', { at: formatInstant(draft.savedAt), by: draft.savedBy })}</p>
        {publishing.error &&
          (isConflict(publishing.error) ? (
            <ConflictNotice problem={publishing.error} onReload={onReload} />
          ) : (
            <ProblemNotice error={publishing.error} />
          ))}
        <Button type="submit" kind="primary" busy={publishing.isPending} reason={blocked ? t('publish.blocked') : null}>
          {t('publish.do')}
        </Button>
      </form>
    </Section>
  );
}

function Done({ published }: { published: RulePublished }) {
  const { t } = useTranslation('rules');
  const { page: settings } = usePaths();
  const { page } = useRulePaths();
  const { today } = useMunicipality();
  return (
    <Notice tone="success" announce title={t('publish.done', { number: published.number })}>
      <p>
        {t(published.effectiveOn > today ? 'publish.doneLater' : 'publish.doneNow', {
          day: formatDay(published.effectiveOn),
        })}
      </p>
      <div className="flex flex-wrap gap-3">
        <ButtonLink to={page('versions')}>{t('version.title')}</ButtonLink>
        <ButtonLink to={settings('settings/rules')}>{t('publish.toList')}</ButtonLink>
      </div>
    </Notice>
  );
}

/** Gives the draft up; the published versions stay. */
function Discard({ draft, discarding }: { draft: RuleDraft; discarding: ReturnType<typeof useSend> }) {
  const { t } = useTranslation('rules');
  const { api } = useRulePaths();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind="text" onPress={() => setAsking(true)}>
        {t('publish.discard')}
      </Button>
      <Dialog title={t('publish.discard')} isOpen={asking} onClose={() => setAsking(false)}>
        <div className="space-y-6">
          <p>{t('publish.discardHelp', { at: formatInstant(draft.savedAt), by: draft.savedBy })}</p>
          {discarding.error &&
            (isConflict(discarding.error) ? (
              <ConflictNotice problem={discarding.error} onReload={() => setAsking(false)} />
            ) : (
              <ProblemNotice error={discarding.error} />
            ))}
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
