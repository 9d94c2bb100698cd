import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { Button } from '../components/button.tsx';

/** A page that could not be shown at all: the program was renewed meanwhile, or it failed. */
export function BrokenPage() {
  const { t } = useTranslation('app');
  const error = useRouteError();
  const away = error instanceof TypeError && /import|fetch|load/i.test(error.message);
  return (
    <main className="mx-auto max-w-180 space-y-4 px-4 py-16">
      <h1>{t(away ? 'broken.awayTitle' : 'broken.title')}</h1>
      <p className="prose-line">{t(away ? 'broken.awayHelp' : 'broken.help')}</p>
      <Button kind="primary" onPress={() => window.location.reload()}>
        {t('broken.reload')}
      </Button>
    </main>
  );
}
