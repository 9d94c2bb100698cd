import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ButtonLink } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { AnswerForm } from '../../forms/answer-form.tsx';
import { deviceFiles } from '../../forms/device-files.ts';
import { OwnFileRoom } from '../../forms/file-room.ts';
import { openOnDevice } from '../../forms/device-keeper.ts';
import { formatInstant } from '../../lib/dates.ts';
import { useOwner, type Owner } from '../../lib/device.ts';
import { changeDraft, goesAt, readDeviceDraft, type DeviceDraft } from '../../lib/device-store.ts';
import { MunicipalityProvider } from '../../lib/municipality.tsx';
import { addOfflineTexts } from '../../lib/offline-texts.ts';
import { OfflineFrame } from './offline-frame.tsx';
import { useSettledOwner } from './settle-owner.ts';
import { useSending } from './use-sending.ts';

addOfflineTexts();

/** A form that is filled in on the device, as it was when it was begun. */
export function DeviceFormPage() {
  const { key = '', municipality: code = '' } = useParams();
  const { t } = useTranslation('offline');
  const owner = useOwner();
  const [draft, setDraft] = useState<DeviceDraft | null>();
  useSending();
  useSettledOwner();
  const user = owner?.code === code ? owner.user : null;
  useEffect(() => {
    let isGone = false;
    const open = async () => {
      const opening = user === null ? null : await openDraft({ user, code }, key);
      if (!isGone) setDraft(opening);
    };
    void open();
    return () => void (isGone = true);
  }, [user, code, key]);
  if (draft === undefined) return <OfflineFrame>{null}</OfflineFrame>;
  return (
    <OfflineFrame>
      {draft ? (
        <Filling key={draft.key} draft={draft} />
      ) : (
        <>
          <PageTitle title={t('title')} />
          <EmptyState title={t('missing.title')}>
            <p>{t('missing.help')}</p>
            <ButtonLink to={`/${code}/offline`}>{t('missing.back')}</ButtonLink>
          </EmptyState>
        </>
      )}
    </OfflineFrame>
  );
}

/** Takes it out of the queue while it is written. What is on its way stays there, and is not opened. */
async function openDraft(owner: Pick<Owner, 'user' | 'code'>, key: string): Promise<DeviceDraft | null> {
  const draft = await readDeviceDraft(owner, key);
  if (!draft) return null;
  const isOpen = await changeDraft(key, ({ state }) =>
    state === 'sending' ? null : { state: 'writing', finished: null, refusal: null },
  );
  return isOpen ? draft : null;
}

function Filling({ draft }: { draft: DeviceDraft }) {
  const { t } = useTranslation('offline');
  const navigate = useNavigate();
  const client = useQueryClient();
  const [opened] = useState(() => openOnDevice(draft));
  const [room] = useState(() => deviceFiles(draft.key));
  const queue = `/${draft.code}/offline`;
  const back = async () => {
    await client.invalidateQueries({ queryKey: ['device', 'drafts'] });
    await navigate(queue);
  };
  return (
    <MunicipalityProvider value={draft.city}>
      <PageTitle title={draft.form.name} lead={<p>{t('filling', { at: formatInstant(goesAt(draft)) })}</p>} />
      <div className="max-w-180">
        <OwnFileRoom value={room}>
          <AnswerForm
            form={draft.form}
            record={`device.${draft.key}`}
            opened={opened}
            submitLabel={t('finish')}
            onSubmit={async (answers) => {
              await changeDraft(draft.key, () => ({ state: 'ready', finished: answers }));
              await back();
            }}
            onCancel={() => void back()}
          />
        </OwnFileRoom>
      </div>
    </MunicipalityProvider>
  );
}
