import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Form } from '../../components/form.tsx';
import { describedBy, FieldFrame } from '../../components/field.tsx';
import { FormEnd } from '../../components/form-end.tsx';
import { Notice } from '../../components/notice.tsx';
import { definitionPlace } from '../../lib/definition-place.ts';
import { parseObject } from '../../lib/parse-object.ts';
import type { Definition } from '../../lib/contract.ts';
import { useDraftWords } from '../../lib/draft-words.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';
import { readTextFile } from '../../lib/read-text-file.ts';

type Props = { kind: Definition['kind']; list: Definition[]; onClose: () => void };

/** A JSON file becomes the draft of what it says it is, wrong in places or not; the draft's page goes on from there. */
export function UploadForm({ kind, list, onClose }: Props) {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const say = useDraftWords();
  const id = useId();
  const saving = useSend();
  const [body, setBody] = useState<Record<string, unknown> | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const key = typeof body?.['key'] === 'string' ? body['key'] : '';
  const draft = list.find((entry) => entry.key === key)?.draft;
  const choose = async (file: File | undefined) => {
    saving.reset();
    const text = file ? await readTextFile(file) : null;
    const read = text === null ? null : parseObject(text);
    const refused = !file
      ? null
      : text === null
        ? t('common:file.letters')
        : !read
          ? t('definition.notJson')
          : typeof read['key'] === 'string' && read['key'] !== ''
            ? null
            : t('definition.noKey');
    setBody(refused ? null : read);
    setWrong(refused);
  };
  const save = () => {
    if (!body) return setWrong((before) => before ?? t('definition.noFile'));
    saving.mutate(
      { method: 'PUT', path: api(`definitions/${kind}/${key}/draft`), body: { body }, version: draft?.version ?? 0 },
      {
        onSuccess: () => {
          onClose();
          void navigate(page(definitionPlace({ kind, key })));
        },
      },
    );
  };
  return (
    <Form onSubmit={save}>
      <p className="prose-line">{t('definition.uploadHelp')}</p>
      <FieldFrame label={t('definition.file')} required controlId={id} error={wrong}>
        <input
          id={id}
          type="file"
          accept=".json,application/json"
          className="box"
          aria-describedby={describedBy(id, null, wrong)}
          onChange={(event) => void choose(event.target.files?.[0])}
        />
      </FieldFrame>
      {draft && (
        <Notice tone="warn" title={t('definition.replacesOwn')}>
          {say(draft)}
        </Notice>
      )}
      <FormEnd save={saving} label={t('draft.save')} onCancel={onClose} />
    </Form>
  );
}
