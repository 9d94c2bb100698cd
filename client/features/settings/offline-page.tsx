import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RadioGroup } from '../../components/choice-group.tsx';
import { Form } from '../../components/form.tsx';
import { FormEnd } from '../../components/form-end.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import type { OfflineKept } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { SettingsTitle } from './settings-title.tsx';

/** Whether forms may be taken along on a device, and what that means. */
export function OfflinePage() {
  const { api } = usePaths();
  const kept = useGet<OfflineKept>(api('offline'));
  return (
    <div className="max-w-200 space-y-8">
      <SettingsTitle part="offline" />
      <Loaded query={kept}>{(kept) => <OfflineForm kept={kept} />}</Loaded>
    </div>
  );
}

function OfflineForm({ kept }: { kept: OfflineKept }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const save = useSend<{ version: number }>();
  // What was seen when the form opened: it may be read anew behind what is chosen.
  const [version, setVersion] = useState(kept.version);
  const [allowed, setAllowed] = useState(kept.allowed);
  const submit = () =>
    save.mutate(
      { method: 'PATCH', path: api('offline'), version, body: { allowed } },
      { onSuccess: (saved) => setVersion(saved.version) },
    );
  const cancel = () => {
    save.reset();
    setVersion(kept.version);
    setAllowed(kept.allowed);
  };
  return (
    <Form className="space-y-8" onSubmit={submit}>
      {save.isSuccess && <Notice tone="success" announce title={t('offline.saved')} />}
      <Notice tone="warn" title={t('offline.warning')}>
        <p>{t('offline.warningHelp')}</p>
      </Notice>
      <RadioGroup
        label={t('offline.allowed')}
        required
        value={allowed ? 'on' : 'off'}
        onChange={(value) => setAllowed(value === 'on')}
        choices={(['off', 'on'] as const).map((value) => ({
          value,
          label: t(`offline.is.${value}`),
          help: t(`offline.means.${value}`),
        }))}
      />
      <FormEnd save={save} onCancel={cancel} />
    </Form>
  );
}
