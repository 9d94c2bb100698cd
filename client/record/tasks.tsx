import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { Form } from '../components/form.tsx';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { RadioGroup } from '../components/choice-group.tsx';
import { FormEnd } from '../components/form-end.tsx';
import { DateField } from '../components/date-field.tsx';
import { Dialog } from '../components/dialog.tsx';
import { LoadedPages } from '../components/loaded.tsx';
import { Select } from '../components/select.tsx';
import { TextArea, TextField } from '../components/text-field.tsx';
import type { CouncilRecord, Task, TaskPage } from '../lib/contract.ts';
import { formatDay } from '../lib/dates.ts';
import { usePaths } from '../lib/municipality.tsx';
import { useGet, usePages, useSend } from '../lib/queries.ts';

/** What tasks and questions came from, or whose they are. */
type TasksOf = { council?: string; meeting?: string; proposal?: string; need?: string };

/** As many as are shown at a time. */
const SHOWN = 100;

/** What was agreed to do, by whom and until when, and what a council's members are asked. `councilId`: of which one is added, by who keeps its records; null: none here. */
export function Tasks({ of, councilId }: { of: TasksOf; councilId: string | null }) {
  const { t } = useTranslation('tasks');
  const { api } = usePaths();
  const tasks = usePages<Task>(api('tasks'), { ...of, limit: SHOWN });
  const first = tasks.data?.pages[0] as TaskPage | undefined;
  const [adding, setAdding] = useState(false);
  // Where a home page leads to one that stands further down, the list is read until it is there.
  const meant = useSearchParams()[0].get('task');
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = tasks;
  const isThere = data?.pages.some(({ items }) => items.some(({ id }) => id === meant)) ?? true;
  useEffect(() => {
    if (meant !== null && !isThere && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [meant, isThere, hasNextPage, isFetching, isError, fetchNextPage]);
  return (
    <div className="space-y-4">
      <LoadedPages query={tasks}>
        {(items) =>
          items.length === 0 ? (
            <p>{t('none')}</p>
          ) : (
            <ul className="space-y-3">
              {items.map((task) => (
                <TaskCard key={task.id} task={task} of={of} />
              ))}
            </ul>
          )
        }
      </LoadedPages>
      {councilId !== null && first?.can['add'] && <Button onPress={() => setAdding(true)}>{t('add')}</Button>}
      <Dialog title={t('add')} isOpen={adding} onClose={() => setAdding(false)}>
        {councilId !== null && <TaskForm councilId={councilId} of={of} onClose={() => setAdding(false)} />}
      </Dialog>
    </div>
  );
}

function TaskCard({ task, of }: { task: Task; of: TasksOf }) {
  const { t } = useTranslation('tasks');
  const { page } = usePaths();
  const [doing, setDoing] = useState<'done' | 'dropped' | 'reply' | null>(null);
  const open = task.state === 'open';
  const close = () => setDoing(null);
  const end = t(task.kind === 'task' ? 'done' : 'close');
  // Where a home page or a message leads to one of them.
  const [search] = useSearchParams();
  const isMeant = search.get('task') === task.id;
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!isMeant) return;
    card.current?.scrollIntoView({ block: 'center' });
    card.current?.focus({ preventScroll: true });
  }, [isMeant]);
  return (
    <li ref={card} id={`task-${task.id}`} tabIndex={-1} className="surface space-y-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {task.kind === 'question' && <Badge>{t('question')}</Badge>}
        {!open && <Badge>{t(`state.${task.state}`)}</Badge>}
        {task.dueOn && (
          <span className={task.late ? 'font-bold text-red-900' : 'text-solid-gray-700'}>
            {t(task.late ? 'late' : 'until', { day: formatDay(task.dueOn) })}
          </span>
        )}
      </p>
      <p className="prose-line font-bold whitespace-pre-wrap">{task.text}</p>
      <p className="flex flex-wrap gap-x-4 text-dns-16N-130 text-solid-gray-700">
        {task.kind === 'task' && <span>{task.assignee?.name ?? t('nobody')}</span>}
        {of.council === undefined && <span>{task.council.name}</span>}
        {task.meeting && of.meeting === undefined && (
          <Link className="link" to={page(`meetings/${task.meeting.id}`)}>
            {task.meeting.title}
          </Link>
        )}
        {task.proposal && of.proposal === undefined && (
          <Link className="link" to={page(`proposals/${task.proposal.id}`)}>
            {t('proposal', { number: task.proposal.number })}
          </Link>
        )}
        {task.need &&
          of.need === undefined &&
          (task.need.canOpen ? (
            <Link className="link" to={page(`needs/${task.need.id}`)}>
              {t('need', { number: task.need.number })}
            </Link>
          ) : (
            <span>{t('need', { number: task.need.number })}</span>
          ))}
      </p>
      {task.replies.length > 0 && (
        <ul aria-label={t('replies')} className="divide-y divide-solid-gray-200 border-y border-solid-gray-200">
          {task.replies.map((reply) => (
            <li key={reply.id} className="py-2">
              <span className="text-dns-14N-130 text-solid-gray-700">{reply.name}</span>
              <p className="prose-line whitespace-pre-wrap">{reply.text}</p>
            </li>
          ))}
        </ul>
      )}
      {task.result && <p className="prose-line whitespace-pre-wrap">{t('result', { text: task.result })}</p>}
      {open && (
        <div className="flex flex-wrap gap-3">
          {task.can['reply'] && (
            <Button onPress={() => setDoing('reply')}>
              {t(task.replies.some(({ mine }) => mine) ? 'replyAgain' : 'reply')}
            </Button>
          )}
          {task.can['end'] && <Button onPress={() => setDoing('done')}>{end}</Button>}
          {task.can['edit'] && (
            <Button kind="text" onPress={() => setDoing('dropped')}>
              {t('drop')}
            </Button>
          )}
        </div>
      )}
      <Dialog
        title={doing === 'reply' ? t('reply') : doing === 'dropped' ? t('drop') : end}
        isOpen={doing !== null}
        onClose={close}
      >
        <p className="prose-line mb-6 whitespace-pre-wrap">{task.text}</p>
        {doing === 'reply' && <ReplyForm task={task} onClose={close} />}
        {(doing === 'done' || doing === 'dropped') && <EndForm task={task} state={doing} onClose={close} />}
      </Dialog>
    </li>
  );
}

function EndForm({ task, state, onClose }: { task: Task; state: 'done' | 'dropped'; onClose: () => void }) {
  const { t } = useTranslation('tasks');
  const { api } = usePaths();
  const save = useSend();
  const [result, setResult] = useState('');
  const [tried, setTried] = useState(false);
  const needed = state === 'dropped';
  const submit = () => {
    setTried(true);
    if (needed && !result.trim()) return;
    save.mutate(
      {
        method: 'PATCH',
        path: api(`tasks/${task.id}`),
        body: { state, result: result || null },
        version: task.version,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Form onSubmit={submit}>
      <TextArea
        label={t(needed ? 'why' : 'whatCame')}
        required={needed}
        rows={3}
        value={result}
        onChange={setResult}
        error={tried && needed && !result.trim() ? t('form:issue.required') : null}
      />
      <FormEnd save={save} label={t(needed ? 'drop' : task.kind === 'task' ? 'done' : 'close')} onCancel={onClose} />
    </Form>
  );
}

function ReplyForm({ task, onClose }: { task: Task; onClose: () => void }) {
  const { t } = useTranslation('tasks');
  const { api } = usePaths();
  const save = useSend();
  const [text, setText] = useState(task.replies.find(({ mine }) => mine)?.text ?? '');
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (!text.trim()) return;
    save.mutate({ path: api(`tasks/${task.id}/replies`), body: { text, name: name || null } }, { onSuccess: onClose });
  };
  return (
    <Form onSubmit={submit}>
      <TextArea
        label={t('answer')}
        required
        rows={4}
        value={text}
        onChange={setText}
        error={tried && !text.trim() ? t('form:issue.required') : null}
      />
      {task.can['edit'] && (
        <TextField
          label={t('saidBy')}
          help={t('saidByHelp')}
          required={false}
          value={name}
          onChange={setName}
          maxLength={200}
        />
      )}
      <FormEnd save={save} label={t('reply')} onCancel={onClose} />
    </Form>
  );
}

const kinds = ['task', 'question'] as const;

function TaskForm({ councilId, of, onClose }: { councilId: string; of: TasksOf; onClose: () => void }) {
  const { t } = useTranslation('tasks');
  const { api } = usePaths();
  const council = useGet<CouncilRecord>(api(`councils/${councilId}`));
  const save = useSend();
  const [answers, setAnswers] = useState({
    kind: 'task' as (typeof kinds)[number],
    text: '',
    memberId: '',
    assignee: '',
    dueOn: null as string | null,
  });
  const [tried, setTried] = useState(false);
  const change = (some: Partial<typeof answers>) => setAnswers({ ...answers, ...some });
  const members = (council.data?.members ?? []).filter(({ current }) => current);
  const task = answers.kind === 'task';
  const submit = () => {
    setTried(true);
    if (!answers.text.trim()) return;
    save.mutate(
      {
        path: api('tasks'),
        body: {
          councilId,
          kind: answers.kind,
          text: answers.text,
          memberId: (task && answers.memberId) || null,
          assignee: (task && !answers.memberId && answers.assignee) || null,
          dueOn: answers.dueOn,
          meetingId: of.meeting ?? null,
          proposalId: of.proposal ?? null,
          needId: of.need ?? null,
        },
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Form onSubmit={submit}>
      <RadioGroup
        label={t('kind')}
        required
        value={answers.kind}
        onChange={(value) => change({ kind: kinds.find((kind) => kind === value) ?? 'task' })}
        choices={kinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
      />
      <TextArea
        label={t(task ? 'what' : 'asked')}
        required
        rows={3}
        value={answers.text}
        onChange={(text) => change({ text })}
        error={tried && !answers.text.trim() ? t('form:issue.required') : null}
      />
      {task && (
        <>
          <Select
            label={t('who')}
            required={false}
            value={answers.memberId}
            onChange={(memberId) => change({ memberId })}
            choices={members.map(({ id, name }) => ({ value: id, label: name }))}
            empty={t('nobody')}
          />
          {answers.memberId === '' && (
            <TextField
              label={t('whoElse')}
              required={false}
              value={answers.assignee}
              onChange={(assignee) => change({ assignee })}
              maxLength={200}
            />
          )}
        </>
      )}
      <DateField label={t('dueOn')} required={false} value={answers.dueOn} onChange={(dueOn) => change({ dueOn })} />
      <FormEnd save={save} label={t('common:action.save')} onCancel={onClose} />
    </Form>
  );
}
