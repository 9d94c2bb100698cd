import { useTranslation } from 'react-i18next';
import { ButtonLink } from './button.tsx';
import { PageTitle } from './page-title.tsx';

/** Not here, or not for the asker to see: the two look the same on purpose. */
export function MissingPage() {
  const { t } = useTranslation();
  return (
    <div className="space-y-4">
      <PageTitle title={t('missing.title')} />
      <p className="prose-line">{t('missing.help')}</p>
      <ButtonLink to="/">{t('missing.home')}</ButtonLink>
    </div>
  );
}

/** Seen, but not the asker's to do. */
export function NotAllowedPage({ detail }: { detail?: string }) {
  const { t } = useTranslation();
  return (
    <div className="space-y-4">
      <PageTitle title={t('notAllowed.title')} />
      <p className="prose-line">{detail ?? t('notAllowed.help')}</p>
      <ButtonLink to="/">{t('missing.home')}</ButtonLink>
    </div>
  );
}
