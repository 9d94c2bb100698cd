import { useTranslation } from 'react-i18next';
import { ApiProblem, isPassing, Unreachable } from '../lib/api.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** What went wrong, what is kept and what to do, from any error of the API. A 409 belongs to ConflictNotice. */
export function ProblemNotice({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { t } = useTranslation();
  const retry = onRetry && <Button onPress={onRetry}>{t('action.retry')}</Button>;
  if (error instanceof Unreachable)
    return (
      <Notice tone="error" announce intoView title={t('error.offline')}>
        <p>{t('error.offlineHelp')}</p>
        {retry}
      </Notice>
    );
  if (!(error instanceof ApiProblem))
    return (
      <Notice tone="error" announce intoView title={t('error.unexpected')}>
        {retry}
      </Notice>
    );
  const { title, detail, requestId, issues } = error.problem;
  return (
    <Notice tone="error" announce intoView title={title}>
      {detail && <p>{detail}</p>}
      {!onRetry && isPassing(error) && <p>{t('error.kept')}</p>}
      {issues && issues.length > 0 && (
        <ul className="list-disc pl-6">
          {issues.map((issue, index) => (
            <li key={index}>{issue.message}</li>
          ))}
        </ul>
      )}
      {requestId && error.status >= 500 && (
        <p className="text-dns-14N-130 text-solid-gray-700">{t('error.requestId', { requestId })}</p>
      )}
      {error.status >= 500 && retry}
    </Notice>
  );
}
