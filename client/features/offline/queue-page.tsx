import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { Button, ButtonLink } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { formatInstant } from '../../lib/dates.ts';
import { useIsDeviceUsed, useOwner, type Owner } from '../../lib/device.ts';
import {
  beginDraft,
  dropDraft,
  goesAt,
  goesSoon,
  listDrafts,
  listForms,
  type DeviceDraft,
  type TakenForm,
} from '../../lib/device-store.ts';
import { endSession } from '../../lib/end-session.ts';
import { addOfflineTexts } from '../../lib/offline-texts.ts';
import { putBack, tidyUp } from '../../lib/take-along.ts';
import { firstWords } from './first-words.ts';
import { LostFiles } from './hand-files.ts';
import { handOver } from './hand-over.ts';
import { OfflineFrame } from './offline-frame.tsx';
import { refreshTaken } from './refresh-taken.ts';
import { useSettledOwner } from './settle-owner.ts';
import { listArrived, refuseLost, type Standing } from './send-waiting.ts';
import { useSending } from './use-sending.ts';

addOfflineTexts();

/** What lies on this device for its owner: answers that have not been sent, and the forms that were taken along. */
export function QueuePage() {
  const { t } = useTranslation('offline');
  const { municipality: code = '' } = useParams();
  const owner = useOwner();
  // With the last that arrives nobody has anything here any more: who looks on is told still.
  const [opener] = useState(owner);
  const reader = useIsDeviceUsed() ? owner : opener;
  const { data: everyArrived = [] } = useQuery({ queryKey: ['device', 'arrived'], queryFn: () => listArrived() });
  const arrived = everyArrived.filter(({ user }) => user === reader?.user);
  const { standing, sendNow } = useSending();
  useSettledOwner();
  return (
    <OfflineFrame>
      <PageTitle title={t('title')} lead={<p>{t('lead')}</p>} />
      <div role="status">
        {arrived.length > 0 && (
          <Notice tone="success" title={t('arrived', { count: arrived.length })}>
            <ul>
              {arrived.map(({ key, name, page }) => (
                <li key={key}>
                  <Link className="link" to={page}>
                    {name}
                  </Link>
                </li>
              ))}
            </ul>
          </Notice>
        )}
      </div>
      {owner?.code === code ? (
        <Device key={owner.user} owner={owner} standing={standing} sendNow={sendNow} />
      ) : (
        <EmptyState title={t('nobody.title')}>
          <p>{t('nobody.help')}</p>
          <ButtonLink to={`/sign-in?back=${encodeURIComponent(`/${code}/home`)}`}>{t('signIn')}</ButtonLink>
        </EmptyState>
      )}
    </OfflineFrame>
  );
}

type Props = { owner: Owner; standing: Standing; sendNow: () => Promise<void> };

function Device({ owner, standing, sendNow }: Props) {
  const { t } = useTranslation('offline');
  const client = useQueryClient();
  const [search] = useSearchParams();
  const read = () => client.invalidateQueries({ queryKey: ['device'] });
  const drafts = useQuery({
    queryKey: ['device', 'drafts', owner.user, owner.code],
    queryFn: () => listDrafts(owner),
  });
  const forms = useQuery({ queryKey: ['device', 'forms', owner.user, owner.code], queryFn: () => listForms(owner) });
  useEffect(() => {
    // Where the server cannot be asked, or knows nobody, what was taken along stays as it is.
    refreshTaken(owner).then(
      () => client.invalidateQueries({ queryKey: ['device'] }),
      () => undefined,
    );
  }, [owner, client]);
  return (
    <>
      <p>{t('owner', { name: owner.name })}</p>
      {search.has('leaving') && drafts.data && <Leaving owner={owner} drafts={drafts.data} />}
      <div role="status" className="space-y-4">
        {standing === 'away' && <Notice title={t('standing.away')}>{t('standing.awayHelp')}</Notice>}
        {standing === 'signedOut' && (
          <Notice tone="warn" title={t('standing.signedOut')}>
            <p>{t('standing.signedOutHelp', { name: owner.name })}</p>
            <ButtonLink to={`/sign-in?back=${encodeURIComponent(`/${owner.code}/offline`)}`}>{t('signIn')}</ButtonLink>
          </Notice>
        )}
      </div>
      <Section title={t('unsent.title')}>
        {drafts.data?.length === 0 && <p>{t('unsent.none')}</p>}
        <ul className="space-y-4">
          {drafts.data?.map((draft) => (
            <Draft key={draft.key} draft={draft} onChanged={read} sendNow={sendNow} />
          ))}
        </ul>
      </Section>
      <Section title={t('forms.title')}>
        {forms.data?.length === 0 && <p>{t('forms.none')}</p>}
        <ul className="space-y-4">
          {forms.data?.map((form) => (
            <Taken key={form.path} taken={form} onChanged={read} />
          ))}
        </ul>
      </Section>
    </>
  );
}

function Draft({
  draft,
  onChanged,
  sendNow,
}: {
  draft: DeviceDraft;
  onChanged: () => Promise<void>;
  sendNow: () => Promise<void>;
}) {
  const { t } = useTranslation('offline');
  const navigate = useNavigate();
  const [isDropAsked, setDropAsked] = useState(false);
  const [problem, setProblem] = useState<Error | null>(null);
  const { key, code, form, state, refusal, begunAt } = draft;
  const name = firstWords(draft) ?? form.name;
  const words = { name, at: formatInstant(begunAt) };
  const mend = async () => {
    try {
      await navigate(await handOver(draft));
    } catch (error) {
      if (!(error instanceof LostFiles)) return setProblem(error as Error);
      await refuseLost(key, error);
      await onChanged();
    }
  };
  const drop = async () => {
    await dropDraft(key);
    await tidyUp();
    await onChanged();
  };
  return (
    <li className="surface space-y-2">
      <h3 className="text-[1rem] wrap-anywhere">{name}</h3>
      <p>
        {t('unsent.begun', { form: form.name, at: words.at })}
        {'　'}
        <strong>{t(`state.${state}`)}</strong>
      </p>
      <p className={goesSoon(draft) ? 'font-bold text-orange-1000' : 'text-solid-gray-700'}>
        {t('unsent.goes', { at: formatInstant(goesAt(draft)) })}
      </p>
      {refusal && (
        <Notice tone="warn" title={refusal.title}>
          <p>{refusal.detail}</p>
          <ul className="list-disc pl-6">
            {refusal.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Notice>
      )}
      {problem && <ProblemNotice error={problem} />}
      <div className="flex flex-wrap gap-3">
        {state === 'refused' && (
          <Button kind="primary" label={t('unsent.mendOne', words)} onPress={() => void mend()}>
            {t('unsent.mend')}
          </Button>
        )}
        {state !== 'sending' && (
          <ButtonLink to={`/${code}/offline/${key}`} label={t('unsent.goOnOne', words)}>
            {t('unsent.goOn')}
          </ButtonLink>
        )}
        {(state === 'sending' || state === 'ready') && (
          <Button label={t('unsent.sendOne', words)} onPress={() => void sendNow().catch(() => undefined)}>
            {t('unsent.send')}
          </Button>
        )}
        {state !== 'sending' && !isDropAsked && (
          <Button kind="text" label={t('unsent.dropOne', words)} onPress={() => setDropAsked(true)}>
            {t('unsent.drop')}
          </Button>
        )}
      </div>
      {isDropAsked && (
        <Notice tone="warn" announce title={t('unsent.dropAsk')}>
          <div className="flex flex-wrap gap-3">
            <Button kind="danger" onPress={() => void drop()}>
              {t('unsent.dropNow')}
            </Button>
            <Button kind="text" onPress={() => setDropAsked(false)}>
              {t('common:action.cancel')}
            </Button>
          </div>
        </Notice>
      )}
    </li>
  );
}

function Taken({ taken, onChanged }: { taken: TakenForm; onChanged: () => Promise<void> }) {
  const { t } = useTranslation('offline');
  const navigate = useNavigate();
  const { code, form, takenAt } = taken;
  const begin = async () => navigate(`/${code}/offline/${await beginDraft(taken)}`);
  return (
    <li className="surface space-y-2">
      <h3 className="text-[1rem]">{form.name}</h3>
      <p className="text-solid-gray-700">{t('forms.taken', { at: formatInstant(takenAt) })}</p>
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" label={t('forms.beginOne', { name: form.name })} onPress={() => void begin()}>
          {t('forms.begin')}
        </Button>
        <Button
          kind="text"
          label={t('forms.backOne', { name: form.name })}
          onPress={() => void putBack(taken).then(onChanged)}
        >
          {t('forms.back')}
        </Button>
      </div>
    </li>
  );
}

/** Whoever signs out while something is unsent decides what becomes of it. */
function Leaving({ owner, drafts }: { owner: Owner; drafts: DeviceDraft[] }) {
  const { t } = useTranslation('offline');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<Error | null>(null);
  const leave = async (isDropped: boolean) => {
    try {
      await endSession(client, async () => {
        if (isDropped) for (const { key } of drafts) await dropDraft(key);
        await tidyUp();
        await navigate('/sign-in');
      });
    } catch (error) {
      setProblem(error as Error);
    }
  };
  return (
    <Notice tone="warn" announce title={t('leaving.title', { count: drafts.length })}>
      <p>{t('leaving.help', { name: owner.name })}</p>
      {problem && <ProblemNotice error={problem} />}
      <div className="flex flex-wrap gap-3">
        <Button onPress={() => void leave(false)}>{t('leaving.keep')}</Button>
        {drafts.length > 0 && (
          <Button kind="danger" onPress={() => void leave(true)}>
            {t('leaving.drop')}
          </Button>
        )}
        <ButtonLink to={`/${owner.code}/offline`}>{t('leaving.stay')}</ButtonLink>
      </div>
    </Notice>
  );
}
