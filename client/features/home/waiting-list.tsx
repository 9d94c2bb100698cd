import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Section } from '../../components/page-title.tsx';
import type { Home } from '../../lib/contract.ts';
import { formatDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';

type Waiting = Home['waiting'][number];

/** Enough for one look; what is late or urgent is always shown. */
const atFirst = 8;
const dayMs = 86_400_000;

const presses = (waiting: Waiting): boolean => waiting.late || waiting.urgency === 'high';

/** What waits for the asker, in the server's order (late, urgent, then by when it is due), each with its one action. */
export function WaitingList({ waiting }: { waiting: Waiting[] }) {
  const { t } = useTranslation('home');
  const [all, setAll] = useState(false);
  if (waiting.length === 0)
    return (
      <Section title={t('waiting.title')}>
        <NothingWaits />
      </Section>
    );
  const shown = all ? waiting : waiting.slice(0, Math.max(atFirst, waiting.filter(presses).length));
  return (
    <Section title={t('waiting.titleCount', { count: waiting.length })}>
      <ul className="space-y-3">
        {shown.map((waiting, index) => (
          <Item key={`${waiting.path}.${index}`} waiting={waiting} main={index === 0} />
        ))}
      </ul>
      {shown.length < waiting.length && (
        <Button onPress={() => setAll(true)}>{t('waiting.more', { count: waiting.length - shown.length })}</Button>
      )}
    </Section>
  );
}

function Item({ waiting, main }: { waiting: Waiting; main: boolean }) {
  const { t } = useTranslation('home');
  const { page } = usePaths();
  return (
    <li
      className={`surface flex flex-wrap items-center justify-between gap-x-6 gap-y-3 ${waiting.late ? 'border-l-8 border-l-red-900' : ''}`}
    >
      <div className="min-w-0 flex-1 basis-72 space-y-1">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {waiting.late && <Badge tone="bad">{t('late')}</Badge>}
          {waiting.urgency === 'high' && <Badge tone="attention">{t('urgent')}</Badge>}
          {waiting.since && <Since day={waiting.since} />}
          {waiting.dueOn && !waiting.late && (
            <span className="text-dns-14N-130 text-solid-gray-700">{t('due', { day: formatDay(waiting.dueOn) })}</span>
          )}
        </p>
        <p className="font-bold wrap-anywhere">{waiting.text}</p>
      </div>
      <ButtonLink to={page(waiting.path)} kind={main ? 'primary' : 'secondary'}>
        {waiting.action}
      </ButtonLink>
    </li>
  );
}

function Since({ day }: { day: string }) {
  const { t } = useTranslation('home');
  const { today } = useMunicipality();
  const days = Math.round((Date.parse(today) - Date.parse(day)) / dayMs);
  return (
    <span className="text-dns-14N-130 text-solid-gray-700">
      {days === 0
        ? t('since.today', { day: formatDay(day) })
        : t(days > 0 ? 'since.ago' : 'since.ahead', { day: formatDay(day), count: Math.abs(days) })}
    </span>
  );
}

function NothingWaits() {
  const { t } = useTranslation('home');
  const { can } = useMunicipality();
  const { page } = usePaths();
  const ways = (
    [
      ['needs.create', 'needs/new', 'needNew'],
      ['needs', 'needs?state=open', 'needs'],
      ['councils', 'councils', 'councils'],
      ['services', 'services', 'services'],
    ] as const
  ).filter(([ability]) => can[ability]);
  return (
    <EmptyState title={t('waiting.empty')}>
      <p>{t('waiting.emptyHelp')}</p>
      <div className="flex flex-wrap gap-3">
        {ways.map(([, path, text]) => (
          <ButtonLink key={path} to={page(path)}>
            {t(`way.${text}`)}
          </ButtonLink>
        ))}
      </div>
    </EmptyState>
  );
}
