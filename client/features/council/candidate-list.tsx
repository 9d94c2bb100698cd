import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page-title.tsx';
import type { MemberCandidates } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';

/** Whom gatherings would like to have in the council, until somebody has decided; for who keeps its members. */
export function CandidateList({ councilId }: { councilId: string }) {
  const { api } = usePaths();
  const candidates = useGet<MemberCandidates>(api(`councils/${councilId}/candidates`));
  return (
    <Loaded query={candidates}>
      {({ items }) => <Open councilId={councilId} items={items.filter(({ state }) => state === 'open')} />}
    </Loaded>
  );
}

type OpenProps = { councilId: string; items: MemberCandidates['items'] };

function Open({ councilId, items }: OpenProps) {
  const { t } = useTranslation('meetings');
  const { api } = usePaths();
  const decide = useSend();
  if (items.length === 0) return null;
  return (
    <Section title={t('candidates.title')}>
      <SaveProblem error={decide.error} onReload={decide.reset} />
      <ul className="space-y-3">
        {items.map(({ id, name, body, meeting, version }) => (
          <li key={id} className="surface flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
            <div className="min-w-0 flex-1 basis-60">
              <p className="font-bold">{body ? t('councils:personOf', { name, body }) : name}</p>
              {meeting && (
                <p className="text-dns-16N-130 text-solid-gray-700">{t('candidates.from', { title: meeting.title })}</p>
              )}
            </div>
            <div className="flex flex-wrap gap-3">
              {(['joined', 'declined'] as const).map((state) => (
                <Button
                  key={state}
                  kind={state === 'joined' ? 'secondary' : 'text'}
                  busy={decide.isPending}
                  label={t(`candidates.of.${state}`, { name })}
                  onPress={() =>
                    decide.mutate({
                      method: 'PATCH',
                      path: api(`councils/${councilId}/candidates/${id}`),
                      body: { state },
                      version,
                    })
                  }
                >
                  {t(`candidates.${state}`)}
                </Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
