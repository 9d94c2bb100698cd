import { withTheme } from '@rjsf/core';
import { TranslatableString, type RJSFValidationError } from '@rjsf/utils';
import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProvideFurigana, WithFurigana } from '../components/furigana.tsx';
import { Button, type ButtonKind } from '../components/button.tsx';
import { ConflictNotice, isConflict } from '../components/conflict-notice.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { ApiProblem } from '../lib/api.ts';
import type { LocalForm } from '../lib/contract.ts';
import { toAnswerPath, toExtraErrors, stands, toLabel, toSummary, valueAt } from './places.ts';
import { answersToSend, applyLogic, createSaidStore, logicIssues, ProvideSaid, type Said } from './logic.tsx';
import { AddressField } from './address-field.tsx';
import { FilesField, FilesUnderWay } from './files-field.tsx';
import { ShownField } from './shown-field.tsx';
import { TellSoon } from './soon.tsx';
import { PageHead, PagesSummary } from './page-head.tsx';
import { errorsOn, findPage, hasPages, pagesOf, ShownFields, topField, usePaging, type Paging } from './pages.ts';
import { templates } from './templates.tsx';
import { TickedField } from './ticked-field.tsx';
import type { Answers, DraftRecord } from '../lib/answer-drafts.ts';
import { useWords, WordsSwitch } from './easy-words.tsx';
import { BegunNotice, BothNotice, GiveUp } from './begun-notice.tsx';
import { openInWindow, useDraft, useOpened, type Opened } from './use-draft.ts';
import { createValidator } from './validator.ts';
import { widgets } from './widgets.tsx';

const ThemedForm = withTheme({
  widgets,
  templates,
  fields: { ticked: TickedField, shown: ShownField, files: FilesField, address: AddressField },
});

/** A choice is never made for people; a list that needs an entry starts with one to fill in. */
const stateBehavior = { constAsDefaults: 'never', arrayMinItems: { populate: 'requiredOnly' } } as const;

export type { Answers };

const keptWords = { server: 'draftSaved', window: 'draftKept', both: 'draftKept', device: 'draftOnDevice' } as const;

type Props = {
  form: LocalForm;
  /** Names the draft, with the form's key: what it is filled in for. */
  record: string;
  /** The record that it is filled in for, where there is one: who may not see that does not see the draft, and it goes with it. */
  of?: DraftRecord;
  /** Sends the answers; what it throws is shown. The draft is forgotten when it resolves. */
  onSubmit: (answers: Answers) => Promise<unknown>;
  /** Drafts are kept until sent: leave this false for a summary that still comes before sending. */
  keepDraft?: boolean;
  /** Whether a form of several pages ends with one of its own; by default where none comes later. */
  withSummary?: boolean;
  submitLabel?: string;
  submitKind?: ButtonKind;
  onCancel?: () => void;
  /** Answers to start from instead of the form's `initial`. */
  initial?: Answers;
  /** Told what is typed, from the start on and with every answer; nothing may be made of it but what is shown beside. */
  onAnswers?: (answers: Answers) => void;
  /** What is typed stays in this window: it is a record already, or is not to be kept at all. */
  isWindowOnly?: boolean;
  /** What was begun, read already, where it is kept neither on the server nor in this window. */
  opened?: Opened;
};

/**
 * A stored form to fill in: checked here and on the server, kept while typing, all errors on top and on their fields. One of several pages is asked page by
 * page, each checked before the next; a summary of all comes before it is sent.
 */
export function AnswerForm(props: Props) {
  const { form, ...choice } = useWords(props.form);
  return (
    <ProvideFurigana texts={form.furigana}>
      {props.form.easy ? (
        <div className="space-y-6">
          <WordsSwitch {...choice} />
          <WordedForm {...props} form={form} />
        </div>
      ) : (
        <WordedForm {...props} />
      )}
    </ProvideFurigana>
  );
}

function WordedForm(props: Props) {
  if (props.opened) return <OpenedForm {...props} opened={props.opened} />;
  return props.isWindowOnly ? <InWindow {...props} /> : <OnServer {...props} />;
}

function InWindow(props: Props) {
  const [opened] = useState(() => openInWindow(props.form, props.record));
  return <OpenedForm {...props} opened={opened} />;
}

function OnServer(props: Props) {
  const opened = useOpened(props.form, props.record, props.of);
  return opened ? <OpenedForm key={`${opened.formId} ${opened.times}`} {...props} opened={opened} /> : <Skeleton />;
}

type OpenedProps = Props & { opened: Opened };

function OpenedForm(props: OpenedProps) {
  return hasPages(props.form) ? <PagedForm {...props} /> : <WholeForm {...props} paging={null} />;
}

function PagedForm(props: OpenedProps) {
  return <WholeForm {...props} paging={usePaging(`${props.form.key}.${props.record}`)} />;
}

function WholeForm({
  opened,
  form,
  onSubmit,
  keepDraft,
  withSummary = !keepDraft,
  submitLabel,
  submitKind = 'primary',
  onCancel,
  initial,
  onAnswers,
  paging,
}: OpenedProps & { paging: Paging | null }) {
  const { t, i18n } = useTranslation('form');
  const [start] = useState(() => initial ?? form.initial ?? {});
  const draft = useDraft(opened, start);
  useEffect(() => onAnswers?.(draft.answers), [onAnswers, draft.answers]);
  const [problem, setProblem] = useState<Error | null>(null);
  const [sent, setSent] = useState<Answers>({});
  const [errors, setErrors] = useState<RJSFValidationError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const said = useMemo(() => applyLogic(form, draft.answers), [form, draft.answers]);
  const [store] = useState(() => createSaidStore(said));
  // Before anything is painted: what appears is there with the answer that brings it.
  useLayoutEffect(() => store.put(said), [store, said]);
  const [filesUnderWay] = useState(() => new Set<string>());
  const validator = useMemo(
    () =>
      createValidator(
        (issue) => t(`issue.${issue.code}`, { ...issue.params, defaultValue: t('issue.other') }),
        (typed) => {
          const now = applyLogic(form, (typed ?? {}) as Answers);
          const waiting = [...filesUnderWay].map((path) => ({ path, code: 'filesUnderWay' }));
          return { answers: now.answers, issues: [...waiting, ...logicIssues(now, typed, i18n.language)] };
        },
      ),
    [t, form, i18n.language, filesUnderWay],
  );
  // rjsf's own words, by the names that it has for them.
  const translate = useMemo(() => {
    const names = new Map(Object.entries(TranslatableString).map(([name, english]) => [english, name]));
    return (english: TranslatableString, [first, second]: string[] = []) =>
      t(`drawn.${names.get(english)}`, { first, second });
  }, [t]);
  const pages = paging ? pagesOf(form, said) : [];
  const last = withSummary ? pages.length : pages.length - 1;
  // What was sent or thrown away begins at the beginning, whatever the browser's history says.
  const [moved, setMoved] = useState(draft.keptIn !== 'nowhere');
  const kept = moved || draft.keptIn !== 'nowhere' ? (paging?.at ?? null) : '';
  const at = !paging ? 0 : kept === null ? last : findPage(form, said, kept);
  const page = paging ? pages[at] : undefined;
  const place = page?.name ?? null;
  /** From where somebody was led to a page because of what is wrong there. */
  const [led, setLed] = useState<{ from: string | null; to: string | null } | null>(null);
  const isLed = led?.to === place;
  const goTo = (next: number) => {
    setMoved(true);
    setErrors([]);
    setAttempt(0);
    setLed(null);
    paging?.goTo(pages[next]?.name ?? null);
  };
  const leadTo = (wrong: number) => {
    const to = pages[wrong]?.name ?? null;
    setMoved(true);
    setLed({ from: isLed ? led.from : place, to });
    paging?.goTo(to);
  };
  /** Goes on from a page on which nothing is wrong; false where it is not to be left so. */
  const goOn = (all: RJSFValidationError[]): boolean => {
    if (!paging || (page && all.some(({ property }) => page.fields.includes(topField(property))))) return false;
    if (at < last) {
      goTo(at + 1);
      return true;
    }
    const wrong = pages.findIndex(({ fields }) => all.some(({ property }) => fields.includes(topField(property))));
    if (wrong >= 0) leadTo(wrong);
    return false;
  };
  const conflict = isConflict(problem) ? problem : null;
  const issues =
    problem instanceof ApiProblem && !conflict
      ? (problem.problem.issues ?? []).map((issue) => ({ ...issue, path: toAnswerPath(issue.path, form.schema) }))
      : [];
  const standing = issues.filter((issue) =>
    Object.is(JSON.stringify(valueAt(sent, issue.path)), JSON.stringify(valueAt(draft.answers, issue.path))),
  );
  const extraErrors = toExtraErrors(standing);
  const summary = toSummary(
    [
      ...errorsOn(errors, page, pages, at === last),
      // What the server says of the whole was sent from the last page already: it is told on each.
      ...errorsOn(
        standing.map((issue) => ({
          property: issue.path.replaceAll('/', '.'),
          message: issue.message,
          stack: issue.message,
        })),
        page,
        pages,
        true,
      ),
    ],
    form.schema,
  );

  const submit = async (typed: Answers) => {
    const { sent: answers, typed: kept } = answersToSend(form, typed);
    setBusy(true);
    setErrors([]);
    setSent(answers);
    // A place that the server names is one in what was sent; what is hidden now comes back with the answer that hid it.
    draft.keep(kept);
    // Nothing of it is under way to the server when it is sent: that would come back as another half-done one.
    await (keepDraft ? opened.keeper.save() : opened.keeper.rest());
    try {
      await onSubmit(answers);
      if (!keepDraft) draft.forget();
      setMoved(keepDraft === true);
      setProblem(null);
    } catch (error) {
      setProblem(error as Error);
      setAttempt((count) => count + 1);
      const places = error instanceof ApiProblem ? (error.problem.issues ?? []) : [];
      const wrong = pages.findIndex(({ fields }) =>
        places.some(({ path }) => fields.includes(topField(toAnswerPath(path, form.schema)))),
      );
      if (paging && wrong >= 0 && wrong !== at) leadTo(wrong);
    } finally {
      setBusy(false);
    }
  };

  return (
    <div
      className="space-y-6"
      onPointerDownCapture={draft.touch}
      onClickCapture={draft.touch}
      onKeyDownCapture={draft.touch}
      onChangeCapture={draft.touch}
    >
      {form.description && (
        <p className="prose-line whitespace-pre-wrap">
          <WithFurigana>{form.description}</WithFurigana>
        </p>
      )}
      {draft.keptIn === 'both' && opened.choose && <BothNotice onChoose={opened.choose} />}
      {opened.begun && <BegunNotice begun={opened.begun} onDecide={opened.keeper.save} />}
      {paging && <PageHead pages={pages} at={at} count={last + 1} takesFocus={moved && !isLed} fallback={form.name} />}
      <ErrorSummary errors={summary} attempt={attempt} />
      {conflict && <ConflictNotice problem={conflict} onReload={() => setProblem(null)} />}
      {problem && !conflict && issues.length === 0 && <ProblemNotice error={problem} />}
      {form.logic && <Appearing said={said} form={form} />}
      {paging && !page && (
        <PagesSummary
          form={form}
          pages={pages}
          answers={answersToSend(form, draft.answers).sent}
          fallback={form.name}
          onMend={goTo}
        />
      )}
      <ProvideSaid store={store}>
        <ShownFields value={paging ? (page?.fields ?? []) : null}>
          <FilesUnderWay value={filesUnderWay}>
            <TellSoon isOff={paging !== null}>
              <ThemedForm
                // What was found wrong on one page does not stand on the next before anything is typed there, unless it led to it.
                key={JSON.stringify(isLed ? led.from : place)}
                schema={form.schema}
                uiSchema={form.uiSchema}
                formData={draft.answers}
                validator={validator}
                translateString={translate}
                extraErrors={extraErrors}
                extraErrorsBlockSubmit={false}
                noHtml5Validate
                experimental_defaultFormStateBehavior={stateBehavior}
                showErrorList={false}
                liveValidate={attempt > 0 ? 'onChange' : false}
                onChange={(state) => {
                  draft.keep((state.formData ?? {}) as Answers);
                  if (attempt > 0)
                    setErrors(
                      withoutServers(
                        state.errors,
                        standing.map((issue) => issue.message),
                      ),
                    );
                }}
                onSubmit={(state) => {
                  if (!goOn([])) void submit((state.formData ?? {}) as Answers);
                }}
                onError={(validationErrors) => {
                  if (goOn(validationErrors)) return;
                  setErrors(
                    withoutServers(
                      validationErrors,
                      standing.map((issue) => issue.message),
                    ),
                  );
                  setAttempt((count) => count + 1);
                }}
              >
                <div className="mt-8 space-y-3">
                  <div className="flex flex-wrap gap-3">
                    <Button type="submit" kind={at < last ? 'primary' : submitKind} busy={busy}>
                      {at < last ? t('next') : (submitLabel ?? form.submit ?? t('send'))}
                    </Button>
                    {at > 0 && <Button onPress={() => goTo(at - 1)}>{t('previous')}</Button>}
                    {onCancel && (
                      <Button kind="text" onPress={onCancel}>
                        {t('common:action.cancel')}
                      </Button>
                    )}
                  </div>
                  <p role="status" className="text-dns-16N-130 text-solid-gray-700">
                    {draft.keptIn !== 'nowhere' && t(keptWords[draft.keptIn])}
                  </p>
                  {draft.keptIn !== 'nowhere' && opened.choose && <GiveUp onGiveUp={opened.choose} />}
                </div>
              </ThemedForm>
            </TellSoon>
          </FilesUnderWay>
        </ShownFields>
      </ProvideSaid>
    </div>
  );
}

function withoutServers(errors: RJSFValidationError[], messages: string[]): RJSFValidationError[] {
  return errors.filter((error) => !messages.includes(error.message ?? error.stack));
}

/** Tells who hears the page which fields came and went with the last answer. */
function Appearing({ said, form }: { said: Said; form: LocalForm }) {
  const { t } = useTranslation('form');
  const [before, setBefore] = useState(said);
  const [announced, setAnnounced] = useState('');
  if (before !== said) {
    setBefore(said);
    // An entry that is added or taken away brings its fields or takes them with it.
    const stood = (place: string) => stands(before.answers, place) && stands(said.answers, place);
    const [old, now] = [before.outcome.hidden, said.outcome.hidden];
    const name = (places: string[]) =>
      places.map((place) => toLabel(place.split('/').slice(1), form.schema) ?? place).join(t('common:list.separator'));
    const came = [...old].filter((place) => !now.has(place) && stood(place));
    const went = [...now].filter((place) => !old.has(place) && stood(place));
    if (came.length + went.length > 0)
      setAnnounced(
        [
          ...(came.length > 0 ? [t('appeared', { fields: name(came) })] : []),
          ...(went.length > 0 ? [t('gone', { fields: name(went) })] : []),
        ].join(' '),
      );
  }
  return (
    <p role="status" className="sr-only">
      {announced}
    </p>
  );
}
