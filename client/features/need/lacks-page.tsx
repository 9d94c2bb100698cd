import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { Lacks } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';

/** What the areas lack: unmet needs by area and type, beside the services that are there. */
export function LacksPage() {
  const { t } = useTranslation('needs');
  const { api, page } = usePaths();
  const lacks = useGet<Lacks>(api('lacks'));
  return (
    <div className="space-y-6">
      <div>
        <Breadcrumb items={[{ name: t('list.title'), to: page('needs') }, { name: t('lacks.title') }]} />
        <PageTitle title={t('lacks.title')} lead={<p>{t('lacks.lead')}</p>} />
      </div>
      <Loaded query={lacks} lines={8}>
        {(lacks) =>
          lacks.cells.length === 0 ? (
            <EmptyState title={t('lacks.empty')}>
              <p>{t('lacks.emptyHelp')}</p>
            </EmptyState>
          ) : (
            <Matrix lacks={lacks} />
          )
        }
      </Loaded>
    </div>
  );
}

type Cell = Lacks['cells'][number];

function Matrix({ lacks: { areas, types, cells } }: { lacks: Lacks }) {
  const { t } = useTranslation('needs');
  const most = Math.max(...cells.map((cell) => cell.needs));
  const sum = (some: Cell[]) => some.reduce((total, cell) => total + cell.needs, 0);
  return (
    <div className="space-y-4">
      <p className="prose-line text-solid-gray-700">{t('lacks.legend')}</p>
      <div role="region" aria-label={t('lacks.title')} tabIndex={0} className="relative overflow-x-auto">
        <table className="border-collapse text-right">
          <caption className="sr-only">{t('lacks.title')}</caption>
          <thead>
            <tr className="border-b-2 border-solid-gray-600 align-bottom">
              <th scope="col" className="sticky left-0 bg-white py-2 pr-4 text-left">
                {t('filter.area')}
              </th>
              {types.map((type) => (
                <th key={type.key} scope="col" className="min-w-28 px-3 py-2 leading-snug">
                  {type.name}
                </th>
              ))}
              <th scope="col" className="px-3 py-2 whitespace-nowrap">
                {t('lacks.total')}
              </th>
            </tr>
          </thead>
          <tbody>
            {areas.map((area) => (
              <tr key={area.id} className="border-b border-solid-gray-420">
                <th
                  scope="row"
                  className="sticky left-0 bg-white py-2 pr-4 text-left whitespace-nowrap max-sm:min-w-20 max-sm:whitespace-normal"
                >
                  {area.name}
                </th>
                {types.map((type) => {
                  const cell = cells.find((cell) => cell.areaId === area.id && cell.type === type.key);
                  return (
                    <td key={type.key} className="h-px border-l border-solid-gray-200 p-0">
                      {cell ? (
                        <Lack cell={cell} most={most} label={`${area.name} ${type.name}`} />
                      ) : (
                        <span className="block px-3 py-2 text-solid-gray-700">{t('lacks.zero')}</span>
                      )}
                    </td>
                  );
                })}
                <td className="border-l border-solid-gray-420 px-3 py-2 font-bold">
                  {sum(cells.filter((cell) => cell.areaId === area.id))}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="border-t-2 border-solid-gray-600 font-bold">
              <th scope="row" className="sticky left-0 bg-white py-2 pr-4 text-left">
                {t('lacks.total')}
              </th>
              {types.map((type) => (
                <td key={type.key} className="border-l border-solid-gray-200 px-3 py-2">
                  {sum(cells.filter((cell) => cell.type === type.key))}
                </td>
              ))}
              <td className="border-l border-solid-gray-420 px-3 py-2">{sum(cells)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </div>
  );
}

const shades = ['bg-white', 'bg-orange-50', 'bg-orange-100', 'bg-orange-200'] as const;

function Lack({ cell, most, label }: { cell: Cell; most: number; label: string }) {
  const { t } = useTranslation('needs');
  const { page } = usePaths();
  const shade = shades[Math.ceil((cell.needs / Math.max(most, 3)) * 3)] ?? shades[3];
  return (
    <Link
      to={page(`needs?area=${cell.areaId}&type=${cell.type}&state=lacking`)}
      className={`block h-full min-h-14 px-3 py-2 leading-snug hover:underline ${shade}`}
    >
      <span className="sr-only">{label}</span>
      <span className="block font-bold">{t('lacks.needs', { count: cell.needs })}</span>
      <span className="block text-dns-14N-130 whitespace-nowrap">{t('lacks.services', { count: cell.services })}</span>
    </Link>
  );
}
