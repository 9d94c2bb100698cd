import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** The way here; the last entry is this page and no link. */
export function Breadcrumb({ items }: { items: { name: string; to?: string }[] }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('breadcrumb')} className="no-print mb-4 text-dns-16N-130">
      <ol className="flex flex-wrap gap-y-1">
        {items.map((item, index) => (
          <li key={index} className="flex items-center">
            {index > 0 && (
              <span aria-hidden="true" className="mx-2 text-solid-gray-600">
                /
              </span>
            )}
            {item.to ? (
              <Link className="link inline-flex min-h-8 items-center" to={item.to}>
                {item.name}
              </Link>
            ) : (
              <span aria-current="page" className="inline-flex min-h-8 items-center">
                {item.name}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
