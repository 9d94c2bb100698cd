import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../lib/contract.ts';
import { formatInstant } from '../lib/dates.ts';
import { Badge } from './badge.tsx';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Table } from './table.tsx';

/** Where somebody is signed in, each to be ended: `DELETE {path}/{id}`. */
export function SessionTable({ caption, path, sessions }: { caption: string; path: string; sessions: Session[] }) {
  const { t } = useTranslation();
  const [ending, setEnding] = useState<Session | null>(null);
  const browserOf = (session: Session) => session.browser || t('session.unknownBrowser');
  const wordsOf = (session: Session) => ({ browser: browserOf(session), begun: formatInstant(session.createdAt) });
  return (
    <>
      <Table
        caption={caption}
        rows={sessions}
        columns={[
          {
            key: 'browser',
            header: t('session.browser'),
            cell: (session) => (
              <span className="inline-flex flex-wrap items-center gap-2">
                {browserOf(session)}
                {session.current && <Badge tone="accent">{t('session.current')}</Badge>}
              </span>
            ),
          },
          { key: 'begun', header: t('session.begun'), cell: (session) => formatInstant(session.createdAt) },
          { key: 'used', header: t('session.lastUsed'), cell: (session) => formatInstant(session.lastUsedAt) },
          {
            key: 'do',
            button: true,
            short: true,
            header: t('session.action'),
            cell: (session) =>
              session.current ? (
                '―'
              ) : (
                <Button kind="text" label={t('session.endOne', wordsOf(session))} onPress={() => setEnding(session)}>
                  {t('session.end')}
                </Button>
              ),
          },
        ]}
      />
      <ConfirmDialog
        title={t('session.endTitle')}
        help={ending ? t('session.endHelp', wordsOf(ending)) : ''}
        action={t('session.end')}
        path={ending && `${path}/${ending.id}`}
        onClose={() => setEnding(null)}
      />
    </>
  );
}
