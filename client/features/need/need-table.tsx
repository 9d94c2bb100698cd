import { useTranslation } from 'react-i18next';
import { Table, type Column } from '../../components/table.tsx';
import type { ListedNeed, ListField, Need, NeedColumn } from '../../lib/contract.ts';
import { formatShortDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { StateBadge, isOver } from '../../record/state-badges.tsx';
import { UrgencyWord } from './urgency-word.tsx';

type Props = {
  needs: ListedNeed[];
  /** Those of the forms that are shown, in the order in which they were asked for. */
  fields: ListField[];
  /** Own columns that are left out. */
  hide: readonly string[];
};

/** Needs as rows, or as cards on a phone. */
export function NeedTable({ needs, fields, hide }: Props) {
  const { t } = useTranslation('needs');
  const { page } = usePaths();
  const ownColumns: (Column<ListedNeed> & { key: NeedColumn })[] = [
    { key: 'state', header: t('column.state'), cell: (need) => <StateBadge standing={need.standing} /> },
    { key: 'urgency', header: t('column.urgency'), cell: (need) => <UrgencyWord urgency={need.urgency} /> },
    {
      key: 'types',
      header: t('column.types'),
      cell: (need) => need.types.map((type) => type.name).join(t('common:list.separator')),
    },
    { key: 'area', header: t('column.area'), cell: (need) => need.area.name },
    {
      key: 'person',
      header: t('column.person'),
      cell: (need) => (need.scope === 'community' ? t('scope.community') : (need.residentName ?? t('hidden'))),
    },
    { key: 'received', header: t('column.received'), cell: (need) => <ReceivedOn need={need} /> },
  ];
  return (
    <Table
      caption={t('list.title')}
      rows={needs}
      to={(need) => page(`needs/${need.id}`)}
      columns={[
        {
          key: 'title',
          header: t('column.title'),
          cell: (need) => t('numbered', { number: need.number, title: need.title }),
        },
        ...ownColumns.filter(({ key }) => !hide.includes(key)),
        ...fields.map(({ field, label }, index) => ({
          key: field,
          header: label,
          cell: (need: ListedNeed) => need.fields[index] ?? '',
        })),
      ]}
    />
  );
}

function ReceivedOn({ need }: { need: Need }) {
  const { t } = useTranslation('needs');
  return (
    <>
      <span className="whitespace-nowrap">{formatShortDay(need.receivedOn)}</span>
      {!isOver(need.standing) && (
        <span className="block text-dns-14N-130 text-solid-gray-700">{t('daysOpen', { count: need.daysOpen })}</span>
      )}
    </>
  );
}
