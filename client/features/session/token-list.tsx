import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Table } from '../../components/table.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { Token, TokenCreated } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { onSubmit } from '../../lib/on-submit.ts';
import { useGet, useSend } from '../../lib/queries.ts';

/** Personal access tokens for scripts: make one, see it once, take it back. */
export function TokenList() {
  const { t } = useTranslation('session');
  const tokens = useGet<Token[]>('/me/tokens');
  const revoke = useSend();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<TokenCreated | null>(null);
  const [leaving, setLeaving] = useState<Token | null>(null);
  return (
    <div className="space-y-4">
      <p className="prose-line">{t('tokens.help')}</p>
      {made && (
        <Notice tone="success" announce title={t('tokens.made', { name: made.name })}>
          <p>{t('tokens.once')}</p>
          <p className="rounded-4 bg-solid-gray-50 p-3 font-mono break-all select-all">{made.secret}</p>
        </Notice>
      )}
      <Loaded query={tokens} lines={2}>
        {(list) =>
          list.length === 0 ? <EmptyState title={t('tokens.empty')} /> : (
            <Table
              caption={t('tokens.title')}
              rows={list}
              columns={[
                { key: 'name', header: t('tokens.name'), cell: (one) => one.name },
                { key: 'used', header: t('tokens.lastUsed'), cell: (one) => (one.lastUsedAt ? formatInstant(one.lastUsedAt) : t('tokens.never')) },
                { key: 'until', header: t('tokens.expires'), cell: (one) => (one.expiresAt ? formatInstant(one.expiresAt) : t('tokens.noEnd')) },
                { key: 'do', button: true, header: t('tokens.action'), cell: (one) => <Button kind="text" label={t('tokens.revokeOne', { name: one.name })} onPress={() => setLeaving(one)}>{t('tokens.revoke')}</Button> },
              ]}
            />
          )
        }
      </Loaded>
      <Button onPress={() => setAdding(true)}>{t('tokens.add')}</Button>
      <Dialog title={t('tokens.add')} isOpen={adding} onClose={() => setAdding(false)}>
        <TokenForm onMade={(token) => { setMade(token); setAdding(false); }} onCancel={() => setAdding(false)} />
      </Dialog>
      <Dialog title={t('tokens.revoke')} isOpen={leaving !== null} onClose={() => setLeaving(null)}>
        <div className="space-y-6">
          <p>{t('tokens.revokeHelp', { name: leaving?.name })}</p>
          {revoke.error && <ProblemNotice error={revoke.error} />}
          <div className="flex gap-3">
            <Button kind="danger" busy={revoke.isPending} onPress={() => leaving && revoke.mutate({ method: 'DELETE', path: `/me/tokens/${leaving.id}` }, { onSuccess: () => setLeaving(null) })}>{t('tokens.revoke')}</Button>
            <Button kind="text" onPress={() => setLeaving(null)}>{t('common:action.cancel')}</Button>
          </div>
        </div>
      </Dialog>
    </div>
  );
}

function TokenForm({ onMade, onCancel }: { onMade: (token: TokenCreated) => void; onCancel: () => void }) {
  const { t } = useTranslation('session');
  const create = useSend<TokenCreated>();
  const [name, setName] = useState('');
  const [expiresOn, setExpiresOn] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (name.trim()) create.mutate({ path: '/me/tokens', body: { name, ...(expiresOn && { expiresOn }) } }, { onSuccess: onMade });
  };
  return (
    <form noValidate className="space-y-6" onSubmit={onSubmit(submit)}>
      {create.error && <ProblemNotice error={create.error} />}
      <TextField label={t('tokens.name')} required help={t('tokens.nameHelp')} value={name} onChange={setName} error={tried && !name.trim() ? t('form:issue.required') : null} />
      <DateField label={t('tokens.expires')} required={false} value={expiresOn} onChange={setExpiresOn} />
      <div className="flex gap-3">
        <Button type="submit" kind="primary" busy={create.isPending}>{t('tokens.create')}</Button>
        <Button kind="text" onPress={onCancel}>{t('common:action.cancel')}</Button>
      </div>
    </form>
  );
}
