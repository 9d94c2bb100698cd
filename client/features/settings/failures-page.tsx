import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Table } from '../../components/table.tsx';
import type { Failure } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { usePages, useSend } from '../../lib/queries.ts';
import { SettingsTitle } from './settings-title.tsx';

/** What the server has given up to do by itself, each to be done once more or let be. */
export function FailuresPage() {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const failures = usePages<Failure>(api('failures'));
  const decide = useSend();
  const send = (id: string, decision: 'again' | 'drop') =>
    decide.mutate({ path: api(`failures/${id}/decision`), body: { decision } });
  return (
    <div className="space-y-6">
      <SettingsTitle part="failures" />
      {decide.error && <ProblemNotice error={decide.error} />}
      <LoadedPages query={failures}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t('failures.none')} />
          ) : (
            <Table
              caption={t('part.failures.title')}
              rows={items}
              columns={[
                {
                  key: 'type',
                  header: t('failures.type'),
                  cell: ({ type, path }) => (
                    <>
                      <span className="font-mono">{type}</span>
                      {path !== null && (
                        <Link className="link ml-3" to={page(path)}>
                          {t('failures.record')}
                        </Link>
                      )}
                    </>
                  ),
                },
                { key: 'since', header: t('failures.since'), short: true, cell: ({ since }) => formatInstant(since) },
                { key: 'reason', header: t('failures.reason'), cell: ({ reason }) => reason ?? '―' },
                {
                  key: 'do',
                  button: true,
                  header: t('field.action'),
                  cell: ({ id, type }) => (
                    <span className="flex flex-wrap">
                      <Button
                        kind="text"
                        label={t('failures.againOne', { type })}
                        busy={decide.isPending}
                        onPress={() => send(id, 'again')}
                      >
                        {t('failures.again')}
                      </Button>
                      <Button
                        kind="text"
                        label={t('failures.dropOne', { type })}
                        busy={decide.isPending}
                        onPress={() => send(id, 'drop')}
                      >
                        {t('failures.drop')}
                      </Button>
                    </span>
                  ),
                },
              ]}
            />
          )
        }
      </LoadedPages>
    </div>
  );
}
