import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/choice-group.tsx';
import { ConflictNotice, isConflict } from '../../components/conflict-notice.tsx';
import { DateField } from '../../components/date-field.tsx';
import { ErrorSummary } from '../../components/error-summary.tsx';
import { labelText } from '../../components/field.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Select } from '../../components/select.tsx';
import { TextArea, TextField } from '../../components/text-field.tsx';
import type { Meeting, MeetingInput, Need, Page } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { holdUnread } from '../../lib/on-submit.ts';
import { useGet, useSend } from '../../lib/queries.ts';

const kinds = ['roundtable', 'study', 'preparation', 'council', 'workshop', 'training', 'briefing'] as const;

type Props = {
  areaId: string;
  path: string;
  meeting: Meeting | null;
  onSaved: (meeting: Meeting) => void;
  onCancel: () => void;
};

/** What a gathering was: enough for people to remember and for rules to count. */
export function MeetingForm({ areaId, path, meeting, onSaved, onCancel }: Props) {
  const { t } = useTranslation('councils');
  const { today } = useMunicipality();
  const save = useSend<Meeting>();
  const [answers, setAnswers] = useState({
    kind: meeting?.kind ?? '',
    title: meeting?.title ?? '',
    heldOn: meeting?.heldOn ?? (today as string | null),
    place: meeting?.place ?? '',
    attendance: meeting?.attendance ?? (null as number | null),
    attendees: meeting?.attendees.join('\n') ?? '',
    minutes: meeting?.minutes ?? '',
    decisions: meeting?.decisions.join('\n') ?? '',
    needs: meeting?.needs.map(({ needId, plan }) => ({ needId, plan })) ?? [],
  });
  const [attempt, setAttempt] = useState(0);
  const change = (some: Partial<typeof answers>) => setAnswers({ ...answers, ...some });
  const lacking = (['kind', 'title', 'heldOn', 'attendance'] as const).filter(
    (name) => answers[name] === null || String(answers[name]).trim() === '',
  );
  const say = (name: (typeof lacking)[number]) =>
    attempt > 0 && lacking.includes(name) ? t('form:issue.required') : null;
  const submit = () => {
    setAttempt(attempt + 1);
    const kind = kinds.find((one) => one === answers.kind);
    if (!kind || lacking.length > 0 || !answers.heldOn || answers.attendance === null) return;
    const body: MeetingInput = {
      ...answers,
      kind,
      heldOn: answers.heldOn,
      attendance: answers.attendance,
      place: answers.place || null,
      minutes: answers.minutes || null,
      attendees: toLines(answers.attendees),
      decisions: toLines(answers.decisions),
    };
    save.mutate({ method: meeting ? 'PATCH' : 'POST', path, body, version: meeting?.version }, { onSuccess: onSaved });
  };
  return (
    <form
      noValidate
      className="space-y-8"
      onSubmit={(event) => {
        event.preventDefault();
        if (holdUnread(event.currentTarget)) return;
        submit();
      }}
    >
      <ErrorSummary
        attempt={attempt}
        errors={
          attempt > 0
            ? lacking.map((name) => ({
                id: `meeting-${name}`,
                label: t(`meeting.${name}`),
                message: t('form:issue.required'),
              }))
            : []
        }
      />
      {isConflict(save.error) ? (
        <ConflictNotice problem={save.error} onReload={() => save.reset()} />
      ) : (
        save.error && <ProblemNotice error={save.error} />
      )}
      <Select
        id="meeting-kind"
        label={t('meeting.kind')}
        required
        value={answers.kind}
        onChange={(kind) => change({ kind })}
        error={say('kind')}
        choices={kinds.map((kind) => ({ value: kind, label: t(`meetingKind.${kind}`) }))}
      />
      <TextField
        id="meeting-title"
        label={t('meeting.title')}
        required
        value={answers.title}
        onChange={(title) => change({ title })}
        error={say('title')}
        maxLength={200}
      />
      <DateField
        id="meeting-heldOn"
        label={t('meeting.heldOn')}
        required
        value={answers.heldOn}
        onChange={(heldOn) => change({ heldOn })}
        error={say('heldOn')}
      />
      <TextField
        label={t('meeting.place')}
        required={false}
        value={answers.place}
        onChange={(place) => change({ place })}
        maxLength={200}
      />
      <NumberField
        id="meeting-attendance"
        label={t('meeting.attendance')}
        required
        unit={t('meeting.peopleUnit')}
        value={answers.attendance}
        onChange={(attendance) => change({ attendance })}
        error={say('attendance')}
      />
      <TextArea
        label={t('meeting.attendees')}
        required={false}
        help={t('meeting.perLine')}
        rows={4}
        value={answers.attendees}
        onChange={(attendees) => change({ attendees })}
      />
      <TextArea
        label={t('meeting.decisions')}
        required={false}
        help={t('meeting.perLine')}
        rows={4}
        value={answers.decisions}
        onChange={(decisions) => change({ decisions })}
      />
      <NeedsDealtWith
        areaId={areaId}
        chosen={answers.needs}
        onChange={(needs) => change({ needs })}
        known={meeting?.needs ?? []}
      />
      <TextArea
        label={t('meeting.minutes')}
        required={false}
        rows={8}
        value={answers.minutes}
        onChange={(minutes) => change({ minutes })}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" busy={save.isPending}>
          {t('meeting.save')}
        </Button>
        <Button kind="text" onPress={onCancel}>
          {t('common:action.cancel')}
        </Button>
      </div>
    </form>
  );
}

type Chosen = { needId: string; plan: string | null }[];

/** As many as can be looked through; the others are found by their words. */
const offered = 20;

/** The area's open needs to tick, each with the plan that was made for it, if one was. */
function NeedsDealtWith({
  areaId,
  chosen,
  onChange,
  known,
}: {
  areaId: string;
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
  known: Meeting['needs'];
}) {
  const { t } = useTranslation('councils');
  const { can } = useMunicipality();
  const { api, page } = usePaths();
  const [q, setQ] = useState('');
  const [ticked, setTicked] = useState(
    known.map((need) => ({ id: need.needId, number: need.number, title: need.title, told: true })),
  );
  const open = useGet<Page<Need>>(can['needs'] ? api('needs') : null, {
    area: areaId,
    state: 'open',
    q,
    limit: offered,
  });
  const { items = [], total = 0 } = open.data ?? {};
  const needs = [
    ...ticked,
    ...items
      .filter((item) => ticked.every((need) => need.id !== item.id))
      .map(({ id, number, title, consentedTo }) => ({ id, number, title, told: consentedTo.includes('council') })),
  ];
  if (needs.length === 0 && !q) return null;
  const tick = (need: (typeof ticked)[number], on: boolean) => {
    setTicked([...ticked.filter((one) => one.id !== need.id), need]);
    onChange(on ? [...chosen, { needId: need.id, plan: null }] : chosen.filter((one) => one.needId !== need.id));
  };
  return (
    <fieldset className="space-y-2">
      <legend className={labelText}>{t('meeting.needs')}</legend>
      {(q || total > offered) && <TextField type="search" label={t('meeting.findNeed')} value={q} onChange={setQ} />}
      {needs.map((need) => {
        const entry = chosen.find((one) => one.needId === need.id);
        if (!need.told)
          return (
            <p key={need.id} className="pl-11 text-solid-gray-700">
              <Link className="link" to={page(`needs/${need.id}`)}>
                {t('need', { number: need.number, title: need.title })}
              </Link>
              <span className="block">{t('meeting.noConsent')}</span>
            </p>
          );
        return (
          <div key={need.id}>
            <Checkbox
              label={t('need', { number: need.number, title: need.title })}
              value={Boolean(entry)}
              onChange={(on) => tick(need, on)}
            />
            {entry && (
              <div className="pl-11">
                <TextField
                  label={t('meeting.plan')}
                  required={false}
                  help={t('meeting.planHelp')}
                  value={entry.plan ?? ''}
                  onChange={(plan) =>
                    onChange(chosen.map((one) => (one === entry ? { ...one, plan: plan || null } : one)))
                  }
                />
              </div>
            )}
          </div>
        );
      })}
      {(q || total > offered) && (
        <p role="status" className="text-solid-gray-700">
          {t('common:pager.shown', { shown: items.length, total })}
        </p>
      )}
    </fieldset>
  );
}

function toLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
