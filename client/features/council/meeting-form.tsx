import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/choice-group.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';
import { DateField } from '../../components/date-field.tsx';
import { labelText } from '../../components/field.tsx';
import { Form } from '../../components/form.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Select } from '../../components/select.tsx';
import { TextArea, TextField } from '../../components/text-field.tsx';
import { RecordPicker } from '../../forms/record-field.tsx';
import { heldCode, listCodeChoices } from '../../lib/choices.ts';
import type { CouncilRecord, Meeting, MeetingInput, Need, Page } from '../../lib/contract.ts';
import { parseTime } from '../../lib/dates.ts';
import { forgetDraft, readDraft, writeDraft } from '../../lib/drafts.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { AgendaFields, newItem, sentItems, typedItems, useAgendaNeeds } from './agenda-fields.tsx';
import { toLines } from './lines.ts';
import { JointMembers, listPeople, PeopleFields, sentPeople } from './people-fields.tsx';

type Props = {
  council: CouncilRecord;
  path: string;
  meeting: Meeting | null;
  /** Is it a record of what was held, or a plan? */
  held: boolean;
  /** Instead of the meeting's own, or of none. */
  kind?: Meeting['kind'];
  onSaved: (meeting: Meeting) => void;
  onCancel: () => void;
};

const fields = ['kind', 'title', 'heldOn', 'attendance', 'endsAt'] as const;

/** The one form of a meeting: to plan it, and to keep what it was, so that people remember and rules can count. */
export function MeetingForm({ council, path, meeting, held, kind: begun, onSaved, onCancel }: Props) {
  const { t } = useTranslation('meetings');
  const { today, codes } = useMunicipality();
  const kinds = codes['meeting-kind'];
  const save = useSend<Meeting>();
  const draft = `meeting.${meeting?.id ?? council.id}.${held ? 'held' : 'planned'}`;
  const [stored] = useState(() => readDraft(draft));
  const [answers, setAnswers] = useState(() => ({
    // Of the meeting as it was when the form began: it may be read anew behind what is typed.
    version: meeting?.version,
    kind: meeting?.kind ?? '',
    title: meeting?.title ?? '',
    heldOn: meeting?.heldOn ?? (held ? (today as string | null) : null),
    startsAt: meeting?.startsAt ?? '',
    endsAt: meeting?.endsAt ?? '',
    place: meeting?.place ?? '',
    aim: meeting?.aim ?? '',
    bring: meeting?.bring ?? '',
    attendance: meeting?.state === 'held' ? meeting.attendance : (null as number | null),
    minutes: meeting?.minutes ?? '',
    decisions: meeting?.decisions.join('\n') ?? '',
    needs: meeting?.needs.map(({ needId, plan }) => ({ needId, plan })) ?? [],
    agenda: meeting || held ? typedItems(meeting) : [newItem],
    people: listPeople(council, meeting, held),
    jointIds: meeting?.joint.map(({ id }) => id) ?? [],
    ...stored,
  }));
  const [kept, setKept] = useState(stored !== null);
  const [attempt, setAttempt] = useState(0);
  const needs = useAgendaNeeds(council.area.id, meeting);
  const change = (some: Partial<typeof answers>) => {
    const next = { ...answers, ...some };
    setAnswers(next);
    setKept(writeDraft(draft, next));
  };
  // A plan opens with its kind's agenda, as long as nothing else has been typed there.
  const opened = (kind: string): Partial<typeof answers> => {
    const openingOf = (key: string) => kinds.find((each) => each.key === key)?.agenda ?? [];
    const typed = answers.agenda.map((item) => item.title);
    const untouched = typed.every((title) => title === '') || typed.join('\n') === openingOf(answers.kind).join('\n');
    if (meeting || held || !untouched) return {};
    const titles = openingOf(kind);
    return { agenda: titles.length === 0 ? [newItem] : titles.map((title) => ({ ...newItem, title })) };
  };
  const chosen = begun ?? answers.kind;
  const present = answers.people.filter(({ ticked, name }) => ticked && name.trim() !== '').length;
  const times = { startsAt: parseTime(answers.startsAt), endsAt: parseTime(answers.endsAt) };
  const wrong: Partial<Record<(typeof fields)[number] | 'startsAt', string>> = {};
  for (const [name, value] of Object.entries({ kind: chosen, title: answers.title, heldOn: answers.heldOn }))
    if (!value?.trim()) wrong[name as 'kind'] = t('form:issue.required');
  if (held && answers.attendance === null && present === 0) wrong.attendance = t('form:issue.required');
  for (const name of ['startsAt', 'endsAt'] as const) if (times[name] === undefined) wrong[name] = t('notATime');
  if (times.startsAt && times.endsAt && times.endsAt <= times.startsAt) wrong.endsAt = t('endBeforeStart');
  const say = (name: keyof typeof wrong) => (attempt > 0 ? (wrong[name] ?? null) : null);
  const submit = () => {
    setAttempt(attempt + 1);
    if (!chosen || Object.keys(wrong).length > 0 || !answers.heldOn) return;
    const agenda = sentItems(
      answers.agenda,
      (id) => needs.find(({ value }) => value === id)?.label.slice(0, 200) ?? '',
      t('agenda.unnamed'),
    );
    const body: MeetingInput = {
      kind: chosen,
      state: held ? 'held' : 'planned',
      title: answers.title,
      heldOn: answers.heldOn,
      startsAt: times.startsAt ?? null,
      endsAt: times.endsAt ?? null,
      place: answers.place || null,
      aim: answers.aim || null,
      bring: answers.bring || null,
      agenda,
      people: sentPeople(answers.people, held),
      jointIds: answers.jointIds,
      ...(held
        ? {
            attendance: answers.attendance ?? present,
            minutes: answers.minutes || null,
            decisions: toLines(answers.decisions),
            needs: answers.needs.filter(({ needId }) => agenda.every((item) => item.needId !== needId)),
          }
        : {}),
    };
    save.mutate(
      { method: meeting ? 'PATCH' : 'POST', path, body, version: answers.version },
      {
        onSuccess: (saved) => {
          forgetDraft(draft);
          onSaved(saved);
        },
      },
    );
  };
  return (
    <Form
      className="space-y-8"
      onSubmit={submit}
      onHeld={() => setAttempt(attempt + 1)}
      errors={
        attempt > 0
          ? Object.entries(wrong).map(([name, message]) => ({
              id: `meeting-${name}`,
              label: t(name === 'heldOn' && !held ? 'plannedOn' : (name as keyof typeof wrong)),
              message,
            }))
          : []
      }
    >
      <SaveProblem error={save.error} onReload={save.reset} />
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[3fr_2fr]">
        <div className="space-y-8">
          {begun === undefined && (
            <Select
              id="meeting-kind"
              label={t('kind')}
              required
              value={answers.kind}
              onChange={(kind) => change({ kind, ...opened(kind) })}
              error={say('kind')}
              choices={listCodeChoices(
                kinds,
                heldCode(kinds, meeting?.kind, (name) => t('common:closedName', { name })),
              )}
            />
          )}
          <TextField
            id="meeting-title"
            label={t('title')}
            required
            value={answers.title}
            onChange={(title) => change({ title })}
            error={say('title')}
            maxLength={200}
          />
          <DateField
            id="meeting-heldOn"
            label={t(held ? 'heldOn' : 'plannedOn')}
            required
            value={answers.heldOn}
            onChange={(heldOn) => change({ heldOn })}
            error={say('heldOn')}
          />
          <div className="flex flex-wrap gap-6">
            {(['startsAt', 'endsAt'] as const).map((name) => (
              <TextField
                key={name}
                id={`meeting-${name}`}
                className="w-44"
                label={t(name)}
                required={false}
                help={t('timeHelp')}
                value={answers[name]}
                onChange={(text) => change({ [name]: text })}
                error={say(name)}
                maxLength={10}
              />
            ))}
          </div>
          <TextField
            label={t('place')}
            required={false}
            value={answers.place}
            onChange={(place) => change({ place })}
            maxLength={200}
          />
          <TextArea
            label={t('aim')}
            required={false}
            rows={3}
            value={answers.aim}
            onChange={(aim) => change({ aim })}
          />
          {(!held || answers.bring !== '') && (
            <TextField
              label={t('bring')}
              help={t('bringHelp')}
              required={false}
              value={answers.bring}
              onChange={(bring) => change({ bring })}
              maxLength={500}
            />
          )}
        </div>
        <div className="space-y-8">
          <PeopleFields people={answers.people} onChange={(people) => change({ people })} held={held} />
          <RecordPicker
            field={{ id: 'meeting-joint', label: t('joint.title'), required: false, help: t('joint.help') }}
            kinds="council"
            ids={answers.jointIds}
            onChange={(jointIds) => change({ jointIds })}
          />
          {answers.jointIds.map((id) => (
            <JointMembers key={id} councilId={id} people={answers.people} onChange={(people) => change({ people })} />
          ))}
          {held && (
            <NumberField
              id="meeting-attendance"
              label={t('attendance')}
              required={present === 0}
              help={t('attendanceHelp', { count: present })}
              value={answers.attendance}
              onChange={(attendance) => change({ attendance })}
              error={say('attendance')}
            />
          )}
        </div>
      </div>
      <div className="max-w-200 space-y-8">
        <AgendaFields items={answers.agenda} onChange={(agenda) => change({ agenda })} needs={needs} held={held} />
        {held && (
          <>
            <TextArea
              label={t(answers.agenda.length > 0 ? 'otherDecisions' : 'decisions')}
              required={false}
              help={t('perLine')}
              rows={4}
              value={answers.decisions}
              onChange={(decisions) => change({ decisions })}
            />
            <NeedsDealtWith
              areaId={council.area.id}
              chosen={answers.needs}
              onChange={(needs) => change({ needs })}
              known={meeting?.needs ?? []}
              onAgenda={answers.agenda.map(({ needId }) => needId)}
            />
            <TextArea
              label={t(answers.agenda.length > 0 ? 'otherMinutes' : 'minutes')}
              required={false}
              rows={16}
              value={answers.minutes}
              onChange={(minutes) => change({ minutes })}
            />
          </>
        )}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" kind="primary" busy={save.isPending}>
            {t(held ? 'save' : 'savePlan')}
          </Button>
          <Button
            kind="text"
            onPress={() => {
              forgetDraft(draft);
              onCancel();
            }}
          >
            {t('common:action.cancel')}
          </Button>
        </div>
        <p role="status" className="text-dns-16N-130 text-solid-gray-700">
          {kept && t('form:draftKept')}
        </p>
      </div>
    </Form>
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
  onAgenda,
}: {
  areaId: string;
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
  known: Meeting['needs'];
  /** Those that stand there, with what was agreed. */
  onAgenda: string[];
}) {
  const { t } = useTranslation('meetings');
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
  ].filter(({ id }) => !onAgenda.includes(id));
  if (needs.length === 0 && !q) return null;
  const tick = (need: (typeof ticked)[number], on: boolean) => {
    setTicked([...ticked.filter((other) => other.id !== need.id), need]);
    onChange(on ? [...chosen, { needId: need.id, plan: null }] : chosen.filter((other) => other.needId !== need.id));
  };
  return (
    <fieldset className="space-y-2">
      <legend className={labelText}>{t('needs')}</legend>
      {(q || total > offered) && <TextField type="search" label={t('findNeed')} value={q} onChange={setQ} />}
      {needs.map((need) => {
        const entry = chosen.find((entry) => entry.needId === need.id);
        if (!need.told)
          return (
            <p key={need.id} className="pl-11 text-solid-gray-700">
              <Link className="link" to={page(`needs/${need.id}`)}>
                {t('councils:need', { number: need.number, title: need.title })}
              </Link>
              <span className="block">{t('noConsent')}</span>
            </p>
          );
        return (
          <div key={need.id}>
            <Checkbox
              label={t('councils:need', { number: need.number, title: need.title })}
              value={Boolean(entry)}
              onChange={(on) => tick(need, on)}
            />
            {entry && (
              <div className="pl-11">
                <TextField
                  label={t('plan')}
                  required={false}
                  help={t('planHelp')}
                  value={entry.plan ?? ''}
                  onChange={(plan) =>
                    onChange(chosen.map((other) => (other === entry ? { ...other, plan: plan || null } : other)))
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
