import { useTranslation } from 'react-i18next';
import { Notice } from '../../../components/notice.tsx';
import type { FormSheet } from '../../../lib/contract.ts';

/** What did not become what a sheet says, each with its row. */
export function SheetNotices({ notices }: Pick<FormSheet, 'notices'>) {
  const { t } = useTranslation('builder');
  if (notices.length === 0) return null;
  return (
    <Notice tone="warn" title={t('sheet.notices', { count: notices.length })}>
      <ul className="list-disc space-y-2 pl-6">
        {notices.map(({ sheet, row, column, message }, index) => (
          <li key={index} className="wrap-anywhere">
            {t(row === 0 ? 'sheet.atSheet' : column === '' ? 'sheet.atRow' : 'sheet.atCell', { sheet, row, column })}
            {'\u3000'}
            {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** What is another than in the draft, each with what was and what is. */
export function SheetChanges({ changes }: Pick<FormSheet, 'changes'>) {
  const { t } = useTranslation('builder');
  if (changes.length === 0) return <Notice tone="info" announce title={t('sheet.same')} />;
  return (
    <section aria-label={t('sheet.changes', { count: changes.length })} className="space-y-3">
      <h3 role="status">{t('sheet.changes', { count: changes.length })}</h3>
      <ul className="list-disc space-y-3 pl-6">
        {changes.map(({ sheet, change, row, name, column, before, after }, index) => (
          <li key={index} className="wrap-anywhere">
            {t(`sheet.change.${change}`, { sheet, row, name, column })}
            {change === 'cell' ? (
              <span className="block text-solid-gray-700">
                {t('settings:draft.beforeAfter', { before: before || '―', after: after || '―' })}
              </span>
            ) : (
              (before || after) && <span className="block text-solid-gray-700">{before || after}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
