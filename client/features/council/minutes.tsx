import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { RadioGroup } from '../../components/choice-group.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FormEnd } from '../../components/form-end.tsx';
import { Form } from '../../components/form.tsx';
import { Section } from '../../components/page-title.tsx';
import { TextArea, TextField } from '../../components/text-field.tsx';
import type { Meeting } from '../../lib/contract.ts';
import { formatDay, formatInstant, toDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';

type Replies = NonNullable<Meeting['confirmation']>['replies'];

/** How far the minutes are: written, read by those who were there, confirmed; and what was added to them later. */
export function Minutes({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('meetings');
  const { minutesState: state, confirmation, confirmed } = meeting;
  return (
    <Section title={t('check.title')}>
      <p className="prose-line">
        {state === 'confirmed' && confirmed
          ? t(confirmed.by === null ? 'check.confirmed' : 'check.confirmedBy', {
              day: formatDay(toDay(confirmed.at)),
              name: confirmed.by,
            })
          : t(`check.is.${state}`, { day: confirmation ? formatDay(toDay(confirmation.sentAt)) : '' })}
      </p>
      {confirmation && state !== 'draft' && <Said replies={confirmation.replies} />}
      {state === 'confirming' && confirmation && <OwnReply key={confirmation.round} meeting={meeting} />}
      {confirmation && state !== 'confirmed' && confirmation.earlier.length > 0 && (
        <div className="no-print space-y-2">
          <h3>{t('check.earlier')}</h3>
          <ul className="divide-y divide-solid-gray-200 border-y border-solid-gray-200">
            {confirmation.earlier.map((comment, index) => (
              <li key={index} className="py-2">
                <span className="text-dns-14N-130 text-solid-gray-700">
                  {t('check.said', { name: comment.name, at: formatInstant(comment.repliedAt) })}
                </span>
                <p className="prose-line whitespace-pre-wrap">{comment.words}</p>
              </li>
            ))}
          </ul>
        </div>
      )}
      {meeting.addenda.length > 0 && (
        <div className="space-y-2">
          <h3>{t('addenda.title')}</h3>
          <ol className="space-y-3">
            {meeting.addenda.map((addendum) => (
              <li key={addendum.id} className="surface space-y-1">
                <p className="text-dns-14N-130 text-solid-gray-700">
                  {t('addenda.by', { day: formatDay(toDay(addendum.addedAt)), name: addendum.by })}
                </p>
                <p className="prose-line whitespace-pre-wrap">{addendum.words}</p>
                <p className="prose-line">{t('addenda.because', { reason: addendum.reason })}</p>
              </li>
            ))}
          </ol>
        </div>
      )}
      {meeting.can['keep'] && <Moves meeting={meeting} />}
    </Section>
  );
}

/** Who was there and can be asked, with what they said. */
function Said({ replies }: { replies: Replies }) {
  const { t } = useTranslation('meetings');
  if (replies.length === 0) return <p className="prose-line">{t('check.nobody')}</p>;
  return (
    <ul aria-label={t('check.replies')} className="divide-y divide-solid-gray-200 border-y border-solid-gray-200">
      {replies.map((reply, index) => (
        <li key={index} className="py-2">
          <span className="flex flex-wrap justify-between gap-x-4">
            <span>{reply.name}</span>
            <span className="text-solid-gray-700">{t(`check.answer.${reply.answer ?? 'none'}`)}</span>
          </span>
          {reply.words && <p className="prose-line whitespace-pre-wrap">{reply.words}</p>}
        </li>
      ))}
    </ul>
  );
}

/** For somebody who was there: does the record tell it as it was? */
function OwnReply({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('meetings');
  const { api } = usePaths();
  const own = meeting.confirmation?.replies.find(({ mine }) => mine);
  const save = useSend();
  const [answer, setAnswer] = useState<'as-it-was' | 'comment'>(own?.answer ?? 'as-it-was');
  const [words, setWords] = useState(own?.words ?? '');
  const [tried, setTried] = useState(false);
  if (!own) return null;
  const missing = answer === 'comment' && words.trim() === '';
  const submit = () => {
    setTried(true);
    if (missing) return;
    save.mutate({
      path: api(`meetings/${meeting.id}/minutes/replies`),
      body: { round: meeting.confirmation?.round ?? 0, answer, words: words.trim() || null },
    });
  };
  return (
    <section className="surface no-print max-w-200 space-y-4 border-2 border-blue-900" aria-label={t('check.yours')}>
      <Form onSubmit={submit}>
        <RadioGroup
          label={t(own.answer === null ? 'check.ask' : 'check.askAgain')}
          required
          value={answer}
          onChange={(value) => setAnswer(value === 'comment' ? 'comment' : 'as-it-was')}
          choices={(['as-it-was', 'comment'] as const).map((value) => ({ value, label: t(`check.answer.${value}`) }))}
        />
        <TextArea
          label={t('check.words')}
          help={t('check.wordsHelp')}
          required={answer === 'comment'}
          rows={3}
          value={words}
          onChange={setWords}
          error={tried && missing ? t('form:issue.required') : null}
        />
        <FormEnd save={save} label={t('check.reply')} />
      </Form>
    </section>
  );
}

/** What who keeps the record can do with it next. */
function Moves({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('meetings');
  const { api } = usePaths();
  const [asking, setAsking] = useState<'draft' | 'confirming' | 'confirmed' | 'addendum' | null>(null);
  const { minutesState: state } = meeting;
  const close = () => setAsking(null);
  const moves = state === 'draft' ? (['confirming'] as const) : (['confirmed', 'draft'] as const);
  return (
    <div data-actions className="no-print flex flex-wrap gap-3">
      {state === 'confirmed' ? (
        <Button onPress={() => setAsking('addendum')}>{t('addenda.add')}</Button>
      ) : (
        moves.map((to, place) => (
          <Button
            key={to}
            kind={place === 0 && state !== 'draft' ? 'primary' : 'secondary'}
            onPress={() => setAsking(to)}
          >
            {t(`check.to.${to}`)}
          </Button>
        ))
      )}
      <ConfirmDialog
        title={asking === null || asking === 'addendum' ? '' : t(`check.to.${asking}`)}
        help={asking === null || asking === 'addendum' ? '' : t(`check.help.${asking}`)}
        action={asking === null || asking === 'addendum' ? '' : t(`check.to.${asking}`)}
        method="POST"
        kind="primary"
        body={{ to: asking }}
        version={meeting.version}
        path={asking === null || asking === 'addendum' ? null : api(`meetings/${meeting.id}/minutes`)}
        onClose={close}
      />
      <Dialog title={t('addenda.add')} isOpen={asking === 'addendum'} onClose={close}>
        <AddendumForm meeting={meeting} onClose={close} />
      </Dialog>
    </div>
  );
}

function AddendumForm({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const { t } = useTranslation('meetings');
  const { api } = usePaths();
  const save = useSend();
  const [words, setWords] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const missing = (text: string) => (tried && !text.trim() ? t('form:issue.required') : null);
  const submit = () => {
    setTried(true);
    if (!words.trim() || !reason.trim()) return;
    save.mutate(
      { path: api(`meetings/${meeting.id}/minutes/addenda`), body: { words, reason } },
      { onSuccess: onClose },
    );
  };
  return (
    <Form onSubmit={submit}>
      <p className="prose-line">{t('addenda.help')}</p>
      <TextArea label={t('addenda.words')} required rows={4} value={words} onChange={setWords} error={missing(words)} />
      <TextField
        label={t('addenda.reason')}
        required
        value={reason}
        onChange={setReason}
        maxLength={200}
        error={missing(reason)}
      />
      <FormEnd save={save} label={t('addenda.save')} onCancel={onClose} />
    </Form>
  );
}
