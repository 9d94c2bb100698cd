import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePaths } from '../../lib/municipality.tsx';

const views = { services: 'services', organisations: 'services/organisations' } as const;

/** Between the two lists of the directory. */
export function DirectoryViews({ current }: { current: keyof typeof views }) {
  const { t } = useTranslation('services');
  const { page } = usePaths();
  return (
    <nav aria-label={t('views.label')} className="no-print flex gap-1 border-b border-solid-gray-420">
      {(['services', 'organisations'] as const).map((view) => (
        <Link
          key={view}
          to={page(views[view])}
          aria-current={view === current ? 'page' : undefined}
          className="flex min-h-12 items-center border-b-4 border-transparent px-3 hover:underline aria-[current=page]:border-blue-900 aria-[current=page]:font-bold aria-[current=page]:text-blue-1000"
        >
          {t(`views.${view}`)}
        </Link>
      ))}
    </nav>
  );
}
