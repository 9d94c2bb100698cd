import { Outlet } from 'react-router';
import { NotAllowedPage } from '../../components/error-pages.tsx';
import { useMunicipality } from '../../lib/municipality.tsx';

/** Around the pages of settings: others are told so, instead of being shown a page that refuses them piece by piece. */
export function AdministratorsOnly() {
  const { can } = useMunicipality();
  return can['settings'] ? <Outlet /> : <NotAllowedPage />;
}
