import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { Icon } from '../components/icon.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { useMe } from '../lib/queries.ts';
import { Header } from './header.tsx';
import { listMunicipalities } from './list-municipalities.ts';

/** Where to, for people of several municipalities; with one, straight there. */
export function MunicipalityChooser() {
  const { t } = useTranslation('app');
  const { data: me } = useMe();
  if (!me) return null;
  const municipalities = listMunicipalities(me);
  const only = municipalities[0];
  if (municipalities.length === 1 && only) return <Navigate to={`/${only.code}/home`} replace />;
  return (
    <>
      <Header />
      <main id="main" className="mx-auto max-w-300 space-y-6 px-4 py-8 sm:px-8">
        <PageTitle title={t('choose.title')} lead={municipalities.length === 0 ? t('choose.none') : undefined} />
        <ul className="max-w-150 space-y-3">
          {municipalities.map((one) => (
            <li key={one.code}>
              <Link to={`/${one.code}/home`} className="surface flex min-h-16 items-center justify-between font-bold text-blue-1000 hover:bg-blue-50 hover:underline">
                {one.name}
                <Icon name="right" />
              </Link>
            </li>
          ))}
        </ul>
      </main>
    </>
  );
}
