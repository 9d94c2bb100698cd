import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { Button } from '../components/button.tsx';

/** When this tab was last loaded anew because a page's program was away. */
const RELOADED = 'sasaeai-reloaded-at';
/** A second time within so long it is not the upgrade: the person is told instead of being sent round and round. */
const ONCE_MS = 60_000;

/**
 * A page that could not be shown at all: the program was renewed meanwhile, or it failed. After an upgrade the tab loads the
 * new program by itself; what was typed was kept as a draft when the page before was left.
 */
export function BrokenPage() {
  const { t } = useTranslation('app');
  const error = useRouteError();
  const away = error instanceof TypeError && /import|fetch|load/i.test(error.message);
  useEffect(() => {
    if (!away || Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) < ONCE_MS) return;
    sessionStorage.setItem(RELOADED, String(Date.now()));
    window.location.reload();
  }, [away]);
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
