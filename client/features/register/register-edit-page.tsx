import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { NotAllowedPage } from '../../components/error-pages.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { AnswerForm } from '../../forms/answer-form.tsx';
import type { DataRecord, LocalForm } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { useRegister } from './use-register.ts';

/** Correcting what a record was begun with; what stood there before stays in its history. */
export function RegisterEditPage() {
  const { t } = useTranslation('registers');
  const { id = '' } = useParams();
  const { page } = usePaths();
  const { register, pages, records, form: formPath } = useRegister();
  const navigate = useNavigate();
  const record = useGet<DataRecord>(`${records}/${id}`);
  const form = useGet<LocalForm>(record.data?.can['change'] ? formPath : null);
  const save = useSend();
  const back = `${pages}/${id}`;
  return (
    <Loaded query={record}>
      {(record) =>
        record.given === null || !record.can['change'] ? (
          <NotAllowedPage />
        ) : (
          <div className="max-w-180 space-y-8">
            <div>
              <Breadcrumb
                items={[
                  { name: t('title'), to: page('registers') },
                  { name: register.data?.name ?? '', to: pages },
                  { name: record.title ?? record.number, to: back },
                  { name: t('edit') },
                ]}
              />
              <PageTitle title={t('edit')} />
            </div>
            <Loaded query={form} lines={8}>
              {(form) => (
                <AnswerForm
                  form={form}
                  record={id}
                  isWindowOnly
                  initial={record.given ?? {}}
                  submitLabel={t('common:action.save')}
                  onSubmit={async (answers) => {
                    await save.mutateAsync({
                      method: 'PATCH',
                      path: `${records}/${id}`,
                      body: { answers },
                      version: record.version,
                    });
                    void navigate(back);
                  }}
                  onCancel={() => void navigate(back)}
                />
              )}
            </Loaded>
          </div>
        )
      }
    </Loaded>
  );
}
