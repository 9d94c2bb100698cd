import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Token } from '../lib/contract.ts';
import { formatInstant } from '../lib/dates.ts';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { EmptyState } from './empty-state.tsx';
import { Table } from './table.tsx';

/** Somebody's access tokens, each to be revoked: `DELETE {path}/{id}`. */
export function TokenTable({ path, tokens }: { path: string; tokens: Token[] }) {
  const { t } = useTranslation('session');
  const [leaving, setLeaving] = useState<Token | null>(null);
  if (tokens.length === 0) return <EmptyState title={t('tokens.empty')} />;
  return (
    <>
      <Table
        caption={t('tokens.title')}
        rows={tokens}
        columns={[
          { key: 'name', header: t('tokens.name'), cell: (token) => token.name },
          {
            key: 'may',
            header: t('tokens.scope'),
            cell: (token) =>
              `${t(`tokens.scopes.${token.scope}`)}${t('tokens.of', { kinds: token.kinds?.map((kind) => t(`tokens.kind.${kind}`)).join('・') ?? t('tokens.allKinds') })}`,
          },
          {
            key: 'used',
            header: t('tokens.lastUsed'),
            cell: (token) => (token.lastUsedAt ? formatInstant(token.lastUsedAt) : t('tokens.never')),
          },
          {
            key: 'until',
            header: t('tokens.expires'),
            cell: (token) => formatInstant(token.expiresAt),
          },
          {
            key: 'do',
            button: true,
            short: true,
            header: t('tokens.action'),
            cell: (token) => (
              <Button kind="text" label={t('tokens.revokeOne', { name: token.name })} onPress={() => setLeaving(token)}>
                {t('tokens.revoke')}
              </Button>
            ),
          },
        ]}
      />
      <ConfirmDialog
        title={t('tokens.revoke')}
        help={t('tokens.revokeHelp', { name: leaving?.name })}
        action={t('tokens.revoke')}
        path={leaving && `${path}/${leaving.id}`}
        onClose={() => setLeaving(null)}
      />
    </>
  );
}
