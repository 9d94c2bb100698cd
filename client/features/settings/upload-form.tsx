import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../components/button.tsx';
import { DateField } from '../../components/date-field.tsx';
import { describedBy, FieldFrame } from '../../components/field.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { Definition, DefinitionChecked, RuleSetEntry } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { onSubmit } from '../../lib/on-submit.ts';
import { useGet, useSend } from '../../lib/queries.ts';
import { readTextFile } from '../../lib/read-text-file.ts';
import { fieldAt, useDraftWords } from './draft-section.tsx';
import { isObject } from '../../lib/is-object.ts';

type Props = {
  kind: Definition['kind'];
  /** Set when it must be a new version of this one. */ expectedKey?: string;
  onClose: () => void;
};

/** A JSON file becomes a new version: chosen, checked without storing anything, then published with a reason and a day. */
export function UploadForm({ kind, expectedKey, onClose }: Props) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const { today } = useMunicipality();
  const id = useId();
  const check = useSend<DefinitionChecked>();
  const publish = useSend<DefinitionChecked>();
  const [body, setBody] = useState<Record<string, unknown> | null>(null);
  const [fileError, setFileError] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [effectiveOn, setEffectiveOn] = useState<string | null>(today);
  const [tried, setTried] = useState(false);
  /** Fields in use that may go or change all the same, now that somebody has seen who uses them. */
  const [acknowledged, setAcknowledged] = useState<string[]>([]);

  const choose = async (file: File | undefined) => {
    check.reset();
    publish.reset();
    setBody(null);
    const text = file ? await readTextFile(file) : null;
    const read = text === null ? null : parseObject(text);
    const wrongKey = expectedKey && read && read['key'] !== expectedKey;
    setFileError(
      !file
        ? null
        : text === null
          ? t('common:file.letters')
          : !read
            ? t('definition.notJson')
            : wrongKey
              ? t('definition.otherKey', { key: expectedKey })
              : null,
    );
    if (!read || wrongKey) return;
    setBody(read);
    look(read, []);
  };
  const look = (read: Record<string, unknown>, acknowledge: string[]) => {
    setAcknowledged(acknowledge);
    check.mutate({
      path: api(`definitions/${kind}`),
      body: { body: read, reason: t('definition.checkReason'), checkOnly: true, acknowledge },
    });
  };
  const inUse =
    check.data && !check.data.ok && check.data.issues.every((issue) => issue.code.startsWith('field-'))
      ? check.data.issues.map((issue) => fieldAt(issue.path))
      : [];
  const send = () => {
    setTried(true);
    if (!body || !check.data?.ok || !reason.trim() || !effectiveOn) return;
    publish.mutate(
      { path: api(`definitions/${kind}`), body: { body, reason, effectiveOn, acknowledge: acknowledged } },
      {
        onSuccess: (answer) => {
          if (answer.ok) onClose();
        },
      },
    );
  };
  return (
    <form noValidate className="space-y-6" onSubmit={onSubmit(send)}>
      <p className="prose-line">{t('definition.uploadHelp')}</p>
      <FieldFrame
        label={t('definition.file')}
        required
        controlId={id}
        error={fileError ?? (tried && !body ? t('definition.noFile') : null)}
      >
        <input
          id={id}
          type="file"
          accept=".json,application/json"
          className="box"
          aria-describedby={describedBy(id, null, fileError)}
          onChange={(event) => void choose(event.target.files?.[0])}
        />
      </FieldFrame>
      {check.error && <ProblemNotice error={check.error} />}
      {check.data && <Checked checked={check.data} />}
      {body && inUse.length > 0 && (
        <div className="space-y-4">
          <p className="prose-line">{t('definition.inUse')}</p>
          <Button onPress={() => look(body, inUse)}>{t('definition.acknowledge')}</Button>
        </div>
      )}
      {check.data?.ok && kind === 'rules' && body && <DraftIt body={body} onClose={onClose} />}
      {check.data && kind !== 'rules' && body && <SaveDraft kind={kind} body={body} onClose={onClose} />}
      {check.data?.ok && kind !== 'rules' && (
        <>
          <TextField
            label={t('definition.reason')}
            required
            help={t('definition.reasonHelp')}
            value={reason}
            onChange={setReason}
            error={tried && !reason.trim() ? t('form:issue.required') : null}
          />
          <DateField
            label={t('definition.effectiveOn')}
            required
            value={effectiveOn}
            onChange={setEffectiveOn}
            error={tried && !effectiveOn ? t('form:issue.required') : null}
          />
          {publish.error && <ProblemNotice error={publish.error} />}
          {publish.data && !publish.data.ok && <Checked checked={publish.data} />}
        </>
      )}
      <div className="flex flex-wrap gap-3">
        {kind !== 'rules' && (
          <Button
            type="submit"
            kind="primary"
            busy={publish.isPending || check.isPending}
            reason={check.data?.ok ? null : t('definition.publishClosed')}
          >
            {t('definition.publish')}
          </Button>
        )}
        <Button kind="text" onPress={onClose}>
          {t('common:action.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** A form or a lifecycle may also wait as the draft: wrong in places, or until what it needs is published with it. */
function SaveDraft({ kind, body, onClose }: Pick<Props, 'kind' | 'onClose'> & { body: Record<string, unknown> }) {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const say = useDraftWords();
  const definitions = useGet<Definition[]>(api(`definitions/${kind}`));
  const saving = useSend();
  const key = String(body['key']);
  return (
    <Loaded query={definitions}>
      {(list) => {
        const draft = list.find((one) => one.key === key)?.draft;
        return (
          <div className="space-y-4">
            <p className="prose-line">{t('draft.saveHelp')}</p>
            {draft && (
              <Notice tone="warn" title={t('draft.title')}>
                {say(draft)}
              </Notice>
            )}
            {saving.error && <ProblemNotice error={saving.error} />}
            <Button
              busy={saving.isPending}
              onPress={() =>
                saving.mutate(
                  {
                    method: 'PUT',
                    path: api(`definitions/${kind}/${key}/draft`),
                    body: { body },
                    version: draft?.version ?? 0,
                  },
                  {
                    onSuccess: () => {
                      onClose();
                      void navigate(page(`settings/definitions/${kind}/${key}`));
                    },
                  },
                )
              }
            >
              {t('draft.save')}
            </Button>
          </div>
        );
      }}
    </Loaded>
  );
}

/** Rules come in as the draft, to be tried on stored decisions before they count. */
function DraftIt({ body, onClose }: { body: Record<string, unknown>; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const entries = useGet<RuleSetEntry[]>(api('rules'));
  const saving = useSend();
  const key = String(body['key']);
  const save = (entry: RuleSetEntry | undefined) => {
    const base = entry && entry.current > 0 ? entry.current : null;
    saving.mutate(
      { method: 'PUT', path: api(`rules/${key}/draft`), body: { body, base }, version: entry?.draft?.version ?? 0 },
      {
        onSuccess: () => {
          onClose();
          void navigate(page(`settings/rules/${key}/publish`));
        },
      },
    );
  };
  return (
    <Loaded query={entries}>
      {(list) => {
        const entry = list.find((one) => one.key === key);
        return (
          <div className="space-y-4">
            <p className="prose-line">{t('definition.draftHelp')}</p>
            {entry?.draft && (
              <Notice
                tone="warn"
                title={t('definition.replacesDraft', {
                  by: entry.draft.savedBy,
                  at: formatInstant(entry.draft.savedAt),
                })}
              />
            )}
            {saving.error && <ProblemNotice error={saving.error} />}
            <Button kind="primary" busy={saving.isPending} onPress={() => save(entry)}>
              {t('definition.draftIt')}
            </Button>
          </div>
        );
      }}
    </Loaded>
  );
}

function Checked({ checked }: { checked: DefinitionChecked }) {
  const { t } = useTranslation('settings');
  if (checked.ok) return <Notice tone="success" announce title={t('definition.checkedFine', { key: checked.key })} />;
  return (
    <Notice tone="error" announce title={t('definition.checkedWrong', { count: checked.issues.length })}>
      <ul className="list-disc pl-6">
        {checked.issues.map((issue, index) => (
          <li key={index}>
            <span className="font-mono">{issue.path || '/'}</span>　{issue.message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
