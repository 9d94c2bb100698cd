import { useTranslation } from 'react-i18next';
import { listStates, setTurn, setTurns, setTurnWords, stepsPossibleAt } from '../../../workflows/edit.ts';
import type { Turn, Urgency, Wait } from '../../../workflows/types.ts';
import { CheckboxGroup } from '../../components/choice-group.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Select } from '../../components/select.tsx';
import { SmallButton } from '../kit/action-menu.tsx';
import { TwoLanguages } from './two-languages.tsx';
import { stepRoles, useNames, useOwnWord, type Names, type StateProps } from './words.ts';

type Props = Pick<StateProps, 'workflow' | 'edit' | 'offers' | 'path'>;

/** Whose turn it is in a state, what it is told with on their home page, and when it is late. */
export function TurnFields(props: Props) {
  const { workflow, edit, path } = props;
  const { t } = useTranslation('lifecycles');
  const turns = workflow.states[path]?.turns ?? [];
  const isEnd = listStates(workflow).some((row) => row.path === path && row.isEnd);
  if (isEnd && turns.length === 0) return null;
  const add = () =>
    edit(setTurns(workflow, path, [...turns, { roles: ['tier2'], texts: { ja: { text: t('fresh.turn') } } }]));
  return (
    <section className="space-y-4 border-t border-solid-gray-300 pt-6">
      <h3>{t('turn.title')}</h3>
      <p className="prose-line text-solid-gray-700">{turns.length === 0 ? t('turn.none') : t('turn.help')}</p>
      <ol className="space-y-4">
        {turns.map((turn, index) => (
          <li key={index} className="rounded-8 border border-solid-gray-420 p-4">
            <OneTurn {...props} turn={turn} index={index} />
          </li>
        ))}
      </ol>
      <SmallButton onPress={add}>{t('turn.add')}</SmallButton>
    </section>
  );
}

function OneTurn({ workflow, edit, offers, path, turn, index }: Props & { turn: Turn; index: number }) {
  const { t } = useTranslation('lifecycles');
  const names = useNames(workflow);
  const wordOf = useOwnWord();
  const about = `turn ${path} ${index}`;
  const put = (next: Turn, field: string | null = null) =>
    edit(setTurn(workflow, path, index, next), field === null ? null : `${about} ${field}`);
  const turns = workflow.states[path]?.turns ?? [];
  const without = ({ answer: _, ...rest }: Turn): Turn => rest;
  return (
    <div className="space-y-4">
      <CheckboxGroup
        label={t('turn.roles')}
        value={turn.roles}
        error={turn.roles.length === 0 ? t('turn.rolesEmpty') : null}
        choices={stepRoles
          .filter((role) => role !== 'system')
          .map((role) => ({ value: role, label: names.role(role) }))}
        onChange={(roles) =>
          put({ ...turn, roles: stepRoles.filter((role) => role !== 'system').filter((role) => roles.includes(role)) })
        }
      />
      <TwoLanguages
        lines={[
          {
            name: 'text',
            label: t('turn.text'),
            ja: turn.texts.ja.text,
            en: turn.texts.en?.text ?? '',
            isLong: true,
            isRequired: true,
          },
          { name: 'action', label: t('turn.action'), ja: turn.texts.ja.action ?? '', en: turn.texts.en?.action ?? '' },
        ]}
        onChange={(language, name, value) =>
          put(setTurnWords(turn, language, name === 'text' ? 'text' : 'action', value), `${language} ${name}`)
        }
      />
      <Disclosure title={t('turn.words')}>
        <ul className="list-disc pl-6">
          {offers.words.map((word) => (
            <li key={word}>
              <code>{`{{${word}}}`}</code>
              {'\u3000'}
              {wordOf('word', word)}
            </li>
          ))}
        </ul>
      </Disclosure>
      <Select
        label={t('turn.answer')}
        value={answerOf(workflow, path, turn)}
        empty={t('turn.answerNone')}
        choices={stepsPossibleAt(workflow, path).map((event) => ({ value: event, label: names.step(event) }))}
        onChange={(event) => put(event === '' ? without(turn) : { ...turn, answer: { event } })}
      />
      {(['after', 'late'] as const).map((kind) => (
        <Days
          key={kind}
          kind={kind}
          wait={turn[kind]}
          days={offers.days}
          onChange={(wait, field) => {
            const { [kind]: _, ...rest } = turn;
            put(wait ? { ...turn, [kind]: wait } : rest, field);
          }}
        />
      ))}
      <SmallButton
        label={t('turn.removeOf', { remove: t('turn.remove'), roles: sayRoles(turn, names) })}
        onPress={() => edit(setTurns(workflow, path, turns.length > 1 ? turns.toSpliced(index, 1) : null))}
      >
        {t('turn.remove')}
      </SmallButton>
    </div>
  );
}

const sayRoles = ({ roles }: Turn, names: Names): string => names.list(roles.map(names.role));

function answerOf(workflow: Props['workflow'], path: string, { answer }: Turn): string {
  if (!answer) return '';
  if ('event' in answer) return answer.event;
  return stepsPossibleAt(workflow, path).find((event) => workflow.steps[event]?.does === answer.does) ?? '';
}

type DaysProps = {
  kind: 'after' | 'late';
  wait: Wait | undefined;
  days: string[];
  onChange: (wait: Wait | null, field: string | null) => void;
};

/** So many days, or so many by how urgent it is, from the day that it came to stand here or from another. */
function Days({ kind, wait, days, onChange }: DaysProps) {
  const { t } = useTranslation('lifecycles');
  const wordOf = useOwnWord();
  const counted = wait?.days;
  const put = (next: Wait['days'], field: string) => onChange({ ...wait, days: next }, field);
  return (
    <div className="grid items-end gap-4 sm:grid-cols-2">
      {typeof counted === 'object' ? (
        <div className="grid grid-cols-3 gap-2 sm:col-span-2">
          {(['low', 'normal', 'high'] as Urgency[]).map((urgency) => (
            <NumberField
              key={urgency}
              label={t(`turn.${kind}By.${urgency}`)}
              unit={t('turn.days')}
              value={counted[urgency]}
              onChange={(value) => value !== null && put({ ...counted, [urgency]: value }, `${kind} ${urgency}`)}
            />
          ))}
        </div>
      ) : (
        <NumberField
          label={t(`turn.${kind}`)}
          help={t(`turn.${kind}Help`)}
          unit={t('turn.days')}
          value={counted ?? null}
          onChange={(value) => (value === null ? onChange(null, null) : put(value, kind))}
        />
      )}
      {wait && days.length > 0 && (
        <Select
          label={t(`turn.${kind}From`)}
          value={wait.from ?? ''}
          empty={t('turn.fromHere')}
          choices={days.map((day) => ({ value: day, label: wordOf('day', day) }))}
          onChange={(day) => onChange(day === '' ? { days: wait.days } : { ...wait, from: day }, null)}
        />
      )}
    </div>
  );
}
