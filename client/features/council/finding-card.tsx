import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { Finding } from '../../lib/contract.ts';
import { formatDay, toDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { onSubmit } from '../../lib/on-submit.ts';
import { useSend } from '../../lib/queries.ts';
import { Explanation } from '../../record/explanation.tsx';

const kinds = ['proposal', 'report'] as const;

/** What the rules found: a candidate to send up to tier 1, or a sign to watch, with its reasons. */
export function FindingCard({ finding }: { finding: Finding }) {
  const { t } = useTranslation('councils');
  const { page } = usePaths();
  const [dismissing, setDismissing] = useState(false);
  const open = finding.status === 'open';
  const candidate = finding.purpose === 'escalation';
  return (
    <article className={`surface space-y-3 ${open ? 'border-2 border-orange-800' : ''}`}>
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={open ? 'attention' : 'neutral'}>{t(candidate ? 'finding.candidate' : 'finding.watch')}</Badge>
        {finding.type && <span className="font-bold">{finding.type.name}</span>}
        {!open && <Badge>{t(`finding.status.${finding.status}`)}</Badge>}
        <span className="text-dns-14N-130 text-solid-gray-700">
          {t('finding.found', { day: formatDay(toDay(finding.foundAt)) })}
        </span>
      </p>
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
        <div className="space-y-3">
          <p className="prose-line font-bold">{finding.sentence}</p>
          {finding.statusReason && (
            <p className="prose-line">{t('finding.reasonGiven', { reason: finding.statusReason })}</p>
          )}
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
                  {t(`finding.raise.${kind}`)}
                </ButtonLink>
              ))}
            {finding.can['dismiss'] && (
              <Button kind="text" onPress={() => setDismissing(true)}>
                {t('finding.dismiss')}
              </Button>
            )}
          </div>
        )}
      </div>
      {finding.needs.length > 0 && (
        <ul aria-label={t('finding.needs')} className="flex flex-wrap gap-x-6">
          {finding.needs.map((need) => (
            <li key={need.id}>
              <Link className="link inline-flex min-h-11 items-center" to={page(`needs/${need.id}`)}>
                {t('need', { number: need.number, title: need.title })}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Explanation explanation={finding.explanation} hideSentence />
      <Dialog title={t('finding.dismiss')} isOpen={dismissing} onClose={() => setDismissing(false)}>
        <Dismissal finding={finding} onClose={() => setDismissing(false)} />
      </Dialog>
    </article>
  );
}

function Dismissal({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const { t } = useTranslation('councils');
  const { api } = usePaths();
  const dismiss = useSend();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (reason.trim())
      dismiss.mutate(
        { path: api(`findings/${finding.id}/dismiss`), body: { reason }, version: finding.version },
        { onSuccess: onClose },
      );
  };
  return (
    <form noValidate className="space-y-6" onSubmit={onSubmit(submit)}>
      {dismiss.error && <ProblemNotice error={dismiss.error} />}
      <p>{finding.sentence}</p>
      <TextField
        label={t('finding.reason')}
        help={t('finding.reasonHelp')}
        required
        value={reason}
        onChange={setReason}
        maxLength={200}
        error={tried && !reason.trim() ? t('form:issue.required') : null}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="danger" busy={dismiss.isPending}>
          {t('finding.dismiss')}
        </Button>
        <Button kind="text" onPress={onClose}>
          {t('common:action.cancel')}
        </Button>
      </div>
    </form>
  );
}
