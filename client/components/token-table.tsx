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
          { key: 'name', header: t('tokens.name'), cell: (one) => one.name },
          {
            key: 'may',
            header: t('tokens.scope'),
            cell: (one) =>
              `${t(`tokens.scopes.${one.scope}`)}${t('tokens.of', { kinds: one.kinds?.map((kind) => t(`tokens.kind.${kind}`)).join('・') ?? t('tokens.allKinds') })}`,
          },
          {
            key: 'used',
            header: t('tokens.lastUsed'),
            cell: (one) => (one.lastUsedAt ? formatInstant(one.lastUsedAt) : t('tokens.never')),
          },
          {
            key: 'until',
            header: t('tokens.expires'),
            cell: (one) => formatInstant(one.expiresAt),
          },
          {
            key: 'do',
            button: true,
            short: true,
            header: t('tokens.action'),
            cell: (one) => (
              <Button kind="text" label={t('tokens.revokeOne', { name: one.name })} onPress={() => setLeaving(one)}>
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
