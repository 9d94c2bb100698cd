import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { AnswerList, KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import type { DataRecord, RegisterWhole } from '../../lib/contract.ts';
import { formatDay, formatInstant, toDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { Explanation } from '../../record/explanation.tsx';
import { PrintLink } from '../../record/print-link.tsx';
import { StateBadge } from '../../record/state-badges.tsx';
import { StepsPanel } from '../../record/steps-panel.tsx';
import { Story } from '../../record/story.tsx';
import { Ties } from '../../record/ties.tsx';
import { useRegister } from './use-register.ts';

const Diagram = lazy(() => import('../../record/diagram.tsx').then((module) => ({ default: module.Diagram })));

/** A record of a register: where it stands, what can be done next, what was answered, and its history. */
export function RegisterRecordPage() {
  const { id = '' } = useParams();
  const { register, records } = useRegister();
  const record = useGet<DataRecord>(`${records}/${id}`);
  return (
    <Loaded query={register}>
      {(register) => <Loaded query={record}>{(record) => <RecordView register={register} record={record} />}</Loaded>}
    </Loaded>
  );
}

function RecordView({ register, record }: { register: RegisterWhole; record: DataRecord }) {
  const { t } = useTranslation('registers');
  const { page } = usePaths();
  const { pages, records } = useRegister();
  const { standing } = record;
  const title = record.title === null ? record.number : t('numbered', { number: record.number, title: record.title });
  return (
    <div className="space-y-10">
      <div className="space-y-6">
        <div>
          <Breadcrumb
            items={[{ name: t('title'), to: page('registers') }, { name: register.name, to: pages }, { name: title }]}
          />
          <PageTitle
            title={title}
            aside={<StateBadge standing={standing} />}
            lead={<p>{standing.meaning}</p>}
            actions={record.can['change'] && <ButtonLink to={`${pages}/${record.id}/edit`}>{t('edit')}</ButtonLink>}
          />
        </div>
        <KeyFacts
          facts={[
            { label: t('column.area'), value: record.area.name },
            { label: t('column.since'), value: formatInstant(standing.since) },
            { label: t('column.begun'), value: formatDay(toDay(record.createdAt)) },
          ]}
        />
      </div>
      <div className="grid gap-10 lg:grid-cols-[3fr_2fr]">
        <Section title={t('answers')}>
          {record.given === null && <p>{t('partly')}</p>}
          <AnswerList answers={record.answers} />
          {record.became.length > 0 && (
            <>
              <h3 className="font-bold">{t('became')}</h3>
              <ul className="list-disc pl-6">
                {record.became.map(({ kind, title, path }) => (
                  <li key={path}>
                    {t('becameWhat', { kind })}
                    <Link to={page(path)} className="link">
                      {title}
                    </Link>
                  </li>
                ))}
              </ul>
            </>
          )}
        </Section>
        <Section title={t('next')}>
          {standing.todo && <p>{standing.todo}</p>}
          <StepsPanel
            steps={record.steps}
            path={`${records}/${record.id}`}
            kind={register.kind}
            version={record.version}
            nothing={t('nothingNext')}
          />
        </Section>
      </div>
      {record.advice && (
        <Section title={t('advice')}>
          <p>{t('adviceBy', { name: record.advice.ruleSet.name })}</p>
          <Explanation explanation={record.advice} />
        </Section>
      )}
      <Ties kind={register.kind} id={record.id} />
      <PrintLink kind={register.kind} id={record.id} mayWrite={record.can['export']} />
      <Section title={t('way')}>
        <Suspense fallback={<Skeleton />}>
          <Diagram diagram={record.diagram} />
        </Suspense>
      </Section>
      <Disclosure printed title={t('story')}>
        <Story happenings={record.story} />
      </Disclosure>
    </div>
  );
}
