import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { addStep, listAllSteps, listStates, listSteps, takeStep, type StepRow } from '../../../workflows/edit.ts';
import { Badge } from '../../components/badge.tsx';
import { Icon } from '../../components/icon.tsx';
import { ActionMenu, SmallButton } from '../kit/action-menu.tsx';
import { StepFields } from './step-fields.tsx';
import { useNames, type StateProps } from './words.ts';

/** What can be done in a state, in order; one of them open. */
export function StepList(props: StateProps) {
  const { workflow, edit, offers, path, step, onStep, onGo } = props;
  const { t } = useTranslation('lifecycles');
  const names = useNames(workflow);
  const list = useRef<HTMLUListElement>(null);
  /** What was just made, to be named first. */
  const made = useRef<string | null>(null);
  const rows = listSteps(workflow, path);
  const state = listStates(workflow).find((row) => row.path === path);
  const around = listAround(path).flatMap((outer) => {
    const steps = listSteps(workflow, outer);
    return steps.length > 0 ? [{ outer, steps }] : [];
  });
  const elsewhere = listAllSteps(workflow).filter(({ event }) => !rows.some((row) => row.event === event));
  const add = () => {
    const added = addStep(workflow, path, { ja: t('fresh.step'), roles: ['tier2'], target: null });
    edit(added.workflow);
    onStep(added.event);
    made.current = added.event;
  };
  useEffect(() => {
    if (made.current === null || made.current !== step) return;
    const field = list.current?.querySelector('input');
    field?.focus();
    field?.select();
    made.current = null;
  }, [step]);
  if (state?.isEnd) return null;
  return (
    <section className="space-y-3 border-t border-solid-gray-300 pt-6">
      <h3>{t('steps.title')}</h3>
      {rows.length === 0 && <p className="text-solid-gray-700">{t('steps.none')}</p>}
      <ul ref={list} className="space-y-2">
        {rows.map((row) => (
          <li
            key={row.event}
            className={`rounded-8 border ${row.event === step ? 'border-2 border-blue-900' : 'border-solid-gray-420'}`}
          >
            <button
              type="button"
              aria-expanded={row.event === step}
              onClick={() => onStep(row.event === step ? null : row.event)}
              className="flex min-h-14 w-full items-center gap-3 rounded-8 px-3 py-2 text-left leading-snug hover:bg-solid-gray-50"
            >
              <Icon
                name="right"
                className={`size-5 transition-transform motion-reduce:transition-none ${row.event === step ? 'rotate-90' : ''}`}
              />
              <span className="min-w-0 flex-1">
                <span className="font-bold">{names.step(row.event)}</span>
                <Summary {...props} row={row} />
              </span>
              {row.isIdle && <Badge tone="attention">{t('step.idleMark')}</Badge>}
            </button>
            {row.event === step && (
              <div className="border-t border-solid-gray-300 p-4">
                <StepFields
                  workflow={workflow}
                  edit={edit}
                  offers={offers}
                  path={path}
                  row={row}
                  onGone={() => onStep(null)}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <SmallButton onPress={add}>{t('steps.add')}</SmallButton>
        {elsewhere.length > 0 && (
          <ActionMenu
            title={t('steps.addKnown')}
            actions={elsewhere.map(({ event, from }) => ({
              id: event,
              name: t('step.at', { state: names.list(from.map(names.state)), step: names.step(event) }),
              onAction: () => {
                const [first] = from;
                const like = listSteps(workflow, first ?? '').find((row) => row.event === event);
                edit(takeStep(workflow, path, event, like?.target ?? null));
                onStep(event);
              },
            }))}
          />
        )}
      </div>
      {around.map(({ outer, steps }) => (
        <p key={outer} className="text-solid-gray-700">
          {t('steps.around', {
            state: names.state(outer),
            steps: names.list(steps.map(({ event }) => names.step(event))),
          })}{' '}
          <button
            type="button"
            className="link min-h-11"
            onClick={() => onGo({ kind: 'state', path: outer }, steps[0]?.event ?? null)}
          >
            {t('steps.openAround', { state: names.state(outer) })}
          </button>
        </p>
      ))}
    </section>
  );
}

/** The states around one, and the whole. */
function listAround(path: string): string[] {
  if (path === '') return [];
  const outer = path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
  return [outer, ...listAround(outer)];
}

/** Where it leads, what it asks, who may. */
function Summary({ workflow, offers, row }: StateProps & { row: StepRow }) {
  const { t } = useTranslation('lifecycles');
  const names = useNames(workflow);
  const { form, rules, roles } = row.notes;
  const formName = form === undefined ? null : (offers.forms.find(({ key }) => key === form)?.name ?? form);
  const parts = [
    row.target === null ? t('step.stays') : t('step.to', { state: names.stateAt(row.target) }),
    ...(formName === null ? [] : [t('step.asks', { form: formName })]),
    ...(rules === undefined ? [] : [t('step.ruled')]),
    ...roles.map(names.role),
  ];
  return (
    <span className="block text-dns-16N-130 text-solid-gray-700">
      {parts.map((part, index) => (
        <span key={part} className="inline-block">
          {index > 0 && t('slash')}
          {part}
        </span>
      ))}
    </span>
  );
}
