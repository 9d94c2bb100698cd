import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { Page, Register } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';

/** The municipality's registers of which the asker may see records. */
export function RegisterListPage() {
  const { t } = useTranslation('registers');
  const { can } = useMunicipality();
  const { api, page } = usePaths();
  const registers = useGet<Page<Register>>(api('registers'));
  return (
    <div className="space-y-6">
      <PageTitle title={t('title')} lead={<p>{t('lead')}</p>} />
      <Loaded query={registers}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('none')}>
              <p>{t(can['definitions.create'] ? 'noneForEditors' : 'noneHelp')}</p>
            </EmptyState>
          ) : (
            <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
              {items.map((register) => (
                <li key={register.key} className="surface relative space-y-1 hover:bg-blue-50">
                  <h2 className="text-[1.125rem]">
                    <Link to={page(`registers/${register.key}`)} className="link after:absolute after:inset-0">
                      {register.name}
                    </Link>
                  </h2>
                  {register.description && <p>{register.description}</p>}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}
