import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox, RadioGroup } from '../../components/choice-group.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { Council, Definition } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { onSubmit } from '../../lib/on-submit.ts';
import { useGet, useSend } from '../../lib/queries.ts';
import { FormEnd } from './form-end.tsx';

/** Registers a council with its tier, area and lifecycle; later its names change, and it can be closed. */
export function CouncilForm({ council, onClose }: { council: Council | null; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const { areas } = useMunicipality();
  const definitions = useGet<Definition[]>(council ? null : api('definitions/workflow'));
  const save = useSend();
  const [answers, setAnswers] = useState({
    name: council?.name ?? '',
    nameKana: council?.nameKana ?? '',
    localName: council?.localName ?? '',
    tier: String(council?.tier ?? 2),
    areaId: council?.area.id ?? '',
    workflowKey: '',
    closed: council?.closed ?? false,
  });
  const [tried, setTried] = useState(false);
  const change = (some: Partial<typeof answers>) => setAnswers({ ...answers, ...some });
  const say = (value: string) => (tried && !value.trim() ? t('form:issue.required') : null);
  const submit = () => {
    setTried(true);
    const { name, nameKana, areaId, workflowKey, closed } = answers;
    const localName = answers.localName.trim() || null;
    if (!name.trim() || (!council && (!areaId || !workflowKey))) return;
    if (council)
      save.mutate(
        {
          method: 'PATCH',
          path: api(`councils/${council.id}`),
          version: council.version,
          body: { name, nameKana, localName, closed },
        },
        { onSuccess: onClose },
      );
    else
      save.mutate(
        { path: api('councils'), body: { name, nameKana, localName, tier: Number(answers.tier), areaId, workflowKey } },
        { onSuccess: onClose },
      );
  };
  const lifecycles = (definitions.data ?? []).filter((one) => one.kind === 'workflow' && one.purpose === 'council');
  return (
    <form noValidate className="space-y-6" onSubmit={onSubmit(submit)}>
      <TextField
        label={t('field.name')}
        required
        value={answers.name}
        onChange={(name) => change({ name })}
        error={say(answers.name)}
      />
      <TextField
        label={t('field.kana')}
        required={false}
        value={answers.nameKana}
        onChange={(nameKana) => change({ nameKana })}
      />
      <TextField
        label={t('council.localName')}
        required={false}
        help={t('council.localNameHelp')}
        value={answers.localName}
        onChange={(localName) => change({ localName })}
      />
      {council ? (
        <Checkbox
          label={t('council.close')}
          help={t('council.closeHelp')}
          value={answers.closed}
          onChange={(closed) => change({ closed })}
        />
      ) : (
        <>
          <RadioGroup
            label={t('council.tier')}
            required
            value={answers.tier}
            onChange={(tier) => change({ tier })}
            choices={['1', '2'].map((tier) => ({ value: tier, label: t(`tier.${tier}`) }))}
          />
          <Select
            label={t('council.area')}
            required
            value={answers.areaId}
            onChange={(areaId) => change({ areaId })}
            error={say(answers.areaId)}
            choices={areas
              .filter((area) => !area.closed)
              .map((area) => ({ value: area.id, label: '　'.repeat(area.depth) + area.name }))}
          />
          <Select
            label={t('council.lifecycle')}
            required
            help={t('council.lifecycleHelp')}
            value={answers.workflowKey}
            onChange={(workflowKey) => change({ workflowKey })}
            error={say(answers.workflowKey)}
            choices={lifecycles.map((one) => ({ value: one.key, label: one.name }))}
          />
        </>
      )}
      <FormEnd save={save} onCancel={onClose} />
    </form>
  );
}
