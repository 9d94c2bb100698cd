import { useTranslation } from 'react-i18next';
import { listFields } from '../../../forms/list-fields.ts';
import type { Form } from '../../../forms/types.ts';
import { addFact, changeFact, removeFact, setAdvice, setFactParam, setOpens } from '../../../registers/edit.ts';
import { modelOfRegister } from '../../../registers/names.ts';
import type { Register, RegisterFact } from '../../../registers/types.ts';
import { RadioGroup } from '../../components/choice-group.tsx';
import { Section } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { Definition, RuleComputed, RuleSetEntry } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { SmallButton } from '../kit/action-menu.tsx';
import { useLanguage } from '../kit/language.ts';
import type { Edit } from './named.ts';

type Props = { register: Register; form: Form | null; edit: Edit };

/** What rules may ask of a record that nobody writes down, the rules that advise, and what begins a record by itself. */
export function FactsPanel(props: Props) {
  return (
    <div className="max-w-200 space-y-10">
      <Facts {...props} />
      <Advice {...props} />
      <Opens {...props} />
    </div>
  );
}

function Facts({ register, form, edit }: Props) {
  const { t } = useTranslation('register-studio');
  const { api } = usePaths();
  const language = useLanguage();
  const computed = useGet<RuleComputed>(api('rules/computed')).data ?? [];
  const registers = useGet<Definition[]>(api('definitions/register')).data ?? [];
  const facts = register.facts ?? [];
  const nameOf = (from: string): string => {
    const text = computed.find(({ key }) => key === from)?.text;
    return text ? (text[language] ?? text.ja) : from;
  };
  return (
    <Section title={t('facts.title')}>
      <p className="prose-line">{t('facts.help')}</p>
      <ol className="space-y-4">
        {facts.map((fact, index) => (
          <li key={index} className="space-y-4 rounded-8 border border-solid-gray-420 p-4">
            <p>{t('facts.from', { name: nameOf(fact.from) })}</p>
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                label={t('facts.name')}
                value={fact.text.ja}
                onChange={(ja) => edit(changeFact(register, index, { text: { ...fact.text, ja } }), `fact ja ${index}`)}
              />
              <TextField
                label={t('facts.nameEn')}
                value={fact.text.en ?? ''}
                onChange={(en) => edit(changeFact(register, index, { text: { ...fact.text, en } }), `fact en ${index}`)}
              />
              {(computed.find(({ key }) => key === fact.from)?.params ?? []).map((param) => (
                <Param
                  key={param.name}
                  param={param}
                  fact={fact}
                  form={form}
                  registers={registers}
                  onChange={(value) =>
                    edit(setFactParam(register, index, param.name, value), `fact ${param.name} ${index}`)
                  }
                />
              ))}
            </div>
            <SmallButton
              label={t('list.remove', { name: fact.text.ja })}
              onPress={() => edit(removeFact(register, index))}
            >
              {t('rules:remove')}
            </SmallButton>
          </li>
        ))}
      </ol>
      <div className="max-w-120">
        <Select
          label={t('facts.add')}
          value=""
          empty={t('facts.choose')}
          choices={computed.map(({ key }) => ({ value: key, label: nameOf(key) }))}
          onChange={(value) => {
            const text = computed.find(({ key }) => key === value)?.text;
            if (text) edit(addFact(register, value, text));
          }}
        />
      </div>
    </Section>
  );
}

type ParamProps = {
  param: RuleComputed[number]['params'][number];
  fact: RegisterFact;
  form: Form | null;
  registers: Definition[];
  onChange: (value: string) => void;
};

/** What a function takes: a field of the form, another register, or a word. */
function Param({ param: { name, field, needed }, fact, form, registers, onChange }: ParamProps) {
  const { t } = useTranslation('register-studio');
  const language = useLanguage();
  const value = fact.params?.[name] ?? '';
  const word = t(`facts.param.${name}`);
  const label = needed ? word : t('facts.optional', { name: word });
  const choices = field
    ? (form ? listFields(form) : []).map(({ path, label: words }) => ({
        value: path,
        label: words[language] ?? words.ja,
      }))
    : name === 'register'
      ? registers.map(({ key, name: text }) => ({ value: key, label: text }))
      : null;
  if (!choices) return <TextField label={label} value={value} onChange={onChange} />;
  const known = value === '' || choices.some((choice) => choice.value === value);
  return (
    <Select
      label={label}
      value={value}
      empty={t('facts.choose')}
      choices={known ? choices : [...choices, { value, label: t('other', { key: value }) }]}
      onChange={onChange}
    />
  );
}

function Advice({ register, edit }: Props) {
  const { t } = useTranslation('register-studio');
  const { api } = usePaths();
  const entries = useGet<RuleSetEntry[]>(api('rules')).data ?? [];
  const fitting = entries
    .filter(({ purpose, factModel }) => purpose === 'advice' && factModel === modelOfRegister(register.key))
    .map(({ key, name }) => ({ value: key, label: name }));
  const { advice = '' } = register;
  const known = advice === '' || fitting.some(({ value }) => value === advice);
  return (
    <Section title={t('facts.advice')}>
      <div className="max-w-120">
        <Select
          label={t('facts.adviceRules')}
          help={t('facts.adviceHelp')}
          value={advice}
          empty={t('facts.none')}
          choices={known ? fitting : [...fitting, { value: advice, label: t('other', { key: advice }) }]}
          onChange={(value) => edit(setAdvice(register, value === '' ? null : value))}
        />
      </div>
    </Section>
  );
}

function Opens({ register, edit }: Props) {
  const { t } = useTranslation('register-studio');
  return (
    <Section title={t('facts.opens')}>
      <RadioGroup
        label={t('facts.opensOf')}
        value={register.opens ?? 'none'}
        choices={(['none', 'lack'] as const).map((value) => ({ value, label: t(`facts.open.${value}`) }))}
        onChange={(value) => edit(setOpens(register, value === 'lack' ? 'lack' : null))}
      />
    </Section>
  );
}
