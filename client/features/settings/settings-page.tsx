import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ButtonLink } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { definitionPlace } from '../../lib/definition-place.ts';
import type { SettingsSummary } from '../../lib/contract.ts';
import { useDraftWords } from '../../lib/draft-words.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';

type Part = {
  /** Of its words, `part.{name}`. */
  name: string;
  to: string;
  /** The ability that opens it. */
  can: string;
  count?: (settings: SettingsSummary) => number;
  /** What waits there or is worth knowing, by its words. */
  notes?: (settings: SettingsSummary) => [what: string, count: number, isTrouble?: boolean][];
};

const ofKind = (kind: keyof SettingsSummary['kinds']): Pick<Part, 'count' | 'notes'> => ({
  count: ({ kinds }) => kinds[kind].keys,
  notes: ({ kinds }) => [
    ['drafts', kinds[kind].drafts],
    ['updates', kinds[kind].updates, true],
  ],
});

const groups: { name: string; parts: Part[] }[] = [
  {
    name: 'rules',
    parts: [
      { name: 'form', to: 'definitions?kind=form', can: 'definitions.create', ...ofKind('form') },
      { name: 'rules', to: 'rules', can: 'definitions.create', ...ofKind('rules') },
      { name: 'workflow', to: 'definitions?kind=workflow', can: 'definitions.create', ...ofKind('workflow') },
      { name: 'register', to: 'definitions?kind=register', can: 'definitions.create', ...ofKind('register') },
      {
        name: 'codes',
        to: 'codes',
        can: 'codes',
        count: ({ codes }) => codes,
        notes: ({ codesRetired }) => [['retired', codesRetired]],
      },
      { name: 'words', to: 'words', can: 'codes', count: ({ words }) => words },
      {
        name: 'practice',
        to: 'practice',
        can: 'codes',
        notes: ({ practice: { matching, coordinator } }) => [
          [matching ? 'matching' : 'noMatching', 1],
          [coordinator, 1],
        ],
      },
      {
        name: 'offline',
        to: 'offline',
        can: 'codes',
        notes: ({ offline }) => [[offline ? 'offlineOn' : 'offlineOff', 1]],
      },
      {
        name: 'postal-codes',
        to: 'postal-codes',
        can: 'codes',
        notes: ({ postalTables }) => [[postalTables > 0 ? 'postalLoaded' : 'postalNone', 1]],
      },
    ],
  },
  {
    name: 'people',
    parts: [
      { name: 'areas', to: 'areas', can: 'areas', count: ({ areas }) => areas },
      { name: 'councils', to: 'councils', can: 'areas', count: ({ councils }) => councils },
      {
        name: 'users',
        to: 'users',
        can: 'users',
        count: ({ users }) => users,
        notes: ({ accountsWaiting }) => [['accountsWaiting', accountsWaiting, true]],
      },
      { name: 'sign-in', to: 'sign-in', can: 'codes', count: ({ secondFactorRoles }) => secondFactorRoles },
    ],
  },
  {
    name: 'records',
    parts: [
      {
        name: 'audit',
        to: 'audit',
        can: 'audit',
        count: ({ audit }) => audit,
        notes: ({ effectsFailed }) => [['effectsFailed', effectsFailed, true]],
      },
      {
        name: 'retention',
        to: 'retention',
        can: 'codes',
        count: ({ erasureLists }) => erasureLists,
        notes: ({ erasureListsWaiting, retentionUnset }) => [
          ['erasureListsWaiting', erasureListsWaiting, true],
          ['retentionUnset', retentionUnset, true],
        ],
      },
      { name: 'decisions', to: 'decisions', can: 'definitions.create', count: ({ decisions }) => decisions },
      { name: 'facts', to: 'facts', can: 'definitions.create', count: ({ facts }) => facts },
    ],
  },
];

/** What an administrator sets up: drafts to go on with, and each place with what it holds and what waits there. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const { can } = useMunicipality();
  const query = useGet<SettingsSummary>(can['codes'] ? api('settings') : null);
  return (
    <div className="space-y-10">
      <PageTitle title={t('title')} />
      {can['codes'] && (
        <Loaded query={query}>{(settings) => settings.drafts.length > 0 && <Drafts settings={settings} />}</Loaded>
      )}
      {groups.map(({ name, parts }) => {
        const open = parts.filter((part) => can[part.can]);
        return (
          open.length > 0 && (
            <Section key={name} title={t(`group.${name}`)}>
              <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
                {open.map((part) => (
                  <Card key={part.name} part={part} settings={query.data} />
                ))}
              </ul>
            </Section>
          )
        );
      })}
    </div>
  );
}

function Card({ part, settings }: { part: Part; settings: SettingsSummary | undefined }) {
  const { t, i18n } = useTranslation('settings');
  const { page } = usePaths();
  const count = settings && part.count?.(settings);
  const notes = (settings && part.notes?.(settings).filter(([, waiting]) => waiting > 0)) ?? [];
  const shown = count === undefined ? undefined : Math.min(count, settings?.most ?? count);
  return (
    <li className="surface relative space-y-1 hover:bg-blue-50">
      <div className="flex items-baseline justify-between gap-4">
        <h3 className="text-[1rem]">
          <Link className="link font-bold after:absolute after:inset-0" to={page(`settings/${part.to}`)}>
            {t(`part.${part.name}.title`)}
          </Link>
        </h3>
        {shown !== undefined && (
          <p className="whitespace-nowrap">
            <span className="text-[1.25rem] font-bold tabular-nums">{shown.toLocaleString(i18n.language)}</span>{' '}
            <span className="text-dns-14N-130 text-solid-gray-700">
              {t(`part.${part.name}.unit`, { count: shown })}
              {count !== shown && t('more')}
            </span>
          </p>
        )}
      </div>
      <p>{t(`part.${part.name}.help`)}</p>
      {notes.length > 0 && (
        <ul className="flex flex-wrap gap-x-4 text-dns-14N-130">
          {notes.map(([what, waiting, isTrouble]) => (
            <li key={what} className={isTrouble ? 'font-bold text-orange-1000' : 'text-solid-gray-700'}>
              {isTrouble && <Icon name="warn" className="mr-1 size-4 align-text-bottom" />}
              {t(`note.${what}`, { count: waiting })}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Drafts({ settings: { drafts, kinds } }: { settings: SettingsSummary }) {
  const { t } = useTranslation('settings');
  const { page } = usePaths();
  const say = useDraftWords();
  const count = Object.values(kinds).reduce((sum, kind) => sum + kind.drafts, 0);
  return (
    <Section title={t('goOn.title', { count })}>
      <ul className="divide-y divide-solid-gray-420 rounded-8 border border-solid-gray-420">
        {drafts.map(({ kind, key, name, number, draft, against }, index) => {
          const ready = against === 0;
          const at = definitionPlace({ kind, key });
          return (
            <li key={`${kind} ${key}`} className="flex flex-wrap items-center gap-x-6 gap-y-2 p-4">
              <p className="w-20 text-solid-gray-700">{t(`definitionKind.${kind}`)}</p>
              <div className="min-w-60 flex-1">
                <p>
                  <Link className="link font-bold" to={page(at)}>
                    {name}
                  </Link>
                  {'　'}
                  {t('definition.number', { number })}
                </p>
                <p className="text-dns-14N-130 text-solid-gray-700">{say(draft)}</p>
              </div>
              <Standing ready={ready}>{ready ? t('goOn.ready') : t('goOn.against', { count: against })}</Standing>
              <ButtonLink
                kind={index === 0 ? 'primary' : 'secondary'}
                to={page(`${at}${ready ? '/publish' : ''}`)}
                label={t(ready ? 'goOn.publishOne' : 'goOn.writeOne', { name })}
              >
                {t(ready ? 'goOn.publish' : 'goOn.write')}
              </ButtonLink>
            </li>
          );
        })}
      </ul>
      {count > drafts.length && <p>{t('goOn.others', { count: count - drafts.length })}</p>}
    </Section>
  );
}

function Standing({ ready, children }: { ready: boolean; children: ReactNode }) {
  return (
    <p className={`flex items-center gap-1 ${ready ? 'text-green-900' : 'font-bold text-red-1000'}`}>
      <Icon name={ready ? 'success' : 'error'} className="size-5" />
      {children}
    </p>
  );
}
