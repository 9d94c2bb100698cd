import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '../components/page-title.tsx';
import type { RecordTies } from '../lib/contract.ts';
import { usePaths } from '../lib/municipality.tsx';
import { useGet } from '../lib/queries.ts';

/** The records that a record names and those that name it, as far as whoever looks may see them; nothing where there are none. */
export function Ties({ kind, id }: { kind: string; id: string }) {
  const { t } = useTranslation('registers');
  const { api, page } = usePaths();
  const { data } = useGet<RecordTies>(api('ties'), { kind, id });
  const groups = [...(data?.outgoing ?? []), ...(data?.incoming ?? [])];
  if (groups.length === 0) return null;
  return (
    <Section title={t('ties')}>
      <dl className="space-y-4">
        {groups.map(({ label, items }) => (
          <div key={label}>
            <dt className="font-bold">{label}</dt>
            <dd>
              <ul>
                {items.map((item) => (
                  <li key={item.id}>
                    <Link
                      className="link inline-flex min-h-11 items-center [overflow-wrap:anywhere]"
                      to={page(item.page)}
                    >
                      {item.title}
                    </Link>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
