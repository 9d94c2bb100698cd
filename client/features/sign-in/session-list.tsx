import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { SessionTable } from '../../components/session-table.tsx';
import type { Session } from '../../lib/contract.ts';
import { useGet } from '../../lib/queries.ts';

const path = '/me/sessions';

/** Where I am signed in, to end what should not be. */
export function SessionList() {
  const { t } = useTranslation('session');
  const sessions = useGet<Session[]>(path);
  const [endingOthers, setEndingOthers] = useState(false);
  return (
    <div className="space-y-4">
      <p className="prose-line">{t('sessions.help')}</p>
      <Loaded query={sessions} lines={2}>
        {(list) => (
          <>
            <SessionTable caption={t('sessions.title')} path={path} sessions={list} />
            {list.length > 1 && <Button onPress={() => setEndingOthers(true)}>{t('sessions.endOthers')}</Button>}
          </>
        )}
      </Loaded>
      <ConfirmDialog
        title={t('sessions.endOthers')}
        help={t('sessions.endOthersHelp')}
        action={t('sessions.endOthers')}
        path={endingOthers ? path : null}
        onClose={() => setEndingOthers(false)}
      />
    </div>
  );
}
