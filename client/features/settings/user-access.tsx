import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page-title.tsx';
import { SessionTable } from '../../components/session-table.tsx';
import { TokenTable } from '../../components/token-table.tsx';
import type { Session, Token, User } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';

/** Where one of the administrator's people is signed in, and their access tokens. */
export function UserAccess({ user }: { user: User }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const paths = { sessions: api(`users/${user.id}/sessions`), tokens: api(`users/${user.id}/tokens`) };
  const sessions = useGet<Session[]>(paths.sessions);
  const tokens = useGet<Token[]>(paths.tokens);
  const [endingAll, setEndingAll] = useState(false);
  return (
    <>
      <Section
        title={t('user.sessions')}
        actions={
          sessions.data &&
          sessions.data.length > 1 && <Button onPress={() => setEndingAll(true)}>{t('user.endSessions')}</Button>
        }
      >
        <Loaded query={sessions} lines={2}>
          {(list) =>
            list.length === 0 ? (
              <EmptyState title={t('user.noSessions')} />
            ) : (
              <SessionTable caption={t('user.sessions')} path={paths.sessions} sessions={list} />
            )
          }
        </Loaded>
      </Section>
      <Section title={t('user.tokens')}>
        <Loaded query={tokens} lines={2}>
          {(list) => <TokenTable path={paths.tokens} tokens={list} />}
        </Loaded>
      </Section>
      <ConfirmDialog
        title={t('user.endSessions')}
        help={t('user.endSessionsHelp', { name: user.name })}
        action={t('user.endSessions')}
        path={endingAll ? paths.sessions : null}
        onClose={() => setEndingAll(false)}
      />
    </>
  );
}
