import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Notice } from '../../components/notice.tsx';
import type { Me } from '../../lib/contract.ts';
import { readOwner, useOwner } from '../../lib/device.ts';
import { goesSoon, listDrafts } from '../../lib/device-store.ts';
import { addOfflineTexts } from '../../lib/offline-texts.ts';
import { refreshTaken } from './refresh-taken.ts';
import { settleOwner } from './settle-owner.ts';
import { useSending } from './use-sending.ts';

addOfflineTexts();

/** On every page of who is signed in: what lies on the device for them is theirs again, is sent and kept up to date, and what is unsent is told. */
export function DeviceWork({ me }: { me: Me }) {
  const { t } = useTranslation('offline');
  const owner = useOwner();
  const { sendNow } = useSending();
  useEffect(() => {
    const settle = async () => {
      if (readOwner()?.user === me.id) return;
      await settleOwner(me);
      await sendNow();
    };
    void settle();
  }, [me, sendNow]);
  const isOwn = owner?.user === me.id;
  const client = useQueryClient();
  useEffect(() => {
    if (!owner || !isOwn) return;
    // Also of somebody who never opens the queue: what they may have no more leaves the device.
    refreshTaken(owner).then(
      () => client.invalidateQueries({ queryKey: ['device'] }),
      () => undefined,
    );
  }, [owner, isOwn, client]);
  const { data: drafts = [] } = useQuery({
    queryKey: ['device', 'drafts', owner?.user, owner?.code],
    queryFn: async () => (owner ? listDrafts(owner) : []),
  });
  if (!isOwn || drafts.length === 0) return null;
  const soon = drafts.some(goesSoon);
  return (
    <div className="no-print mx-auto max-w-320 px-4 pt-4 sm:px-8">
      <Notice tone={soon ? 'warn' : 'info'} title={t('unsent.count', { count: drafts.length })}>
        {soon && <p>{t('unsent.soon')}</p>}
        <p>
          <Link className="link" to={`/${owner.code}/offline`}>
            {t('unsent.open')}
          </Link>
        </p>
      </Notice>
    </div>
  );
}
