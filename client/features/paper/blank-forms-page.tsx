import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import type { BlankForms } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';

/** Every form in force, to be printed and filled in by hand. */
export function BlankFormsPage() {
  const { t } = useTranslation('paper');
  const { api } = usePaths();
  const forms = useGet<BlankForms>(api('paper/forms'));
  return (
    <div className="space-y-8">
      <PageTitle title={t('list.title')} lead={t('list.lead')} />
      <Loaded query={forms}>{({ items }) => <List items={items.filter(({ lines }) => lines > 0)} />}</Loaded>
    </div>
  );
}

function List({ items }: { items: BlankForms['items'] }) {
  const { t } = useTranslation('paper');
  const { page } = usePaths();
  if (items.length === 0) return <EmptyState title={t('list.none')} />;
  return [...Map.groupBy(items, ({ purpose }) => purpose)].map(([purpose, forms]) => (
    <Section key={purpose} title={t(`settings:definition.purpose.${purpose}`, t('other'))}>
      <ul className="divide-y divide-solid-gray-200 border-y border-solid-gray-200">
        {forms.map(({ key, name, formNumber }) => (
          <li key={key} className="flex flex-wrap items-center gap-x-6">
            <Link className="link inline-flex min-h-11 items-center" to={page(`print/forms/${key}`)}>
              {name}
            </Link>
            {formNumber && <span className="text-solid-gray-700">{formNumber}</span>}
          </li>
        ))}
      </ul>
    </Section>
  ));
}
