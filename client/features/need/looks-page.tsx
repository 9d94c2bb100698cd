import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { NeedLooks } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { Looks } from '../../record/looks.tsx';

/** Who looked at a need: who opened it, and in whose lists it stood. */
export function LooksPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const looks = useGet<NeedLooks>(api(`needs/${id}/looks`));
  return <Loaded query={looks}>{(looks) => <LooksView looks={looks} />}</Loaded>;
}

function LooksView({ looks: { need, opened, seen } }: { looks: NeedLooks }) {
  const { t } = useTranslation('needs');
  const { page } = usePaths();
  const title = t('numbered', { number: need.number, title: need.title });
  return (
    <div className="space-y-10">
      <div>
        <Breadcrumb
          items={[
            { name: t('list.title'), to: page('needs') },
            { name: title, to: page(`needs/${need.id}`) },
            { name: t('looks.title') },
          ]}
        />
        <PageTitle title={t('looks.title')} />
        <p className="prose-line mt-2">{t('looks.help')}</p>
      </div>
      <Looks opened={opened} seen={seen} />
    </div>
  );
}
