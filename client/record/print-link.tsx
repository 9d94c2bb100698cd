import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePaths } from '../lib/municipality.tsx';

/** To what was answered of a record, as sheets of A4. */
export function PrintLink({ kind, id }: { kind: string; id: string }) {
  const { t } = useTranslation('paper');
  const { page } = usePaths();
  return (
    <p className="no-print">
      <Link className="link inline-flex min-h-11 items-center" to={page(`print/records/${kind}/${id}`)}>
        {t('link')}
      </Link>
    </p>
  );
}
