import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { RadioGroup } from '../../components/choice-group.tsx';
import { FormEnd } from '../../components/form-end.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Notice } from '../../components/notice.tsx';
import type { PracticeKept } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { SettingsTitle } from './settings-title.tsx';

const ways = ['election', 'appointment'] as const;

/** What of the programme the city does, and how. */
export function PracticePage() {
  const { api } = usePaths();
  const kept = useGet<PracticeKept>(api('practice'));
  return (
    <div className="max-w-200 space-y-8">
      <SettingsTitle part="practice" />
      <Loaded query={kept}>{(kept) => <PracticeForm kept={kept} />}</Loaded>
    </div>
  );
}

function PracticeForm({ kept }: { kept: PracticeKept }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const save = useSend<{ version: number }>();
  // What was seen when the form opened: it may be read anew behind what is chosen.
  const [version, setVersion] = useState(kept.version);
  const [practice, setPractice] = useState(kept.practice);
  const submit = () =>
    save.mutate(
      { method: 'PATCH', path: api('practice'), version, body: practice },
      { onSuccess: (saved) => setVersion(saved.version) },
    );
  const cancel = () => {
    save.reset();
    setVersion(kept.version);
    setPractice(kept.practice);
  };
  return (
    <Form className="space-y-8" onSubmit={submit}>
      {save.isSuccess && <Notice tone="success" announce title={t('practice.saved')} />}
      <RadioGroup
        label={t('practice.coordinator')}
        help={t('practice.coordinatorHelp')}
        required
        value={practice.coordinator}
        onChange={(value) => setPractice({ ...practice, coordinator: ways.find((way) => way === value) ?? 'election' })}
        choices={ways.map((way) => ({
          value: way,
          label: t(`practice.coordinatorBy.${way}`),
          help: t(`practice.coordinatorMeans.${way}`),
        }))}
      />
      <RadioGroup
        label={t('practice.matching')}
        help={t('practice.matchingHelp')}
        required
        value={practice.matching ? 'on' : 'off'}
        onChange={(value) => setPractice({ ...practice, matching: value === 'on' })}
        choices={(['on', 'off'] as const).map((value) => ({
          value,
          label: t(`practice.matchingIs.${value}`),
          help: t(`practice.matchingMeans.${value}`),
        }))}
      />
      <NumberField
        label={t('practice.hidesBelow')}
        help={t('practice.hidesBelowHelp')}
        required
        value={practice.hidesBelow ?? 5}
        onChange={(value) => setPractice({ ...practice, hidesBelow: value ?? 5 })}
      />
      <FormEnd save={save} onCancel={cancel} />
    </Form>
  );
}
