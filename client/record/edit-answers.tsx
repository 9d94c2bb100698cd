import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Breadcrumb } from '../components/breadcrumb.tsx';
import { NotAllowedPage } from '../components/error-pages.tsx';
import { Loaded } from '../components/loaded.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { AnswerForm } from '../forms/answer-form.tsx';
import type { LocalForm } from '../lib/contract.ts';
import { useSend, type useGet } from '../lib/queries.ts';

type Props<F> = {
  title: string;
  lead?: ReactNode;
  /** The pages above this one; the record's own comes last. */
  above: { name: string; to: string }[];
  /** The record below `/api`; what is corrected is sent there. */
  path: string;
  /** Where the record is read. */
  back: string;
  /** What it was begun with; null for who may not change it. */
  record: { id: string; version: number; given: Record<string, unknown> | null };
  /** The form, or what it comes in. */
  query: ReturnType<typeof useGet<F>>;
  formOf: (loaded: F) => LocalForm;
};

/** The page on which what a record was begun with is corrected or completed. */
export function EditAnswers<F>({ title, lead, above, path, back, record, query, formOf }: Props<F>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const save = useSend();
  const { given } = record;
  if (given === null) return <NotAllowedPage />;
  return (
    <div className="max-w-180 space-y-8">
      <div>
        <Breadcrumb items={[...above, { name: title }]} />
        <PageTitle title={title} lead={lead} />
      </div>
      <Loaded query={query} lines={8}>
        {(loaded) => (
          <AnswerForm
            form={formOf(loaded)}
            record={record.id}
            isWindowOnly
            initial={given}
            submitLabel={t('action.save')}
            onSubmit={async (answers) => {
              await save.mutateAsync({ method: 'PATCH', path, body: { answers }, version: record.version });
              void navigate(back);
            }}
            onCancel={() => void navigate(back)}
          />
        )}
      </Loaded>
    </div>
  );
}
