import { useTranslation } from 'react-i18next';
import { Disclosure } from '../components/disclosure.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { AnswerList } from '../components/key-facts.tsx';
import type { Happening } from '../lib/contract.ts';
import { formatDay, formatInstant } from '../lib/dates.ts';
import { isObject } from '../lib/is-object.ts';
import { Explanation } from './explanation.tsx';

/** A record's story, newest first: when, who (the person behind what the system did), what, with which answers and which decision. */
export function Story({ happenings }: { happenings: Happening[] }) {
  const { t } = useTranslation();
  if (happenings.length === 0) return <EmptyState title={t('story.empty')} />;
  return (
    <ol className="ml-2 border-l-2 border-solid-gray-420">
      {happenings.map((happening) => (
        <li key={happening.id} className="relative pb-6 pl-6 last:pb-0">
          <span
            aria-hidden="true"
            className="absolute top-2 -left-[7px] size-3 rounded-full border-2 border-blue-900 bg-white"
          />
          <p className="text-dns-14N-130 text-solid-gray-700">
            <time dateTime={happening.at}>{formatInstant(happening.at)}</time>
            {'\u3000'}
            {typeof happening.details?.['by'] === 'string' ? happening.details['by'] : happening.by}
          </p>
          <p className="font-bold">{happening.name}</p>
          {happening.from !== happening.to && (
            <p>
              {happening.from
                ? t('story.moved', { from: happening.from, to: happening.to })
                : t('story.started', { to: happening.to })}
            </p>
          )}
          <Details details={happening.details ?? {}} />
          {happening.answers.length > 0 && (
            <Disclosure
              printed
              title={
                happening.form
                  ? t('story.answers', { form: happening.form.name, number: happening.form.number })
                  : t('story.answersPlain')
              }
            >
              <AnswerList answers={happening.answers} />
            </Disclosure>
          )}
          {happening.decision && <Explanation explanation={happening.decision} />}
        </li>
      ))}
    </ol>
  );
}

/** What is told beside a step: whose service, why, how many candidates were looked at. */
function Details({ details }: { details: Record<string, unknown> }) {
  const { t } = useTranslation();
  const { service, organisation, reason, candidates, behalf, council, needs } = details;
  return (
    <>
      {typeof service === 'string' && <p>{t('story.service', { service, organisation })}</p>}
      {typeof reason === 'string' && <p className="prose-line whitespace-pre-wrap">{t('story.reason', { reason })}</p>}
      {typeof council === 'string' && typeof needs === 'number' && <p>{t('story.joined', { council, needs })}</p>}
      {typeof behalf === 'string' && <p>{t('story.behalf', { how: t(`steps.way.${behalf}`, behalf) })}</p>}
      <Consent {...details} />
      {typeof candidates === 'number' && <p>{t('story.candidates', { count: candidates })}</p>}
    </>
  );
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** What somebody agreed to when asked, or why a record is told without that. */
function Consent({ consent, override }: { consent?: unknown; override?: unknown }) {
  const { t } = useTranslation();
  const scopes = (names: unknown): string =>
    listOf(names)
      .map((name) => t(`needs:consentScope.${name}`, name))
      .join(t('list.separator'));
  return (
    <>
      {isObject(consent) && (
        <>
          <p>
            {t('story.asked', {
              day: formatDay(String(consent['askedOn'])),
              by: consent['askedBy'],
              how: t(`needs:consent.way.${String(consent['how'])}`),
            })}
          </p>
          <p>{consent['given'] ? t('story.agreed', { to: scopes(consent['scope']) }) : t('story.declined')}</p>
          {typeof consent['note'] === 'string' && <p className="prose-line whitespace-pre-wrap">{consent['note']}</p>}
        </>
      )}
      {isObject(override) && (
        <>
          <p>{t('story.overridden', { to: scopes([override['scope']]) })}</p>
          <p className="prose-line whitespace-pre-wrap">{String(override['reason'])}</p>
        </>
      )}
    </>
  );
}
