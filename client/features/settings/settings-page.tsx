import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageTitle } from '../../components/page-title.tsx';
import { usePaths } from '../../lib/municipality.tsx';

const parts = ['areas', 'councils', 'users', 'codes', 'definitions', 'sign-in', 'audit'] as const;

/** What an administrator sets up. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const { page } = usePaths();
  return (
    <div className="space-y-6">
      <PageTitle title={t('title')} />
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {parts.map((part) => (
          <li key={part} className="surface relative space-y-1 hover:bg-blue-50">
            <Link className="link font-bold after:absolute after:inset-0" to={page(`settings/${part}`)}>
              {t(`part.${part}.title`)}
            </Link>
            <p>{t(`part.${part}.help`)}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
