import { useTranslation } from 'react-i18next';
import { addEffect, moveEffect, removeEffect, setEffectParam } from '../../../workflows/edit.ts';
import { Checkbox } from '../../components/choice-group.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { LifecycleOffers } from '../../lib/contract.ts';
import { ActionMenu, SmallButton } from '../kit/action-menu.tsx';
import { useNames, useOwnWord, type StepProps } from './words.ts';

type Param = LifecycleOffers['effects'][number]['params'][number];

/** What the server does when the step is taken, in order, chosen from what this kind of record offers. */
export function EffectRows({ workflow, edit, offers, path, row: { event, effects } }: StepProps) {
  const { t } = useTranslation('lifecycles');
  const names = useNames(workflow);
  const wordOf = useOwnWord();
  return (
    <fieldset className="space-y-3">
      <legend className="font-bold">{t('effects.title')}</legend>
      {effects.length === 0 && <p className="text-solid-gray-700">{t('effects.none')}</p>}
      <ol className="divide-y divide-solid-gray-300">
        {effects.map((effect, index) => {
          const name = wordOf('effect', effect.type);
          const offered = offers.effects.find(({ type }) => type === effect.type);
          return (
            <li key={index} className="space-y-3 py-3">
              <div className="flex items-center gap-2">
                <span className="min-w-0 flex-1">{name}</span>
                <SmallButton
                  label={t('effects.upOf', { name })}
                  closed={index === 0}
                  onPress={() => edit(moveEffect(workflow, path, event, index, -1))}
                >
                  {t('up')}
                </SmallButton>
                <SmallButton
                  label={t('effects.removeOf', { name })}
                  onPress={() => edit(removeEffect(workflow, path, event, index))}
                >
                  {t('remove')}
                </SmallButton>
              </div>
              {offered?.params.map((param) => (
                <ParamField
                  key={param.name}
                  param={param}
                  value={effect.params[param.name]}
                  onChange={(value) =>
                    edit(
                      setEffectParam(workflow, path, event, index, param.name, value),
                      `effect ${path} ${event} ${index} ${param.name}`,
                    )
                  }
                />
              ))}
              {offered && offered.reads.length > 0 && (
                <p className="text-solid-gray-700">
                  {t('effects.reads', { fields: names.list(offered.reads.map((read) => wordOf('read', read))) })}
                </p>
              )}
            </li>
          );
        })}
      </ol>
      {offers.effects.length > 0 && (
        <ActionMenu
          title={t('effects.add')}
          actions={offers.effects.map((offered) => ({
            id: offered.type,
            name: wordOf('effect', offered.type),
            onAction: () =>
              edit(addEffect(workflow, path, event, { type: offered.type, params: firstParams(offered.params) })),
          }))}
        />
      )}
    </fieldset>
  );
}

/** What cannot be left out, as its first choice. */
const firstParams = (params: Param[]): Record<string, unknown> =>
  Object.fromEntries(
    params.flatMap(({ name, needed, choices: [first] }) => (needed && first ? [[name, first.value]] : [])),
  );

function ParamField({ param, value, onChange }: { param: Param; value: unknown; onChange: (value: unknown) => void }) {
  const { t } = useTranslation('lifecycles');
  const wordOf = useOwnWord();
  const label = wordOf('param', param.name);
  const written = typeof value === 'string' ? value : '';
  if (param.kind === 'flag')
    return <Checkbox label={label} value={value === true} onChange={(isSet) => onChange(isSet ? true : undefined)} />;
  if (param.kind === 'choice') {
    const offered = param.choices.map((choice) => ({
      value: choice.value,
      label: choice.label ?? wordOf('value', choice.value),
    }));
    // A kind that was retired since stays what it is.
    const isKept = written !== '' && !offered.some((choice) => choice.value === written);
    return (
      <Select
        label={label}
        value={written}
        choices={isKept ? [...offered, { value: written, label: written }] : offered}
        onChange={(chosen) => onChange(chosen === '' ? undefined : chosen)}
      />
    );
  }
  if (param.kind === 'text')
    return <TextField label={label} value={written} onChange={(text) => onChange(text === '' ? undefined : text)} />;
  return value === undefined ? null : (
    <p>
      {label}
      {'\u3000'}
      <code className="wrap-anywhere">{JSON.stringify(value)}</code>
      {'\u3000'}
      {t('effects.onlyJson')}
    </p>
  );
}
