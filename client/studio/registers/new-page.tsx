import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { drawLetters } from '../../../forms/edit.ts';
import { aroundRecords } from '../../../forms/purposes.ts';
import { beginRegister, copyRegister, type RegisterParts } from '../../../registers/begin.ts';
import { readRegister } from '../../../registers/edit.ts';
import { Button } from '../../components/button.tsx';
import { RadioGroup } from '../../components/choice-group.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Form } from '../../components/form.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { Definition } from '../../lib/contract.ts';
import { definitionPlace } from '../../lib/definition-place.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { ForEditors, StudioTitle } from '../kit/studio-title.tsx';
import { fieldsOf } from './list-fields.ts';
import { ListStep, type LookedList } from './list-step.tsx';
import { useBeginning } from './use-beginning.ts';
import { useNamed, useNewest } from './use-named.ts';

const beginnings = ['nothing', 'list', 'template'] as const;

/** A register begun from nothing, from a list or from another one: as drafts of itself, its form and its workflow, which are then gone on with in its studio. */
export function NewRegisterPage() {
  const { t } = useTranslation('register-studio');
  return (
    <ForEditors>
      <div className="space-y-8">
        <StudioTitle title={t('new.title')} of="register" lead={t('new.lead')} />
        <NewRegister />
      </div>
    </ForEditors>
  );
}

function NewRegister() {
  const { t } = useTranslation('register-studio');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const registers = useGet<Definition[]>(api('definitions/register')).data ?? [];
  const [beginning, setBeginning] = useState<(typeof beginnings)[number]>('nothing');
  const [from, setFrom] = useState('');
  const [name, setName] = useState('');
  const [record, setRecord] = useState('');
  const [personal, setPersonal] = useState('');
  const [key, setKey] = useState(() => `register-${drawLetters(Math.random)}`);
  const [wrong, setWrong] = useState<Partial<Record<'from' | 'list' | 'name' | 'one' | 'personal' | 'key', string>>>(
    {},
  );
  const [looked, setLooked] = useState<LookedList | null>(null);
  const template = useTemplate(registers, from);
  const { taken, begin, isPending, error } = useBeginning();

  const make = async () => {
    const isCopy = beginning === 'template';
    const isListed = beginning === 'list';
    const faults = {
      ...(isListed && !looked && { list: t('list-file.missing') }),
      ...(isCopy && from === '' && { from: t('new.fromMissing') }),
      ...(name.trim() === '' && { name: t('new.nameMissing') }),
      ...(record.trim() === '' && { one: t('new.oneMissing') }),
      ...(!isCopy && personal === '' && { personal: t('new.personalMissing') }),
      ...(!/^[a-z][a-z0-9-]{1,39}$/.test(key) && { key: t('new.keyWrong') }),
      ...(taken(key) && { key: t('new.keyTaken') }),
    };
    setWrong(faults);
    if (Object.keys(faults).length > 0) return;
    const words = { key, name: name.trim(), one: record.trim() };
    const parts = isCopy
      ? template && copyRegister(template, words)
      : beginRegister({
          ...words,
          personal: personal === 'yes',
          audiences: aroundRecords,
          ...(isListed && looked ? partsOf(looked) : {}),
        });
    if (parts && (await begin(parts))) await navigate(page(definitionPlace({ kind: 'register', key })));
  };
  return (
    <Form className="max-w-160 space-y-6" onSubmit={() => void make()}>
      <RadioGroup
        label={t('new.from')}
        value={beginning}
        choices={beginnings.map((value) => ({
          value,
          label: t(`new.begin.${value}`),
          help: t(`new.beginHelp.${value}`),
        }))}
        onChange={(value) => {
          setBeginning(beginnings.find((each) => each === value) ?? 'nothing');
          setWrong({});
        }}
      />
      {beginning === 'template' && (
        <Select
          label={t('new.which')}
          value={from}
          choices={registers.map((entry) => ({ value: entry.key, label: entry.name }))}
          error={wrong.from ?? null}
          onChange={setFrom}
        />
      )}
      {beginning === 'list' && <ListStep looked={looked} error={wrong.list ?? null} onChange={setLooked} />}
      <TextField
        label={t('text.name')}
        help={t('textHelp.name')}
        value={name}
        error={wrong.name ?? null}
        onChange={setName}
      />
      <TextField
        label={t('text.one')}
        help={t('textHelp.one')}
        value={record}
        error={wrong.one ?? null}
        onChange={setRecord}
      />
      {beginning !== 'template' && (
        <RadioGroup
          label={t('personal.label')}
          value={personal}
          error={wrong.personal ?? null}
          onChange={setPersonal}
          choices={[
            { value: 'yes', label: t('personal.yes'), help: t('personal.yesHelp') },
            { value: 'no', label: t('personal.no'), help: t('personal.noHelp') },
          ]}
        />
      )}
      <Disclosure key={wrong.key} title={t('new.keyTitle')} open={Boolean(wrong.key)}>
        <TextField
          label={t('new.key')}
          help={t('new.keyHelp')}
          value={key}
          error={wrong.key ?? null}
          onChange={setKey}
        />
      </Disclosure>
      <Notice title={t('new.makes')}>
        <p>{t(`new.makesHelp.${beginning}`)}</p>
      </Notice>
      {error && <ProblemNotice error={error} />}
      <Button
        type="submit"
        kind="primary"
        busy={isPending}
        reason={beginning === 'template' && from !== '' && !template ? t('new.reading') : null}
      >
        {t('new.make')}
      </Button>
    </Form>
  );
}

/** The columns that say what a record is called and where it is give the two fields that there always are their names. */
const partsOf = ({ title, area, columns }: LookedList) => ({
  fromList: true,
  ...(title && { title }),
  ...(area && { area }),
  fields: fieldsOf(columns),
});

/** Another register with its form and its workflow, as they are now; null while they are asked for, and where there is none. */
function useTemplate(registers: readonly Definition[], key: string): RegisterParts | null {
  const body = useNewest('register', registers, key);
  const register = body ? readRegister(body) : null;
  const { form, workflow } = useNamed(register);
  return register && form && workflow ? { register, form, workflow } : null;
}
