import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { Button } from '../../components/button.tsx';
import { Checkbox, RadioGroup } from '../../components/choice-group.tsx';
import { AlikeNotice } from '../../components/alike-notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { isNamedAlike } from '../../lib/alike.ts';
import type { Area } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';
import { ClosingForm } from '../../record/closing-form.tsx';
import { FormEnd } from '../../components/form-end.tsx';
import { kindsBelow } from './area-kinds.ts';
import { PositionField } from './position-field.tsx';

/** Adds an area below another, or renames, orders or closes one. */
export function AreaForm({ area, parent, onClose }: { area: Area | null; parent: Area | null; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const { areas, codes } = useMunicipality();
  const kinds = parent ? kindsBelow(codes['area-kind'], parent.kind) : [];
  const usual = kinds.findLast(({ marks }) => marks.includes('tier-2')) ?? kinds.at(-1);
  const save = useSend();
  const [answers, setAnswers] = useState<{
    name: string;
    nameKana: string;
    kind: Area['kind'];
    position: number | null;
    closed: boolean;
  }>({
    name: area?.name ?? '',
    nameKana: area?.nameKana ?? '',
    kind: area?.kind ?? usual?.key ?? '',
    position: area?.position ?? null,
    closed: area?.closed ?? false,
  });
  const [tried, setTried] = useState(false);
  const [closing, setClosing] = useState(false);
  const alike = areas.filter(
    (other) => other.id !== area?.id && !other.closed && isNamedAlike(other.name, answers.name),
  );
  const submit = () => {
    setTried(true);
    if (!answers.name.trim()) return;
    const { kind, closed, name, nameKana } = answers;
    const { position } = answers;
    if (area)
      save.mutate(
        {
          method: 'PATCH',
          path: api(`areas/${area.id}`),
          version: area.version,
          body: { name, nameKana, closed, ...(position === null ? {} : { position }) },
        },
        { onSuccess: onClose },
      );
    else
      save.mutate({ path: api('areas'), body: { name, nameKana, kind, parentId: parent?.id } }, { onSuccess: onClose });
  };
  if (area && closing)
    return (
      <ClosingForm
        kind="area"
        record={area}
        action={t('area.close')}
        successors={areas
          .filter((other) => !other.closed && other.id !== area.id)
          .map((other) => ({ value: other.id, label: '　'.repeat(other.depth) + other.name }))}
        onClose={onClose}
      />
    );
  return (
    <Form onSubmit={submit}>
      <TextField
        label={t('field.name')}
        required
        value={answers.name}
        onChange={(name) => setAnswers({ ...answers, name })}
        error={tried && !answers.name.trim() ? t('form:issue.required') : null}
      />
      <TextField
        label={t('field.kana')}
        required={false}
        value={answers.nameKana}
        onChange={(nameKana) => setAnswers({ ...answers, nameKana })}
      />
      {!area && (
        <RadioGroup
          label={t('area.kind')}
          required
          value={answers.kind}
          onChange={(kind) => setAnswers({ ...answers, kind })}
          choices={kinds.map(({ key, name }) => ({ value: key, label: name }))}
        />
      )}
      <AlikeNotice
        title={t('area.alike', { name: answers.name.trim() })}
        items={alike.map(({ id, name }) => ({ id, text: name, to: page(`councils?area=${id}`) }))}
      />
      <PositionField
        isNew={!area}
        value={answers.position}
        onChange={(position) => setAnswers({ ...answers, position })}
      />
      {area?.closed && (
        <Checkbox
          label={t('area.close')}
          help={t('area.closeHelp')}
          value={answers.closed}
          onChange={(closed) => setAnswers({ ...answers, closed })}
        />
      )}
      {area && !area.closed && area.parentId !== null && (
        <Button onPress={() => setClosing(true)}>{t('area.close')}</Button>
      )}
      <FormEnd save={save} onCancel={onClose} />
    </Form>
  );
}
