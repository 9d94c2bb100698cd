import { useTranslation } from 'react-i18next';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/choice-group.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import type { News } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { NewsList } from './news-list.tsx';

/** All news of the last days, read or not, and whether it comes by mail too. */
export function NewsPage() {
  const { t } = useTranslation('home');
  const { api, page } = usePaths();
  const news = useGet<News>(api('news'));
  const readAll = useSend();
  return (
    <div className="max-w-200 space-y-10">
      <div>
        <Breadcrumb items={[{ name: t('title'), to: page('home') }, { name: t('news.title') }]} />
        <PageTitle title={t('news.title')} lead={<p>{t('news.lead')}</p>} />
      </div>
      <Loaded query={news} lines={8}>
        {({ items, unread, digest }) => (
          <>
            <Section
              title={t('news.count', { count: unread })}
              actions={
                unread > 0 && (
                  <Button
                    busy={readAll.isPending}
                    onPress={() => readAll.mutate({ path: api('news/read'), body: { all: true } })}
                  >
                    {t('news.readAll')}
                  </Button>
                )
              }
            >
              {readAll.error && <ProblemNotice error={readAll.error} />}
              {items.length === 0 ? (
                <EmptyState title={t('news.none')}>
                  <p>{t('news.noneHelp')}</p>
                </EmptyState>
              ) : (
                <NewsList items={items} />
              )}
            </Section>
            <Digest digest={digest} />
          </>
        )}
      </Loaded>
    </div>
  );
}

function Digest({ digest }: { digest: News['digest'] }) {
  const { t } = useTranslation('home');
  const { api } = usePaths();
  const set = useSend();
  return (
    <Section title={t('news.mail.title')}>
      {digest.available ? (
        <Checkbox
          label={t('news.mail.on')}
          help={t('news.mail.help')}
          value={digest.on}
          onChange={(on) => set.mutate({ method: 'PATCH', path: api('news'), body: { digest: on } })}
        />
      ) : (
        <p>{t('news.mail.none')}</p>
      )}
      {set.error && <ProblemNotice error={set.error} />}
    </Section>
  );
}
