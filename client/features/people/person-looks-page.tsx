import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { PersonLooks } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { Looks } from '../../record/looks.tsx';

/** Who looked at a resident: their page, their needs and the referrals of these. */
export function PersonLooksPage() {
  const { t } = useTranslation('people');
  const { id = '' } = useParams();
  const { api, page } = usePaths();
  const looks = useGet<PersonLooks>(api(`people/${id}/looks`));
  return (
    <Loaded query={looks}>
      {({ person, opened, seen }) => (
        <div className="space-y-10">
          <div>
            <Breadcrumb
              items={[
                { name: t('list.title'), to: page('people') },
                { name: t('numbered', { number: person.number, name: person.name }), to: page(`people/${person.id}`) },
                { name: t('needs:looks.title') },
              ]}
            />
            <PageTitle title={t('needs:looks.title')} />
            <p className="prose-line mt-2">{t('looksHelp')}</p>
          </div>
          <Looks opened={opened} seen={seen} />
        </div>
      )}
    </Loaded>
  );
}
