import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Breadcrumb } from '../components/breadcrumb.tsx';
import { NotAllowedPage } from '../components/error-pages.tsx';
import { Checkbox } from '../components/choice-group.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { AnswerForm } from '../forms/answer-form.tsx';
import { AsideList, ChangeList } from '../forms/form-changes.tsx';
import type { DataRecord, LocalForm } from '../lib/contract.ts';
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
  record: {
    id: string;
    version: number;
    given: Record<string, unknown> | null;
    /** What became of its answers where the form has changed since. */
    moved?: DataRecord['moved'];
  };
  /** The form, or what it comes in. */
  query: ReturnType<typeof useGet<F>>;
  formOf: (loaded: F) => LocalForm;
};

/** The page on which what a record was begun with is corrected or completed. */
export function EditAnswers<F>({ title, lead, above, path, back, record, query, formOf }: Props<F>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const save = useSend();
  const { given, moved } = record;
  const [mayDrop, setMayDrop] = useState(false);
  if (given === null) return <NotAllowedPage />;
  return (
    <div className="max-w-180 space-y-8">
      <div>
        <Breadcrumb items={[...above, { name: title }]} />
        <PageTitle title={title} lead={lead} />
      </div>
      {moved && <MovedNotice moved={moved} mayDrop={mayDrop} onMayDrop={setMayDrop} />}
      <Loaded query={query} lines={8}>
        {(loaded) => (
          <AnswerForm
            form={formOf(loaded)}
            record={record.id}
            isWindowOnly
            initial={moved?.answers ?? given}
            submitLabel={t('action.save')}
            onSubmit={async (answers) => {
              await save.mutateAsync({
                method: 'PATCH',
                path,
                body: { answers, ...(moved && mayDrop && { drop: moved.form }) },
                version: record.version,
              });
              void navigate(back);
            }}
            onCancel={() => void navigate(back)}
          />
        )}
      </Loaded>
    </div>
  );
}

type MovedProps = {
  moved: NonNullable<DataRecord['moved']>;
  mayDrop: boolean;
  onMayDrop: (mayDrop: boolean) => void;
};

/** It stands while the form is filled in, so that what goes can be copied from it. */
function MovedNotice({ moved: { asks, aside }, mayDrop, onMayDrop }: MovedProps) {
  const { t } = useTranslation('form');
  if (asks.length === 0) return null;
  return (
    <div className="space-y-4">
      <Notice tone="warn" title={t('moved.changed')}>
        <p>{t('moved.changedHelp')}</p>
        <ChangeList changes={asks} />
      </Notice>
      {aside.length > 0 && (
        <Notice tone="warn" title={t('moved.aside')}>
          <p>{t('moved.asideHelp')}</p>
          <AsideList aside={aside} />
          <Checkbox label={t('moved.drop')} value={mayDrop} onChange={onMayDrop} />
        </Notice>
      )}
    </div>
  );
}
