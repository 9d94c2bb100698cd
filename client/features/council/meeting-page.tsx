import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button } from '../../components/button.tsx';
import { KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import type { CouncilRecord, Meeting } from '../../lib/contract.ts';
import { formatDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { MeetingForm } from './meeting-form.tsx';

/** One gathering: what was said, decided, and which needs it dealt with. */
export function MeetingPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const meeting = useGet<Meeting>(api(`meetings/${id}`));
  return <Loaded query={meeting}>{(found) => <MeetingView meeting={found} />}</Loaded>;
}

function MeetingView({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('councils');
  const { api, page } = usePaths();
  const [editing, setEditing] = useState(false);
  const council = useGet<CouncilRecord>(editing ? api(`councils/${meeting.council.id}`) : null);
  return (
    <div className="max-w-200 space-y-8">
      <div>
        <Breadcrumb
          items={[
            { name: t('list.title'), to: page('councils') },
            { name: meeting.council.name, to: page(`councils/${meeting.council.id}`) },
            { name: meeting.title },
          ]}
        />
        <PageTitle
          title={meeting.title}
          aside={<Badge>{t(`meetingKind.${meeting.kind}`)}</Badge>}
          actions={
            meeting.can['edit'] &&
            !editing && <Button onPress={() => setEditing(true)}>{t('common:action.edit')}</Button>
          }
        />
      </div>
      {editing ? (
        <Loaded query={council}>
          {(found) => (
            <MeetingForm
              areaId={found.area.id}
              path={api(`meetings/${meeting.id}`)}
              meeting={meeting}
              onSaved={() => setEditing(false)}
              onCancel={() => setEditing(false)}
            />
          )}
        </Loaded>
      ) : (
        <MeetingFacts meeting={meeting} />
      )}
    </div>
  );
}

function MeetingFacts({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('councils');
  const { page } = usePaths();
  return (
    <>
      <KeyFacts
        facts={[
          { label: t('meeting.heldOn'), value: formatDay(meeting.heldOn) },
          { label: t('meeting.place'), value: meeting.place ?? t('none') },
          { label: t('meeting.attendance'), value: t('people', { count: meeting.attendance }) },
          { label: t('meeting.examined'), value: t(meeting.examined ? 'meeting.examinedYes' : 'notYet') },
        ]}
      />
      <Section title={t('meeting.decisions')}>
        <Lines lines={meeting.decisions} />
      </Section>
      <Section title={t('meeting.needs')}>
        {meeting.needs.length === 0 ? (
          <p>{t('none')}</p>
        ) : (
          <ul className="space-y-3">
            {meeting.needs.map((need) => (
              <li key={need.needId} className="surface">
                {need.canOpen ? (
                  <Link className="link font-bold" to={page(`needs/${need.needId}`)}>
                    {t('need', { number: need.number, title: need.title })}
                  </Link>
                ) : (
                  <p className="font-bold">{t('need', { number: need.number, title: need.title })}</p>
                )}
                {need.canOpen && <p>{need.plan ? t('meeting.planned', { plan: need.plan }) : t('meeting.noPlan')}</p>}
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('meeting.attendees')}>
        <Lines lines={meeting.attendees} />
      </Section>
      <Section title={t('meeting.minutes')}>
        <p className="prose-line whitespace-pre-wrap">{meeting.minutes ?? t('none')}</p>
      </Section>
    </>
  );
}

function Lines({ lines }: { lines: string[] }) {
  const { t } = useTranslation('councils');
  if (lines.length === 0) return <p>{t('none')}</p>;
  return (
    <ul className="prose-line list-disc pl-6">
      {lines.map((line, index) => (
        <li key={index}>{line}</li>
      ))}
    </ul>
  );
}
