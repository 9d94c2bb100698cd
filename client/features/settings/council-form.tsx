import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/choice-group.tsx';
import { AlikeNotice } from '../../components/alike-notice.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { isNamedAlike } from '../../lib/alike.ts';
import type { Council, CouncilRecord, Definition, Page } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { ClosingForm } from '../../record/closing-form.tsx';
import { FormEnd } from '../../components/form-end.tsx';

/** Registers a council with its area and workflow, which can be mended until something has happened; later its names change, and it can be closed. */
export function CouncilForm({ council, onClose }: { council: Council | null; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const { areas } = useMunicipality();
  const definitions = useGet<Definition[]>(api('definitions/workflow'));
  const record = useGet<CouncilRecord>(council ? api(`councils/${council.id}`) : null);
  const all = useGet<Page<Council>>(api('councils'), { limit: 200 });
  const save = useSend();
  const [answers, setAnswers] = useState({
    name: council?.name ?? '',
    nameKana: council?.nameKana ?? '',
    localName: council?.localName ?? '',
    areaId: council?.area.id ?? '',
    workflowKey: '',
    closed: council?.closed ?? false,
  });
  const [tried, setTried] = useState(false);
  const [closing, setClosing] = useState(false);
  const change = (some: Partial<typeof answers>) => setAnswers({ ...answers, ...some });
  const say = (value: string) => (tried && !value.trim() ? t('form:issue.required') : null);
  const submit = () => {
    setTried(true);
    const { name, nameKana, areaId, workflowKey, closed } = answers;
    const localName = answers.localName.trim() || null;
    if (!name.trim() || !areaId || (!council && !workflowKey)) return;
    if (council)
      save.mutate(
        {
          method: 'PATCH',
          path: api(`councils/${council.id}`),
          version: council.version,
          body: {
            name,
            nameKana,
            localName,
            closed,
            ...(mayPlace ? { areaId, ...(workflowKey ? { workflowKey } : {}) } : {}),
          },
        },
        { onSuccess: onClose },
      );
    else
      save.mutate(
        { path: api('councils'), body: { name, nameKana, localName, areaId, workflowKey } },
        { onSuccess: onClose },
      );
  };
  const mayPlace = !council || record.data?.can['mend'] === true;
  const area = areas.find((area) => area.id === answers.areaId);
  const workflow = answers.workflowKey || (record.data?.diagram.workflow.key ?? '');
  // Two in one area or of one name may be meant; they are said, not refused.
  const alike = (all.data?.items ?? []).filter(
    (item) =>
      !item.closed &&
      item.id !== council?.id &&
      (isNamedAlike(item.name, answers.name) || (mayPlace && item.area.id === answers.areaId)),
  );
  const workflows = (definitions.data ?? []).filter(
    (definition) => definition.kind === 'workflow' && definition.purpose === 'council',
  );
  if (council && closing)
    return (
      <ClosingForm
        kind="council"
        record={council}
        action={t('council.close')}
        successors={(all.data?.items ?? [])
          .filter((other) => !other.closed && other.id !== council.id && other.tier === council.tier)
          .map((other) => ({ value: other.id, label: other.name }))}
        onClose={onClose}
      />
    );
  return (
    <Form onSubmit={submit}>
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
      {mayPlace ? (
        <>
          <Select
            label={t('council.area')}
            required
            help={area?.tier && t('council.tierOf', { tier: t(`tier.${area.tier}`) })}
            value={answers.areaId}
            onChange={(areaId) => change({ areaId })}
            error={say(answers.areaId)}
            choices={areas
              .filter((area) => (!area.closed && area.tier !== null) || area.id === council?.area.id)
              .map((area) => ({ value: area.id, label: '　'.repeat(area.depth) + area.name }))}
          />
          <Select
            label={t('council.lifecycle')}
            required
            help={t('council.lifecycleHelp')}
            value={workflow}
            onChange={(workflowKey) => change({ workflowKey })}
            error={say(workflow)}
            choices={workflows.map((workflow) => ({ value: workflow.key, label: workflow.name }))}
          />
        </>
      ) : (
        record.data && <p className="prose-line">{t('council.begun')}</p>
      )}
      <AlikeNotice
        title={t('council.alike')}
        items={alike.map((other) => ({
          id: other.id,
          text: isNamedAlike(other.name, answers.name)
            ? t('council.alikeName', { name: other.name, area: other.area.name })
            : t('council.alikeArea', { name: other.name }),
          to: page(`councils/${other.id}`),
        }))}
      />
      {council?.closed && (
        <Checkbox
          label={t('council.close')}
          help={t('council.closeHelp')}
          value={answers.closed}
          onChange={(closed) => change({ closed })}
        />
      )}
      {council && !council.closed && <Button onPress={() => setClosing(true)}>{t('council.close')}</Button>}
      <FormEnd save={save} onCancel={onClose} />
    </Form>
  );
}
