import { useTranslation } from 'react-i18next';
import {
  listStates,
  moveStep,
  removeStep,
  setStepForm,
  setStepMark,
  setStepRoles,
  setStepRules,
  setStepTone,
  setStepWhen,
  setStepWords,
  setTarget,
} from '../../../workflows/edit.ts';
import { CheckboxGroup } from '../../components/choice-group.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Notice } from '../../components/notice.tsx';
import { Select } from '../../components/select.tsx';
import { usePaths } from '../../lib/municipality.tsx';
import { SmallButton } from '../kit/action-menu.tsx';
import { EffectRows } from './effect-rows.tsx';
import { useMarkWords } from './mark-words.ts';
import { TwoLanguages } from './two-languages.tsx';
import { stepRoles, tones, useNames, useOwnWord, type StepProps } from './words.ts';

/** A step of a state: its words, where it leads, what it asks, who may, what opens it, what is then done. */
export function StepFields({ onGone, ...props }: StepProps & { onGone: () => void }) {
  const { workflow, edit, path, row } = props;
  const { event, notes, also } = row;
  const { t } = useTranslation('lifecycles');
  const names = useNames(workflow);
  const roles = stepRoles.filter((role) => role !== 'system' || notes.roles.includes('system'));
  return (
    <div className="space-y-6">
      {also.length > 0 && (
        <p className="rounded-8 bg-solid-gray-50 px-4 py-3">
          {t('step.shared', { states: names.list(also.map(names.stateAt)) })}
        </p>
      )}
      <TwoLanguages
        lines={[
          {
            name: 'name',
            label: t('step.name'),
            ja: notes.texts.ja.name,
            en: notes.texts.en?.name ?? '',
            isRequired: true,
          },
          {
            name: 'help',
            label: t('step.help'),
            ja: notes.texts.ja.help ?? '',
            en: notes.texts.en?.help ?? '',
            isLong: true,
          },
        ]}
        onChange={(language, name, value) =>
          edit(
            setStepWords(workflow, event, language, name === 'name' ? 'name' : 'help', value),
            `step ${event} ${language} ${name}`,
          )
        }
      />
      <Select
        label={t('step.target')}
        value={row.target ?? ''}
        empty={t('step.staysHere')}
        choices={listStates(workflow).map((state) => ({ value: state.path, label: names.stateAt(state.path) }))}
        onChange={(target) => edit(setTarget(workflow, path, event, target === '' ? null : target))}
      />
      {row.isIdle && <Notice tone="warn" title={t('step.idle')} />}
      <FormAndRules {...props} />
      <CheckboxGroup
        label={t('step.roles')}
        value={notes.roles}
        error={notes.roles.length === 0 ? t('step.rolesEmpty') : null}
        choices={roles.map((role) => ({ value: role, label: names.role(role) }))}
        onChange={(chosen) =>
          edit(
            setStepRoles(
              workflow,
              event,
              roles.filter((role) => chosen.includes(role)),
            ),
          )
        }
      />
      <EffectRows {...props} />
      <Look {...props} />
      <div className="flex flex-wrap gap-2 border-t border-solid-gray-300 pt-4">
        <SmallButton onPress={() => edit(moveStep(workflow, path, event, -1))}>{t('up')}</SmallButton>
        <SmallButton onPress={() => edit(moveStep(workflow, path, event, 1))}>{t('down')}</SmallButton>
        <SmallButton
          onPress={() => {
            edit(removeStep(workflow, path, event));
            onGone();
          }}
        >
          {also.length > 0 ? t('step.removeHere') : t('remove')}
        </SmallButton>
      </div>
    </div>
  );
}

function FormAndRules({ workflow, edit, offers, row: { event, notes } }: StepProps) {
  const { t } = useTranslation('lifecycles');
  const { page } = usePaths();
  const rules = offers.rules.find(({ key }) => key === notes.rules);
  return (
    <>
      <div className="space-y-2">
        <Select
          label={t('step.form')}
          value={notes.form ?? ''}
          empty={t('step.formNone')}
          choices={withOwn(offers.forms, notes.form)}
          onChange={(form) => edit(setStepForm(workflow, event, form === '' ? null : form))}
        />
        {notes.form !== undefined && (
          <Beside to={page(`settings/definitions/form/${notes.form}`)}>{t('step.openForm')}</Beside>
        )}
      </div>
      <div className="space-y-2">
        <Select
          label={t('step.rules')}
          help={t('step.rulesHelp')}
          value={notes.rules ?? ''}
          empty={t('step.rulesNone')}
          choices={withOwn(offers.rules, notes.rules)}
          onChange={(key) => edit(setStepRules(workflow, event, key === '' ? null : key))}
        />
        {rules && rules.reasons.length > 0 && (
          <div>
            <p>{t('step.reasons')}</p>
            <ul className="list-disc pl-6">
              {rules.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </div>
        )}
        {notes.rules !== undefined && <Beside to={page(`settings/rules/${notes.rules}`)}>{t('step.openRules')}</Beside>}
      </div>
    </>
  );
}

/** Another page of the studios, in a window of its own: here one is in the middle of something. */
function Beside({ to, children }: { to: string; children: string }) {
  const { t } = useTranslation('lifecycles');
  return (
    <a className="link inline-flex min-h-11 items-center" href={to} target="_blank" rel="noreferrer">
      {t('newTab', { name: children })}
    </a>
  );
}

/** What is chosen stays to be seen, also where it is no longer offered. */
const withOwn = (offered: { key: string; name: string }[], own: string | undefined) => [
  ...offered.map(({ key, name }) => ({ value: key, label: name })),
  ...(own === undefined || offered.some(({ key }) => key === own) ? [] : [{ value: own, label: own }]),
];

/** How it looks, for which cities it is, and what it is to the server. */
function Look({ workflow, edit, offers, row: { event, notes } }: StepProps) {
  const { t } = useTranslation('lifecycles');
  const wordOf = useOwnWord();
  const markOf = useMarkWords();
  const marks = offers.marks.some(({ key }) => key === notes.does)
    ? offers.marks
    : [...offers.marks, ...(notes.does === undefined ? [] : [{ key: notes.does, why: null, named: [] }])];
  return (
    <Disclosure title={t('step.more')}>
      <div className="space-y-4">
        <Select
          label={t('step.tone')}
          value={notes.tone ?? ''}
          empty={t('step.toneNone')}
          choices={tones.map((tone) => ({ value: tone, label: t(`tone.${tone}`) }))}
          onChange={(tone) => edit(setStepTone(workflow, event, tones.find((candidate) => candidate === tone) ?? null))}
        />
        {offers.choices.map(({ name, values }) => (
          <Select
            key={name}
            label={t('step.when', { name: wordOf('choice', name) })}
            value={notes.when?.[name] ?? ''}
            empty={t('step.whenAll')}
            choices={values.map((value) => ({ value, label: wordOf('value', value) }))}
            onChange={(value) => edit(setStepWhen(workflow, event, name, value === '' ? null : value))}
          />
        ))}
        {marks.length > 0 && (
          <Select
            label={t('step.mark')}
            help={t('step.markHelp')}
            value={notes.does ?? ''}
            empty={t('step.markNone')}
            choices={marks.map((mark) => ({ value: mark.key, label: markOf('mark', mark) }))}
            onChange={(mark) => edit(setStepMark(workflow, event, mark === '' ? null : mark))}
          />
        )}
      </div>
    </Disclosure>
  );
}
