import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import type { Usage } from '../lib/contract.ts';
import { usePaths } from '../lib/municipality.tsx';
import { useGet } from '../lib/queries.ts';

type Props = {
  kind: 'area' | 'service-type' | 'organisation-kind' | 'organisation' | 'user';
  id: string;
};

/** What hangs on something that is about to be closed, and what becomes of it. */
export function UsageNotice({ kind, id }: Props) {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const usage = useGet<Usage>(api('usage'), { kind, id });
  return (
    <Loaded query={usage} lines={1}>
      {({ items }) =>
        items.length === 0 ? (
          <p>{t('usage.none')}</p>
        ) : (
          <Notice tone="warn" announce title={t('usage.title')}>
            <ul className="list-disc pl-6">
              {items.map(({ what, count, list }) => (
                <li key={what}>
                  {list === null ? (
                    t(`usage.${what}`, { count })
                  ) : (
                    <Link className="link inline-flex min-h-11 items-center" to={page(list)}>
                      {t(`usage.${what}`, { count })}
                    </Link>
                  )}
                </li>
              ))}
            </ul>
            <p>
              {t(
                kind === 'organisation'
                  ? 'usage.afterOrganisation'
                  : kind === 'user'
                    ? 'usage.afterUser'
                    : 'usage.after',
              )}
            </p>
          </Notice>
        )
      }
    </Loaded>
  );
}
