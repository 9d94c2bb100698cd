import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { setText } from '../../../registers/edit.ts';
import { numberTokens, subjectOf, writeNumber } from '../../../registers/names.ts';
import type { Register, RegisterTexts } from '../../../registers/types.ts';
import type { Language } from '../../../rules/types.ts';
import { RadioGroup } from '../../components/choice-group.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Section } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { TextArea, TextField } from '../../components/text-field.tsx';
import type { Definition } from '../../lib/contract.ts';
import { definitionPlace } from '../../lib/definition-place.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { SmallButton } from '../kit/action-menu.tsx';
import type { Edit } from './named.ts';
import type { Named } from './use-named.ts';

type Props = { register: Register; named: Named; edit: Edit };

/** What it is called, what is asked and how it moves, how its records are numbered, and whether it tells of people. */
export function BasicsPanel({ register, named, edit }: Props) {
  const { t } = useTranslation('register-studio');
  return (
    <div className="max-w-200 space-y-10">
      <Section title={t('text.title')}>
        <Words register={register} language="ja" edit={edit} />
        <Disclosure title={t('rules:english')} open={Boolean(register.texts.en)}>
          <Words register={register} language="en" edit={edit} />
        </Disclosure>
      </Section>
      <Section title={t('parts')}>
        <Part
          label={t('form')}
          help={t('formHelp')}
          kind="form"
          value={register.form}
          list={named.forms.filter(({ purpose }) => purpose === 'record')}
          onChange={(form) => edit({ ...register, form })}
        />
        <Part
          label={t('workflow')}
          help={t('workflowHelp')}
          kind="workflow"
          value={register.workflow}
          list={named.workflows.filter(({ purpose }) => purpose === subjectOf(register.key))}
          onChange={(workflow) => edit({ ...register, workflow })}
        />
      </Section>
      <Section title={t('records')}>
        <NumberField register={register} edit={edit} />
        <RadioGroup
          label={t('personal.label')}
          value={register.personal ? 'yes' : 'no'}
          onChange={(value) => edit({ ...register, personal: value === 'yes' })}
          choices={[
            { value: 'yes', label: t('personal.yes'), help: t('personal.yesHelp') },
            { value: 'no', label: t('personal.no'), help: t('personal.noHelp') },
          ]}
        />
      </Section>
    </div>
  );
}

const lines = ['name', 'one', 'many'] as const satisfies (keyof RegisterTexts)[];

function Words({ register, language, edit }: { register: Register; language: Language; edit: Edit }) {
  const { t } = useTranslation('register-studio');
  const words = register.texts[language];
  const label = (name: keyof RegisterTexts): string =>
    language === 'en' ? t('text.inEnglish', { name: t(`text.${name}`) }) : t(`text.${name}`);
  const set = (name: keyof RegisterTexts) => (text: string) =>
    edit(setText(register, language, name, text), `${name} ${language}`);
  return (
    <div className="space-y-6">
      {lines.map((name) => (
        <TextField
          key={name}
          label={label(name)}
          help={language === 'ja' ? t(`textHelp.${name}`) : undefined}
          value={words?.[name] ?? ''}
          onChange={set(name)}
        />
      ))}
      <TextArea label={label('description')} rows={3} value={words?.description ?? ''} onChange={set('description')} />
    </div>
  );
}

type PartProps = {
  label: string;
  help: string;
  kind: 'form' | 'workflow';
  value: string;
  list: Definition[];
  onChange: (key: string) => void;
};

/** A form or a workflow by its name, with the way to where it is edited. What is named already can be kept, whatever it is. */
function Part({ label, help, kind, value, list, onChange }: PartProps) {
  const { t } = useTranslation('register-studio');
  const { page } = usePaths();
  const entry = list.find(({ key }) => key === value);
  const choices = list.map(({ key, name, current }) => ({
    value: key,
    label: current > 0 ? name : t('notYet', { name }),
  }));
  return (
    <div className="space-y-2">
      <Select
        label={label}
        help={help}
        value={value}
        choices={entry || value === '' ? choices : [...choices, { value, label: t('other', { key: value }) }]}
        onChange={onChange}
      />
      {entry && (
        <p>
          <Link className="link inline-flex min-h-11 items-center" to={page(definitionPlace({ kind, key: value }))}>
            {t(`edit.${kind}`, { name: entry.name })}
          </Link>
        </p>
      )}
    </div>
  );
}

function NumberField({ register, edit }: { register: Register; edit: Edit }) {
  const { t } = useTranslation('register-studio');
  const { today } = useMunicipality();
  const year = Number(today.slice(0, 4)) - (today.slice(5) < '04-01' ? 1 : 0);
  const set = (number: string) => edit({ ...register, number }, 'number');
  const missing = Object.values(numberTokens).filter((token) => !register.number.includes(token));
  return (
    <div className="space-y-2">
      <TextField label={t('number.label')} help={t('number.help')} value={register.number} onChange={set} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p>{t('number.example', { example: writeNumber(register, { year, number: 1 }) })}</p>
        {missing.map((token) => (
          <SmallButton key={token} onPress={() => set(`${register.number}${token}`)}>
            {t(token === numberTokens.number ? 'number.addNumber' : 'number.addYear')}
          </SmallButton>
        ))}
      </div>
    </div>
  );
}
