import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../lib/api.ts';
import { formatInstant } from '../lib/dates.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { ProblemNotice } from './problem-notice.tsx';

/** Somebody else was first (409 or 412): what they changed, and that nothing typed is lost. `onReload`: everything shown was read anew. */
export function ConflictNotice({ problem, onReload }: { problem: ApiProblem; onReload: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const changes = problem.problem.changes ?? [];
  return (
    <Notice tone="warn" announce intoView title={problem.problem.title}>
      {problem.problem.detail && <p>{problem.problem.detail}</p>}
      {changes.length > 0 && (
        <ul className="list-disc pl-6">
          {changes.map((change, index) => (
            <li key={index}>
              {t('conflict.change', { at: formatInstant(change.at), by: change.by, what: change.what })}
            </li>
          ))}
        </ul>
      )}
      <p>{t('conflict.kept')}</p>
      <Button onPress={() => void client.invalidateQueries().then(onReload)}>{t('conflict.reload')}</Button>
    </Notice>
  );
}

/** What kept something from being stored; nothing where nothing did. `onReload` puts it away once everything shown was read anew. */
export function SaveProblem({ error, onReload }: { error: Error | null; onReload: () => void }) {
  if (isConflict(error)) return <ConflictNotice problem={error} onReload={onReload} />;
  return error && <ProblemNotice error={error} />;
}

/** Whether an error is somebody else's being first. */
export function isConflict(error: Error | null): error is ApiProblem {
  return error !== null && 'status' in error && (error.status === 409 || error.status === 412);
}
