import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ReasonForm } from '../../components/reason-form.tsx';
import type { Covering as CoveringList, Finding } from '../../lib/contract.ts';
import { formatDay, formatFiscalYear, toDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { Explanation } from '../../record/explanation.tsx';

const kinds = ['proposal', 'report'] as const;

type Covers = CoveringList['items'][number];

/** What the rules found: a candidate to send up to tier 1, or a sign to watch, with its reasons. */
export function FindingCard({ finding }: { finding: Finding }) {
  const { t } = useTranslation('findings');
  const { page } = usePaths();
  const [dismissing, setDismissing] = useState(false);
  const open = finding.status === 'open';
  const candidate = finding.purpose === 'escalation';
  return (
    <article className={`surface space-y-3 ${open ? 'border-2 border-orange-800' : ''}`}>
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={open ? 'attention' : 'neutral'}>{t(candidate ? 'candidate' : 'watch')}</Badge>
        {finding.type && <span className="font-bold">{finding.type.name}</span>}
        {!open && <Badge>{t(`status.${finding.status}`)}</Badge>}
        <span className="text-dns-14N-130 text-solid-gray-700">
          {t('found', { day: formatDay(toDay(finding.foundAt)) })}
        </span>
      </p>
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
        <div className="space-y-3">
          <p className="prose-line font-bold">{finding.sentence}</p>
          {finding.statusReason && <p className="prose-line">{t('reasonGiven', { reason: finding.statusReason })}</p>}
        </div>
        {open && (
          <div className="flex flex-wrap gap-3">
            {candidate &&
              finding.can['raise'] &&
              kinds.map((kind) => (
                <ButtonLink
                  key={kind}
                  kind={finding.outcome === kind ? 'primary' : 'secondary'}
                  to={page(`proposals/new?council=${finding.council.id}&finding=${finding.id}&kind=${kind}`)}
                >
                  {t(`raise.${kind}`)}
                </ButtonLink>
              ))}
            {finding.can['dismiss'] && (
              <Button kind="text" onPress={() => setDismissing(true)}>
                {t('dismiss')}
              </Button>
            )}
          </div>
        )}
      </div>
      {candidate && <Covering finding={finding} />}
      {finding.needs.length > 0 && (
        <ul aria-label={t('needs')} className="flex flex-wrap gap-x-6">
          {finding.needs.map((need) => (
            <li key={need.id}>
              <Link className="link inline-flex min-h-11 items-center" to={page(`needs/${need.id}`)}>
                {t('councils:need', { number: need.number, title: need.title })}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Explanation explanation={finding.explanation} hideSentence />
      <Dialog title={t('dismiss')} isOpen={dismissing} onClose={() => setDismissing(false)}>
        <Dismissal finding={finding} onClose={() => setDismissing(false)} />
      </Dialog>
    </article>
  );
}

/** What was adopted already for the same lack: followed where the candidate is part of it, and else to be joined. */
function Covering({ finding }: { finding: Finding }) {
  const { t } = useTranslation('findings');
  const { api, page } = usePaths();
  const [joining, setJoining] = useState<Covers | null>(null);
  const isUndecided = finding.status === 'open' || finding.status === 'raised';
  const covering = useGet<CoveringList>(isUndecided ? api('proposals/covering') : null, {
    council: finding.council.id,
  });
  const items = (covering.data?.items ?? []).filter((proposal) => proposal.finding === finding.id);
  if (items.length === 0) return null;
  return (
    <ul aria-label={t('covering')} className="space-y-2">
      {items.map((proposal) => {
        const name = t('proposal', proposal.proposal);
        return (
          <li key={proposal.proposal.id} className="space-y-1 border-l-4 border-green-800 pl-4">
            <p className="prose-line">
              {t(proposal.own ? 'own' : proposal.joined ? 'joined' : 'covers', {
                council: proposal.from.name,
              })}
              {proposal.can['see'] ? (
                <Link className="link" to={page(`proposals/${proposal.proposal.id}`)}>
                  {name}
                </Link>
              ) : (
                name
              )}
            </p>
            <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <Badge tone="good">{proposal.state}</Badge>
              {proposal.fiscalYear !== null && <span>{formatFiscalYear(`${proposal.fiscalYear}-04-01`)}</span>}
              {proposal.dueOn && <span>{t('due', { day: formatDay(proposal.dueOn) })}</span>}
              {proposal.can['join'] && <Button onPress={() => setJoining(proposal)}>{t('join')}</Button>}
            </p>
          </li>
        );
      })}
      <ConfirmDialog
        title={t('join')}
        help={
          joining
            ? t('joinHelp', {
                council: joining.from.name,
                proposal: t('proposal', joining.proposal),
              })
            : ''
        }
        action={t('join')}
        kind="primary"
        method="POST"
        path={joining && api(`proposals/${joining.proposal.id}/join`)}
        body={{ findingId: joining?.finding }}
        onClose={() => setJoining(null)}
      />
    </ul>
  );
}

function Dismissal({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const { t } = useTranslation('findings');
  const { api } = usePaths();
  const dismiss = useSend();
  return (
    <ReasonForm
      label={t('reason')}
      help={t('reasonHelp')}
      action={t('dismiss')}
      save={dismiss}
      onClose={onClose}
      onSend={(reason) =>
        dismiss.mutate(
          { path: api(`findings/${finding.id}/dismiss`), body: { reason }, version: finding.version },
          { onSuccess: onClose },
        )
      }
    >
      <p>{finding.sentence}</p>
    </ReasonForm>
  );
}
