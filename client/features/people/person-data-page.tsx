import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { AnswerList } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { getFile } from '../../lib/api.ts';
import type { PersonData, PersonErased } from '../../lib/contract.ts';
import { formatDay, formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { saveFile } from '../../lib/save-file.ts';
import { Looks } from '../../record/looks.tsx';
import { NeedTable } from './person-page.tsx';
import { Story } from '../../record/story.tsx';

/** All that is stored of a resident, to be handed out (開示), and its erasure (消去). */
export function PersonDataPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const data = useGet<PersonData>(api(`people/${id}/data`));
  return <Loaded query={data}>{(data) => <Data data={data} />}</Loaded>;
}

function Data({ data }: { data: PersonData }) {
  const { t } = useTranslation('people');
  const { api, page } = usePaths();
  const { person } = data;
  const [asking, setAsking] = useState(false);
  const [erased, setErased] = useState<PersonErased['erased'] | null>(null);
  const saving = useMutation({
    mutationFn: async () => {
      const file = await getFile(api(`people/${person.id}/data/export`));
      saveFile(file.name, file.content, file.content.type);
    },
  });
  const name = t('numbered', { number: person.number, name: person.name });
  return (
    <div className="space-y-10">
      <div>
        <Breadcrumb
          items={[
            { name: t('list.title'), to: page('people') },
            { name, to: page(`people/${person.id}`) },
            { name: t('data.title') },
          ]}
        />
        <PageTitle
          title={t('data.title')}
          lead={t('data.lead', { at: formatInstant(data.gatheredAt) })}
          actions={
            <>
              <Button onPress={() => window.print()}>{t('data.print')}</Button>
              <Button busy={saving.isPending} onPress={() => saving.mutate()}>
                {t('data.save')}
              </Button>
              {!person.erasedOn && (
                <Button kind="danger" onPress={() => setAsking(true)}>
                  {t('erase.title')}
                </Button>
              )}
            </>
          }
        />
      </div>
      {saving.error && <ProblemNotice error={saving.error} />}
      {erased && (
        <Notice tone="success" announce title={t('erase.done')}>
          <p>{t('erase.counts', { needs: erased.needs, referrals: erased.referrals, texts: erased.texts })}</p>
          {erased.namesakes && <p>{t('erase.namesakes')}</p>}
        </Notice>
      )}
      <Section title={name}>
        <AnswerList
          answers={[
            { label: t('field.name'), value: person.name },
            { label: t('field.kana'), value: person.kana },
            { label: t('field.birth'), value: person.birth && formatDay(person.birth) },
            { label: t('field.telephone'), value: person.telephone },
            { label: t('field.area'), value: person.area.name },
            { label: t('data.createdAt'), value: formatInstant(person.createdAt) },
          ]}
        />
      </Section>
      {data.needs.map((need) => (
        <Section key={need.id} title={t('needs:numbered', { number: need.number, title: need.title })}>
          <Story happenings={need.story} />
          {need.meetings.map((meeting, index) => (
            <p key={index}>
              {t('data.meeting', {
                title: meeting.title,
                day: formatDay(meeting.heldOn),
                plan: meeting.plan ?? t('needs:meetings.noPlan'),
              })}
            </p>
          ))}
          {need.agenda.map((item, index) => (
            <div key={index}>
              <p>{t('data.item', { title: item.title, meeting: item.meeting, day: formatDay(item.heldOn) })}</p>
              {[item.discussion ?? '', ...item.decisions].filter(Boolean).map((words, at) => (
                <p key={at} className="whitespace-pre-wrap pl-4">
                  {words}
                </p>
              ))}
            </div>
          ))}
          {need.tasks.map((task, index) => (
            <div key={index}>
              <p className="whitespace-pre-wrap">{t('data.task', { text: task.text })}</p>
              {task.result && <p className="whitespace-pre-wrap pl-4">{task.result}</p>}
              {task.replies.map((reply, at) => (
                <p key={at} className="whitespace-pre-wrap pl-4">
                  {t('data.reply', reply)}
                </p>
              ))}
            </div>
          ))}
          {need.handovers.map((handover, index) => (
            <p key={index} className="whitespace-pre-wrap">
              {t('data.handover', {
                from: handover.from,
                day: formatDay(handover.endsOn),
                words: [handover.title ?? '', handover.note].filter(Boolean).join(t('common:list.separator')),
              })}
            </p>
          ))}
          {need.halfDone.map((draft, index) => (
            <div key={index} className="space-y-3">
              <p>{t('data.halfDone', { form: draft.form, by: draft.by, at: formatInstant(draft.savedAt) })}</p>
              <AnswerList answers={draft.answers} />
            </div>
          ))}
          {need.referrals.map((referral) => (
            <section key={referral.id} className="space-y-3 border-l-4 border-solid-gray-420 pl-4">
              <h3>
                {t('data.referral', { service: referral.service.name, organisation: referral.organisation.name })}
              </h3>
              {referral.message && <p className="whitespace-pre-wrap">{referral.message}</p>}
              <Story happenings={referral.story} />
            </section>
          ))}
        </Section>
      ))}
      {data.undecided.length > 0 && (
        <Section title={t('data.undecided')}>
          <p className="prose-line">{t('data.undecidedHelp')}</p>
          <NeedTable
            caption={t('data.undecided')}
            needs={data.undecided}
            to={(need) => page(`needs/${need.id}/person`)}
          />
        </Section>
      )}
      <Looks opened={data.opened} seen={data.seen} />
      <Dialog title={t('erase.title')} isOpen={asking} onClose={() => setAsking(false)}>
        <Erase
          data={data}
          onDone={(done) => {
            setErased(done);
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      </Dialog>
    </div>
  );
}

type EraseProps = { data: PersonData; onDone: (erased: PersonErased['erased']) => void; onClose: () => void };

function Erase({ data: { person, needs }, onDone, onClose }: EraseProps) {
  const { t } = useTranslation('people');
  const { api } = usePaths();
  const erase = useSend<PersonErased>();
  return (
    <div className="space-y-6">
      <p className="prose-line">{t('erase.help', { number: person.number, count: needs.length })}</p>
      {erase.error && <ProblemNotice error={erase.error} />}
      <div className="flex flex-wrap gap-3">
        <Button
          kind="danger"
          busy={erase.isPending}
          onPress={() =>
            erase.mutate(
              { path: api(`people/${person.id}/erasure`), version: person.version },
              { onSuccess: ({ erased }) => onDone(erased) },
            )
          }
        >
          {t('erase.action')}
        </Button>
        <Button kind="text" onPress={onClose}>
          {t('common:action.cancel')}
        </Button>
      </div>
    </div>
  );
}
