import { useTranslation } from 'react-i18next';
import { addStage, addState, listStates, listSteps, type StateRow } from '../../../workflows/edit.ts';
import { Icon } from '../../components/icon.tsx';
import { SmallButton } from '../kit/action-menu.tsx';
import { useNames, writePlace, type Place, type Shared } from './words.ts';

type Props = Pick<Shared, 'workflow' | 'edit'> & {
  at: Place;
  troubled: ReadonlySet<string>;
  onGo: (place: Place) => void;
  /** Goes to what was just made, to be named. */ onBegin: (place: Place) => void;
};

/** Everything that there is: the lifecycle, its stages, and in each its states, inner ones below the state around them. */
export function Outline({ workflow, edit, at, troubled, onGo, onBegin }: Props) {
  const { t } = useTranslation('lifecycles');
  const names = useNames(workflow);
  const rows = listStates(workflow);
  const stages = workflow.stages ?? [];
  const groups = stages.map(({ key }) => ({ key, rows: rows.filter(({ stage }) => stage === key) }));
  const loose = rows.filter(({ stage }) => !stages.some(({ key }) => key === stage));
  const begin = (stage: string | null) => {
    const place = stages.findIndex(({ key }) => key === stage);
    // Behind the last state of its stage, or of the nearest stage before it that has one.
    const before = place < 0 ? rows : groups.slice(0, place + 1).flatMap((group) => group.rows);
    const after = before.findLast(({ depth }) => depth === 0)?.path ?? null;
    const made = addState(workflow, { after, stage, ja: { name: t('fresh.state'), meaning: t('fresh.meaning') } });
    edit(made.workflow);
    onBegin({ kind: 'state', path: made.path });
  };
  const entry = (row: StateRow) => (
    <li key={row.path} style={{ paddingInlineStart: `${row.depth}rem` }}>
      <Entry place={{ kind: 'state', path: row.path }} at={at} onGo={onGo}>
        <span className="min-w-0 flex-1">
          {names.state(row.path)}
          {row.isFirst && row.depth === 0 && <Mark>{t('state.isFirst')}</Mark>}
          {row.isEnd && <Mark>{t('state.isEnd')}</Mark>}
        </span>
        {troubled.has(row.path) && (
          <>
            <Icon name="error" className="size-5 text-red-900" />
            <span className="sr-only">{t('check.here')}</span>
          </>
        )}
      </Entry>
    </li>
  );
  return (
    <nav aria-label={t('outline.label')} className="space-y-4">
      <ul>
        <li>
          <Entry place={{ kind: 'whole' }} at={at} onGo={onGo}>
            {t('whole.title')}
          </Entry>
        </li>
        {listSteps(workflow, '').length > 0 && (
          <li>
            <Entry place={{ kind: 'state', path: '' }} at={at} onGo={onGo}>
              {t('everywhere')}
            </Entry>
          </li>
        )}
      </ul>
      {groups.map((group) => (
        <section key={group.key} className="space-y-1 border-t border-solid-gray-300 pt-3">
          <Entry place={{ kind: 'stage', key: group.key }} at={at} onGo={onGo}>
            <span>
              <span className="font-bold">{names.stage(group.key)}</span>
              <Mark>{t('outline.stageMark')}</Mark>
            </span>
          </Entry>
          <ul>{group.rows.map(entry)}</ul>
          <SmallButton
            label={t('outline.addStateIn', { stage: names.stage(group.key) })}
            onPress={() => begin(group.key)}
          >
            {t('outline.addState')}
          </SmallButton>
        </section>
      ))}
      {(loose.length > 0 || stages.length === 0) && (
        <section className="space-y-1 border-t border-solid-gray-300 pt-3">
          {stages.length > 0 && <p className="px-3 font-bold">{t('outline.loose')}</p>}
          <ul>{loose.map(entry)}</ul>
          <SmallButton onPress={() => begin(null)}>{t('outline.addState')}</SmallButton>
        </section>
      )}
      <div className="border-t border-solid-gray-300 pt-4">
        <SmallButton
          onPress={() => {
            const made = addStage(workflow, t('fresh.stage'));
            edit(made.workflow);
            onBegin({ kind: 'stage', key: made.key });
          }}
        >
          {t('outline.addStage')}
        </SmallButton>
      </div>
    </nav>
  );
}

const Mark = ({ children }: { children: string }) => (
  <span className="ml-2 text-dns-14N-130 whitespace-nowrap text-solid-gray-700">{children}</span>
);

type EntryProps = { place: Place; at: Place; onGo: (place: Place) => void; children: React.ReactNode };

function Entry({ place, at, onGo, children }: EntryProps) {
  const here = writePlace(place) === writePlace(at);
  return (
    <button
      type="button"
      aria-current={here || undefined}
      onClick={() => onGo(place)}
      className={`flex min-h-11 w-full items-center gap-2 rounded-8 px-3 py-2 text-left leading-snug hover:bg-solid-gray-50 hover:underline ${here ? 'bg-blue-50 font-bold inset-ring-2 inset-ring-blue-900' : ''}`}
    >
      {children}
    </button>
  );
}
