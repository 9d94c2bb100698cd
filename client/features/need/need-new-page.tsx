import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { AnswerForm, type Answers } from '../../forms/answer-form.tsx';
import { TakeAlong } from '../../forms/take-along.tsx';
import { ApiProblem, send as ask } from '../../lib/api.ts';
import type { AnswerDrafts, LikelyPeople, LocalForm } from '../../lib/contract.ts';
import { forgetAnswers, readBegun } from '../../lib/answer-drafts.ts';
import { formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { useFollowUp, useFromItem } from '../../record/follow-up.ts';
import { NeedSummary } from './need-summary.tsx';
import { PersonChoice, personSent } from './person-choice.tsx';

/** Taking in a need: the form, the summary before sending, then the need's page with what happens next. */
export function NeedNewPage() {
  const { t } = useTranslation('needs');
  const { api, page } = usePaths();
  const form = useGet<LocalForm>(api('needs/form'));
  return (
    <div className="space-y-8">
      <div>
        <Breadcrumb items={[{ name: t('list.title'), to: page('needs') }, { name: t('new.title') }]} />
        <PageTitle title={t('new.title')} />
      </div>
      <Loaded query={form} lines={8}>
        {(form) => (
          <>
            <TakeAlong form={form} place={{ path: 'needs/form', send: 'needs', begin: 'needs/new' }} />
            <BegunIntake form={form} />
          </>
        )}
      </Loaded>
    </div>
  );
}

/** Each intake that is begun is one of its own, named in the address; what a release before 0.2 kept in this window is gone on with. */
const begin = ({ key: formKey, id: formId }: LocalForm): string =>
  readBegun({ formKey, formId, place: 'new' }) ? 'new' : `new.${crypto.randomUUID()}`;

function BegunIntake({ form }: { form: LocalForm }) {
  const [params, setParams] = useSearchParams();
  const place = params.get('draft');
  const item = useFromItem();
  useEffect(() => {
    if (!place) setParams({ draft: begin(form), ...(item !== null && { item }) }, { replace: true });
  }, [place, form, setParams, item]);
  if (!place) return null;
  return (
    <>
      <Others form={form} place={place} />
      <Intake key={place} form={form} place={place} />
    </>
  );
}

/** Other intakes that the asker has begun and not sent. */
function Others({ form, place }: { form: LocalForm; place: string }) {
  const { t } = useTranslation('needs');
  const { api, page } = usePaths();
  const path = api('answer-drafts');
  const { data } = useGet<AnswerDrafts>(path, { form: form.key });
  const client = useQueryClient();
  // What was left a moment ago is among them.
  useEffect(() => void client.invalidateQueries({ queryKey: [path] }), [client, path, place]);
  const [discarded, setDiscarded] = useState<string | null>(null);
  const others = (data?.items ?? [])
    .filter((draft) => draft.place !== place)
    .map((draft) => ({
      place: draft.place,
      words: { title: draft.title ?? t('new.noTitle'), at: formatInstant(draft.savedAt) },
    }));
  const leaving = others.find((draft) => draft.place === discarded);
  if (others.length === 0) return null;
  return (
    <Notice title={t('new.halfDone')}>
      <p>{t('new.halfDoneHelp')}</p>
      <ul className="space-y-2">
        {others.map(({ place: other, words }) => (
          <li key={other} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
            <span className="min-w-0 flex-1 basis-60 wrap-anywhere">
              <span className="font-bold">{words.title}</span>
              <span className="block">{t('new.savedAt', words)}</span>
            </span>
            <span className="flex flex-wrap gap-3">
              <ButtonLink
                to={`${page('needs/new')}?draft=${encodeURIComponent(other)}`}
                label={t('new.goOnWith', words)}
              >
                {t('new.goOn')}
              </ButtonLink>
              <Button kind="text" label={t('new.discard', words)} onPress={() => setDiscarded(other)}>
                {t('new.discardNow')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        title={leaving ? t('new.discard', leaving.words) : ''}
        help={t('new.discardHelp')}
        action={t('new.discardNow')}
        path={discarded === null ? null : `${path}/${form.key}?place=${encodeURIComponent(discarded)}`}
        onClose={() => setDiscarded(null)}
      />
    </Notice>
  );
}

/** The form waits behind its summary: it goes on when the person goes back, or shows what the server found. */
type Waiting = { answers: Answers; likely: LikelyPeople; goOn: () => void; refuse: (error: Error) => void };

function Intake({ form, place }: { form: LocalForm; place: string }) {
  const { t } = useTranslation('needs');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const save = useSend<{ id: string }>();
  const follow = useFollowUp();
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const [person, setPerson] = useState('');
  const showSummary = async (answers: Answers) => {
    const likely = await ask<LikelyPeople>('POST', api('needs/likely-people'), { answers });
    setPerson('');
    await new Promise<void>((goOn, refuse) => {
      save.reset();
      setWaiting({ answers, likely, goOn, refuse });
    });
  };
  const back = (error?: Error) => {
    if (error) waiting?.refuse(error);
    else waiting?.goOn();
    setWaiting(null);
  };
  const send = () =>
    save.mutate(
      { path: api('needs'), body: { answers: waiting?.answers, ...personSent(person), draft: place } },
      {
        onSuccess: async ({ id }) => {
          forgetAnswers(form.key, place);
          await follow('need', id);
          void navigate(page(`needs/${id}`), { state: { takenIn: true } });
        },
        onError: (error) => {
          if (error instanceof ApiProblem && error.problem.issues?.length) back(error);
        },
      },
    );
  return (
    <>
      <div className="max-w-180" hidden={waiting !== null}>
        <AnswerForm
          form={form}
          record={place}
          keepDraft
          submitLabel={t('new.toSummary')}
          onSubmit={showSummary}
          onCancel={() => void navigate(page('needs'))}
        />
      </div>
      {waiting && (
        <NeedSummary
          form={form}
          answers={waiting.answers}
          error={save.error}
          busy={save.isPending}
          onSend={send}
          onBack={() => back()}
          isReady={!waiting.likely.individual || person !== ''}
        >
          {waiting.likely.individual && (
            <PersonChoice likely={waiting.likely.items} value={person} onChange={setPerson} />
          )}
        </NeedSummary>
      )}
    </>
  );
}
