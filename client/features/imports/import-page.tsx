import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { MissingPage, NotAllowedPage } from '../../components/error-pages.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import type { ImportKinds } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { CheckStep } from './check-step.tsx';
import { ConfirmStep } from './confirm-step.tsx';
import { FileStep } from './file-step.tsx';
import { MappingStep } from './mapping-step.tsx';
import { PastImports } from './past-imports.tsx';
import { ResultStep } from './result-step.tsx';
import { StepNames } from './step-names.tsx';
import { useImport } from './use-import.ts';
import type { Step } from './use-import.ts';

const parts = {
  file: FileStep,
  mapping: MappingStep,
  check: CheckStep,
  confirm: ConfirmStep,
  result: ResultStep,
} as const satisfies Record<Step, unknown>;

/** Bringing in a list, step by step; nothing is imported before the last. */
export function ImportPage() {
  const { kind } = useParams();
  const { api } = usePaths();
  const kinds = useGet<ImportKinds>(api('imports/kinds'));
  return (
    <Loaded query={kinds}>
      {(known) => {
        const list = known.find(({ key }) => key === (kind ?? 'services'));
        if (!list) return <MissingPage />;
        if (!list.can) return <NotAllowedPage />;
        return <Steps key={list.key} kind={list.key} list={list.page} name={list.name} />;
      }}
    </Loaded>
  );
}

/** `name`: of a register that the city has made itself. */
function Steps({ kind, list, name }: { kind: string; list: string; name: string | null }) {
  const { t } = useTranslation('imports');
  const { page } = usePaths();
  const work = useImport(kind, list, name);
  const say = (what: 'title' | 'lead') => (name === null ? t(`${what}.${kind}`) : t(`${what}.register`, { name }));
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) {
      heading.current?.focus();
      window.scrollTo(0, 0);
    }
    moved.current = true;
  }, [work.step]);
  const Part = parts[work.step];
  return (
    <div className="space-y-8">
      <div>
        <Breadcrumb items={[{ name: name ?? t(`from.${kind}`), to: page(list) }, { name: say('title') }]} />
        <PageTitle title={say('title')} lead={<p>{say('lead')}</p>} />
      </div>
      <StepNames work={work} />
      <section className="space-y-6" aria-labelledby="import-step">
        <h2 id="import-step" ref={heading} tabIndex={-1} className="outline-none">
          {t(`step.${work.step}`)}
        </h2>
        {work.error && <ProblemNotice error={work.error} />}
        {work.busy && !work.preview && work.step !== 'file' && work.step !== 'result' && <Skeleton lines={3} />}
        <Part work={work} />
      </section>
      {(work.step === 'file' || work.step === 'result') && <PastImports kind={kind} />}
    </div>
  );
}
