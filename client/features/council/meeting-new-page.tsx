import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { heldCode, listCodeChoices } from '../../lib/choices.ts';
import type { CouncilRecord, Meeting } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { MeetingForm } from './meeting-form.tsx';
import { StepRecord } from './step-record.tsx';

/** Plans a council's meeting (`?state=planned`), or records one that was held: by the step of the workflow that records its kind, where there is one. */
export function MeetingNewPage() {
  const { t } = useTranslation('meetings');
  const { id = '' } = useParams();
  const { api, page } = usePaths();
  const [search] = useSearchParams();
  const held = search.get('state') !== 'planned';
  const council = useGet<CouncilRecord>(api(`councils/${id}`));
  const title = t(held ? 'add' : 'planNew');
  return (
    <Loaded query={council}>
      {(council) => (
        <div className="space-y-8">
          <div>
            <Breadcrumb
              items={[
                { name: t('councils:list.title'), to: page('councils') },
                { name: council.localName ?? council.name, to: page(`councils/${id}`) },
                { name: title },
              ]}
            />
            <PageTitle title={title} />
          </div>
          {held ? <Recording council={council} event={search.get('event')} /> : <Planning council={council} />}
        </div>
      )}
    </Loaded>
  );
}

function Planning({ council }: { council: CouncilRecord }) {
  const { api, page } = usePaths();
  const navigate = useNavigate();
  return (
    <MeetingForm
      council={council}
      path={api(`councils/${council.id}/meetings`)}
      meeting={null}
      held={false}
      onSaved={(meeting) => void navigate(page(`meetings/${meeting.id}`))}
      onCancel={() => void navigate(page(`councils/${council.id}`))}
    />
  );
}

/** The kind decides: one that a step records now is recorded by it, so that the council goes on; any other by itself. */
function Recording({ council, event }: { council: CouncilRecord; event: string | null }) {
  const { t } = useTranslation('meetings');
  const kinds = useMunicipality().codes['meeting-kind'];
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const [kind, setKind] = useState<string>(
    () => council.meetingSteps.find((meetingStep) => meetingStep.event === event)?.kind ?? '',
  );
  const steps = council.meetingSteps.filter(
    (meetingStep) => meetingStep.kind === kind && isOpen(council, meetingStep.event),
  );
  const step = steps.find((step) => step.event === event) ?? steps[0];
  const done = (meeting: { id: string }) => void navigate(page(`meetings/${meeting.id}`));
  const back = () => void navigate(page(`councils/${council.id}`));
  return (
    <div className="space-y-8">
      <Select
        label={t('kind')}
        required
        value={kind}
        onChange={setKind}
        choices={listCodeChoices(
          kinds,
          heldCode(kinds, kind, (name) => t('common:closedName', { name })),
        )}
        className="max-w-90"
      />
      {step && (
        <StepRecord
          key={step.event}
          council={council}
          event={step.event}
          meeting={null}
          onDone={done}
          onCancel={back}
        />
      )}
      {kind !== '' && !step && (
        <MeetingForm
          council={council}
          path={api(`councils/${council.id}/meetings`)}
          meeting={null}
          held
          kind={kind}
          onSaved={done}
          onCancel={back}
        />
      )}
    </div>
  );
}

const isOpen = (council: CouncilRecord, event: string): boolean =>
  council.steps.some((step) => step.event === event && step.open && step.form !== null);

/** What a planned meeting became, or what is known of one: its minutes, or its plan. */
export function MeetingEditPage() {
  const { t } = useTranslation('meetings');
  const { id = '' } = useParams();
  const { api, page } = usePaths();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const meeting = useGet<Meeting>(api(`meetings/${id}`));
  const councilId = meeting.data?.council.id;
  const council = useGet<CouncilRecord>(councilId === undefined ? null : api(`councils/${councilId}`));
  const back = () => void navigate(page(`meetings/${id}`));
  return (
    <Loaded query={meeting}>
      {(meeting) => {
        const held = meeting.state === 'held' || search.get('state') === 'held';
        const title = t(held ? (meeting.state === 'held' ? 'write' : 'record') : 'changePlan');
        return (
          <div className="space-y-8">
            <div>
              <Breadcrumb
                items={[
                  { name: t('councils:list.title'), to: page('councils') },
                  { name: meeting.council.name, to: page(`councils/${meeting.council.id}`) },
                  { name: meeting.title, to: page(`meetings/${id}`) },
                  { name: title },
                ]}
              />
              <PageTitle title={title} />
            </div>
            <Loaded query={council}>
              {(of) =>
                held && meeting.step !== null && isOpen(of, meeting.step) ? (
                  <StepRecord council={of} event={meeting.step} meeting={meeting} onDone={back} onCancel={back} />
                ) : (
                  <MeetingForm
                    council={of}
                    path={api(`meetings/${id}`)}
                    meeting={meeting}
                    held={held}
                    onSaved={back}
                    onCancel={back}
                  />
                )
              }
            </Loaded>
          </div>
        );
      }}
    </Loaded>
  );
}
