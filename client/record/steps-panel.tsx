import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, ButtonLink } from '../components/button.tsx';
import { RadioGroup } from '../components/choice-group.tsx';
import { SaveProblem } from '../components/conflict-notice.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { Icon } from '../components/icon.tsx';
import { Notice } from '../components/notice.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import type { Step } from '../lib/contract.ts';
import { useSend } from '../lib/queries.ts';
import { Explanation } from './explanation.tsx';

import type { DraftRecord } from '../lib/answer-drafts.ts';

const AnswerForm = lazy(() => import('../forms/answer-form.tsx').then((module) => ({ default: module.AnswerForm })));

type Props = {
  steps: Step[];
  /** The record below `/api`, as `/municipalities/04202/councils/ID`; steps are posted to `{path}/steps`. */
  path: string;
  kind: string;
  version: number;
  /** What stands there when there is nothing to do. */
  nothing?: string;
  /** Pages on which steps are taken that ask too much for a dialog, by event. */
  pages?: Readonly<Record<string, string>>;
  /** Told the name of a step that was taken, for whoever shows the record no more where it stood. */
  onDone?: (name: string) => void;
};

/** What can be done next, and for what cannot: why not. An open step opens its form. */
export function StepsPanel({ steps, path, kind, version, nothing, pages = {}, onDone }: Props) {
  const { t } = useTranslation();
  const [event, setEvent] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const open = steps.filter((step) => step.open && !step.onBehalf);
  const onBehalf = steps.filter((step) => step.open && step.onBehalf);
  const closed = steps.filter((step) => !step.open);
  const chosen = steps.find((step) => step.event === event);
  // One bright button a page: of several steps forward, the first.
  const brightest = open.find((step) => step.tone === 'primary');
  const toneOf = (step: Step) => (step.tone === 'primary' && step !== brightest ? 'secondary' : step.tone);
  return (
    <div className="space-y-4" data-actions>
      {done && <Notice tone="success" announce intoView title={t('steps.done', { name: done })} />}
      {open.length + onBehalf.length === 0 && <p>{nothing ?? t('steps.none')}</p>}
      {open.length > 0 && (
        <ul className="space-y-3">
          {open.map((step) => (
            <li key={step.event} className="surface flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
              <div className="min-w-0 flex-1 basis-60">
                <p className="font-bold">{step.name}</p>
                {step.help && <p>{step.help}</p>}
              </div>
              {pages[step.event] === undefined ? (
                <Button
                  kind={toneOf(step)}
                  onPress={() => {
                    setDone(null);
                    setEvent(step.event);
                  }}
                >
                  {step.name}
                </Button>
              ) : (
                <ButtonLink kind={toneOf(step)} to={pages[step.event] ?? ''}>
                  {step.name}
                </ButtonLink>
              )}
            </li>
          ))}
        </ul>
      )}
      {onBehalf.length > 0 && (
        <Disclosure title={t('steps.behalf')}>
          <p className="prose-line">{t('steps.behalfHelp')}</p>
          <ul className="mt-3 space-y-3">
            {onBehalf.map((step) => (
              <li key={step.event} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
                <p className="min-w-0 flex-1 basis-60">{step.help ?? step.name}</p>
                <Button
                  kind={step.tone === 'danger' ? 'danger' : 'secondary'}
                  onPress={() => {
                    setDone(null);
                    setEvent(step.event);
                  }}
                >
                  {step.name}
                </Button>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      {closed.length > 0 && (
        <div className="space-y-3">
          <h3>{t('steps.closed')}</h3>
          <ul className="space-y-3">
            {groupAlike(closed).map(([step, names]) => (
              <li key={step.event} className="rounded-8 border border-solid-gray-300 bg-solid-gray-50 p-4">
                <p className="flex items-center gap-2 font-bold">
                  <Icon name="lock" className="size-5 self-start mt-1" />
                  {names.join(t('list.separator'))}
                </p>
                <ul className="mt-1 space-y-1">
                  {step.reasons.map((reason) => (
                    <li key={reason}>{reason}</li>
                  ))}
                </ul>
                {step.decision && step.roles.length > 0 && (
                  <p className="text-dns-14N-130 text-solid-gray-700">
                    {t('steps.roles', { roles: step.roles.join(t('list.separator')) })}
                  </p>
                )}
                {step.decision && <Explanation explanation={{ ...step.decision, near: [] }} hideSentence />}
              </li>
            ))}
          </ul>
        </div>
      )}
      {chosen && (
        <Dialog title={chosen.name} isOpen onClose={() => setEvent(null)} wide>
          <StepForm
            step={chosen}
            path={path}
            of={{ kind, id: path.slice(path.lastIndexOf('/') + 1) }}
            version={version}
            onClose={() => setEvent(null)}
            onDone={() => {
              setEvent(null);
              setDone(chosen.name);
              onDone?.(chosen.name);
            }}
          />
        </Dialog>
      )}
    </div>
  );
}

/** Steps closed for the very same reasons stand together; one closed by rules has its own explanation and stands alone. */
function groupAlike(steps: Step[]): [Step, string[]][] {
  const groups = Map.groupBy(steps, (step) => (step.decision ? step.event : step.reasons.join('\n')));
  return [...groups.values()].flatMap((group) =>
    group[0] ? [[group[0], group.map((step) => step.name)] as [Step, string[]]] : [],
  );
}

type FormProps = {
  step: Step;
  path: string;
  of: DraftRecord;
  version: number;
  onClose: () => void;
  onDone: () => void;
};

const ways = ['phone', 'mail', 'fax', 'visit', 'other'] as const;

function StepForm({ step, path, of, version, onClose, onDone }: FormProps) {
  const { t } = useTranslation();
  const take = useSend();
  const [behalf, setBehalf] = useState('');
  const draft = `${path}.${step.event}`;
  const send = async (answers?: Record<string, unknown>) => {
    await take.mutateAsync({
      path: `${path}/steps`,
      body: { event: step.event, ...(answers && { answers, draft }), ...(step.onBehalf && { behalf }) },
      version,
    });
    onDone();
  };
  const kind = step.tone === 'danger' ? 'danger' : 'primary';
  return (
    <div className="space-y-6">
      {step.help && !step.form?.description && <p className="prose-line">{step.help}</p>}
      {step.decision && <Explanation explanation={step.decision} />}
      {step.onBehalf && (
        <RadioGroup
          label={t('steps.how')}
          required
          value={behalf}
          onChange={setBehalf}
          choices={ways.map((value) => ({ value, label: t(`steps.way.${value}`) }))}
        />
      )}
      {step.onBehalf && behalf === '' ? (
        <Button kind="text" onPress={onClose}>
          {t('action.cancel')}
        </Button>
      ) : step.form ? (
        <Suspense fallback={<Skeleton />}>
          <AnswerForm
            form={step.form}
            record={draft}
            of={of}
            submitLabel={step.form.submit ?? step.name}
            submitKind={kind}
            onSubmit={send}
            onCancel={onClose}
          />
        </Suspense>
      ) : (
        <>
          <SaveProblem error={take.error} onReload={take.reset} />
          <div className="flex flex-wrap gap-3">
            <Button kind={kind} busy={take.isPending} onPress={() => void send().catch(() => undefined)}>
              {step.name}
            </Button>
            <Button kind="text" onPress={onClose}>
              {t('action.cancel')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
