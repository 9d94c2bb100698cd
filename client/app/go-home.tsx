import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { PageTitle } from '../components/page-title.tsx';
import { useMe } from '../lib/queries.ts';
import { Header } from './header.tsx';

/** Straight to the home page of the account's municipality; who has no role there is told so. */
export function GoHome() {
  const { t } = useTranslation('app');
  const { data: me } = useMe();
  if (!me) return null;
  const [membership] = me.memberships;
  if (membership) return <Navigate to={`/${membership.municipality.code}/home`} replace />;
  return (
    <>
      <Header />
      <main id="main" className="mx-auto max-w-300 space-y-6 px-4 py-8 sm:px-8">
        <PageTitle title={t('noRole.title')} lead={t('noRole.none')} />
      </main>
    </>
  );
}
