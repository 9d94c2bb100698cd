import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button, ButtonLink } from '../../components/button.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page-title.tsx';
import type { Handover, HandoverRecord, Page } from '../../lib/contract.ts';
import { formatDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';

/** Enough for one look; the sheet has all. */
const atFirst = 5;

/** What I take over from somebody: before all else, until I say that I have received it. */
export function Handovers() {
  const { api } = usePaths();
  const waiting = useGet<Page<Handover>>(api('handovers'), { waiting: true });
  return waiting.data?.items.map((handover) => <Received key={handover.id} handover={handover} />);
}

function Received({ handover }: { handover: Handover }) {
  const { t } = useTranslation('handovers');
  const { api, page } = usePaths();
  const record = useGet<HandoverRecord>(api(`handovers/${handover.id}`));
  const receive = useSend();
  return (
    <Section title={t('home.title', { name: handover.from })}>
      <div className="surface space-y-4 border-l-8 border-l-blue-900">
        <p>
          {t('home.lead', {
            area: handover.area.name,
            role: t(`common:role.${handover.role}`),
            day: formatDay(handover.endsOn),
          })}
        </p>
        <Loaded query={record} lines={3}>
          {({ note, items }) => (
            <>
              {note !== '' && <p className="prose-line whitespace-pre-wrap font-bold">{note}</p>}
              <ul>
                {items.slice(0, atFirst).map((item) => (
                  <li key={item.id} className="py-1">
                    {item.path === null ? (
                      item.title
                    ) : (
                      <Link to={page(item.path)} className="link inline-flex min-h-8 items-center">
                        {t('home.item', { kind: item.kind, title: item.title })}
                      </Link>
                    )}
                    {item.note !== '' && <p className="whitespace-pre-wrap pl-4">{t('noteIs', { note: item.note })}</p>}
                  </li>
                ))}
              </ul>
              {items.length > atFirst && <p>{t('home.more', { count: items.length - atFirst })}</p>}
            </>
          )}
        </Loaded>
        <SaveProblem error={receive.error} onReload={receive.reset} />
        <div className="flex flex-wrap gap-3">
          <ButtonLink kind="primary" to={page(`handovers/${handover.id}`)}>
            {t('home.open')}
          </ButtonLink>
          <Button
            busy={receive.isPending}
            onPress={() => receive.mutate({ path: api(`handovers/${handover.id}/receive`) })}
          >
            {t('receive')}
          </Button>
        </div>
      </div>
    </Section>
  );
}
