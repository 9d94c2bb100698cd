import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { drawLetters } from '../../../forms/edit.ts';
import { registerOfModel } from '../../../rules/models/record.ts';
import type { RuleSet } from '../../../rules/types.ts';
import { Button } from '../../components/button.tsx';
import { RadioGroup } from '../../components/choice-group.tsx';
import { Form } from '../../components/form.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { RuleModel, RuleSetEntry } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { ForEditors, StudioTitle } from '../kit/studio-title.tsx';

/** What a new rule set may be for: a step of a lifecycle, or what to do with a register's record. The others are named by the product. */
const purposes = ['step', 'advice'] as const;
type Purpose = (typeof purposes)[number];

/** A rule set begun from nothing, as a draft that is gone on with in its studio. */
export function NewRulesPage() {
  const { t } = useTranslation('rules');
  const { api } = usePaths();
  const models = useGet<RuleModel[]>(api('rules/models'));
  return (
    <ForEditors>
      <div className="space-y-8">
        <StudioTitle title={t('new.title')} of="rules" lead={t('new.lead')} />
        <Loaded query={models}>{(all) => <NewRules models={all} />}</Loaded>
      </div>
    </ForEditors>
  );
}

function NewRules({ models }: { models: RuleModel[] }) {
  const { t, i18n } = useTranslation('rules');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const entries = useGet<RuleSetEntry[]>(api('rules')).data ?? [];
  const saving = useSend();
  const [purpose, setPurpose] = useState<Purpose>('step');
  const [model, setModel] = useState('');
  const [name, setName] = useState('');
  const [key, setKey] = useState(() => `rules-${drawLetters(Math.random)}`);
  const [wrong, setWrong] = useState<{ key?: string; model?: string; name?: string }>({});
  // Only registers are advised on; steps are also councils'.
  const offered = models.filter(
    (each) => registerOfModel(each.key) !== null || (purpose === 'step' && each.key === 'council'),
  );
  const chosen = offered.find((each) => each.key === model);
  const begin = () => {
    const faults = {
      ...(!chosen && { model: t('new.modelMissing') }),
      ...(name.trim() === '' && { name: t('new.nameMissing') }),
      ...(!/^[a-z][a-z0-9-]{1,60}$/.test(key) && { key: t('new.keyWrong') }),
      ...((key === 'new' || entries.some((entry) => entry.key === key)) && { key: t('new.keyTaken') }),
    };
    setWrong(faults);
    if (!chosen || Object.keys(faults).length > 0) return;
    saving.mutate(
      {
        method: 'PUT',
        path: api(`rules/${key}/draft`),
        body: { body: firstRules(key, purpose, chosen, name.trim(), t('new.firstRule')) },
        version: 0,
      },
      { onSuccess: () => void navigate(page(`settings/rules/${key}`)) },
    );
  };
  return (
    <Form className="max-w-160 space-y-6" onSubmit={begin}>
      <RadioGroup
        label={t('new.purpose')}
        value={purpose}
        choices={purposes.map((value) => ({ value, label: t(`new.for.${value}`) }))}
        onChange={(value) => setPurpose(purposes.find((each) => each === value) ?? 'step')}
      />
      <Select
        label={t('new.model')}
        value={chosen ? model : ''}
        empty={t('new.choose')}
        choices={offered.map(({ key: value, label }) => ({
          value,
          label: (i18n.language === 'en' ? label.en : undefined) ?? label.ja,
        }))}
        error={wrong.model ?? null}
        onChange={setModel}
      />
      <TextField label={t('new.name')} value={name} onChange={setName} error={wrong.name ?? null} />
      <TextField label={t('new.key')} help={t('new.keyHelp')} value={key} onChange={setKey} error={wrong.key ?? null} />
      {saving.error && <ProblemNotice error={saving.error} />}
      <Button type="submit" kind="primary" busy={saving.isPending}>
        {t('new.make')}
      </Button>
    </Form>
  );
}

/** One rule to begin with, about a number that there always is. */
function firstRules(key: string, purpose: Purpose, model: RuleModel, name: string, rule: string): RuleSet {
  const isStep = purpose === 'step';
  const fact = model.facts.find(({ type, optional }) => type === 'integer' && !optional)?.path ?? '';
  return {
    key,
    purpose,
    factModel: model.key,
    strategy: 'first',
    texts: { ja: { name } },
    rules: [
      {
        name: 'first',
        priority: 1,
        conditions: { all: [{ fact, operator: 'greaterThanInclusive', value: 1 }] },
        event: { type: isStep ? 'allow' : 'do' },
        texts: { ja: { name: rule } },
      },
    ],
    otherwise: { type: isStep ? 'refuse' : 'none' },
  };
}
