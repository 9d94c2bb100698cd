import { lazy, Suspense } from 'react';
import { fieldOfRole, putAnswer } from '../../../forms/roles.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import type { CouncilRecord, LocalForm, Meeting } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';

const AnswerForm = lazy(() => import('../../forms/answer-form.tsx').then((module) => ({ default: module.AnswerForm })));

type Props = {
  council: CouncilRecord;
  event: string;
  /** The planned one that was held; null: nobody planned it. */
  meeting: Meeting | null;
  onDone: (meeting: { id: string }) => void;
  onCancel: () => void;
};

/** A step of the workflow that records a meeting: its own form, filled in from the plan, with the members to tick. */
export function StepRecord({ council, event, meeting, onDone, onCancel }: Props) {
  const { api } = usePaths();
  const take = useSend<{ id: string }>();
  const step = council.steps.find((step) => step.event === event);
  if (!step?.form) return null;
  const draft = `${council.id}.${event}.${meeting?.id ?? 'new'}`;
  const form = withMembers(step.form, council, meeting);
  return (
    <div className="max-w-180">
      <Suspense fallback={<Skeleton />}>
        <AnswerForm
          form={form}
          record={draft}
          of={{ kind: 'council', id: council.id }}
          initial={meeting ? fillIn(form, meeting) : (form.initial ?? {})}
          submitLabel={form.submit ?? step.name}
          onSubmit={async (answers) =>
            onDone(
              await take.mutateAsync({
                path: api(`councils/${council.id}/meetings/held`),
                body: { event, answers, meetingId: meeting?.id ?? null, draft },
                version: council.version,
              }),
            )
          }
          onCancel={onCancel}
        />
      </Suspense>
    </div>
  );
}

/** What the plan says already. Who said that they come is taken for having been there, until it is unticked. */
function fillIn(form: LocalForm, meeting: Meeting): Record<string, unknown> {
  const coming = meeting.people.filter(({ answer }) => answer === 'coming').map(({ name }) => name);
  const known: [role: string, value: unknown][] = [
    ['title', meeting.title],
    ['held-on', meeting.heldOn],
    ['place', meeting.place],
    ['attendees', coming.length > 0 ? coming : null],
  ];
  return known.reduce<Record<string, unknown>>(
    (answers, [role, value]) => (value === null ? answers : putAnswer(form, answers, role, value)),
    // What is being recorded is the planned one, and no other.
    putAnswer(form, form.initial ?? {}, 'meeting', undefined),
  );
}

/** Who attended is ticked from those who are invited, or from the members; others are added by name. What was said has room. */
function withMembers(form: LocalForm, council: CouncilRecord, meeting: Meeting | null): LocalForm {
  const invited = meeting?.people.map(({ name }) => name) ?? [];
  const members = council.members.filter(({ current }) => current).map(({ name }) => name);
  const shown: [role: string, hints: Record<string, unknown>][] = [
    ['attendees', { 'ui:field': 'ticked', 'ui:suggestions': [...new Set([...invited, ...members])] }],
    ['minutes', { 'ui:widget': 'textarea', 'ui:options': { rows: 16 } }],
  ];
  return shown.reduce((put, [role, hints]) => {
    const field = fieldOfRole(put, role);
    if (field === undefined || field.includes('.')) return put;
    const before = (put.uiSchema[field] ?? {}) as Record<string, unknown>;
    return { ...put, uiSchema: { ...put.uiSchema, [field]: { ...before, ...hints } } };
  }, form);
}
