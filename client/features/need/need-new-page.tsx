import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { AnswerForm, type Answers } from '../../forms/answer-form.tsx';
import { ApiProblem, send as ask } from '../../lib/api.ts';
import type { LikelyPeople, LocalForm } from '../../lib/contract.ts';
import { forgetAnswers } from '../../lib/answer-drafts.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
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
        {(form) => <Intake form={form} />}
      </Loaded>
    </div>
  );
}

/** The form waits behind its summary: it goes on when the person goes back, or shows what the server found. */
type Waiting = { answers: Answers; likely: LikelyPeople; goOn: () => void; refuse: (error: Error) => void };

function Intake({ form }: { form: LocalForm }) {
  const { t } = useTranslation('needs');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const save = useSend<{ id: string }>();
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
      { path: api('needs'), body: { answers: waiting?.answers, ...personSent(person) } },
      {
        onSuccess: ({ id }) => {
          void forgetAnswers(form.key, 'new');
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
          record="new"
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
