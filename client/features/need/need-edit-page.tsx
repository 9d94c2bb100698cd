import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { NotAllowedPage } from '../../components/error-pages.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { AnswerForm } from '../../forms/answer-form.tsx';
import type { LocalForm, NeedRecord } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';

/** Corrects or completes what was taken in. */
export function NeedEditPage() {
  const { t } = useTranslation('needs');
  const { id = '' } = useParams();
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const need = useGet<NeedRecord>(api(`needs/${id}`));
  const form = useGet<LocalForm>(api('needs/form'), { need: id });
  const save = useSend();
  const back = page(`needs/${id}`);
  return (
    <Loaded query={need}>
      {(need) =>
        need.given === null ? (
          <NotAllowedPage />
        ) : (
          <div className="max-w-180 space-y-8">
            <div>
              <Breadcrumb
                items={[
                  { name: t('list.title'), to: page('needs') },
                  { name: t('numbered', { number: need.number, title: need.title }), to: back },
                  { name: t('edit.title') },
                ]}
              />
              <PageTitle title={t('edit.title')} lead={<p>{t('edit.lead')}</p>} />
            </div>
            <Loaded query={form} lines={8}>
              {(form) => (
                <AnswerForm
                  form={form}
                  record={id}
                  isWindowOnly
                  initial={need.given ?? {}}
                  submitLabel={t('common:action.save')}
                  onSubmit={async (answers) => {
                    await save.mutateAsync({
                      method: 'PATCH',
                      path: api(`needs/${id}`),
                      body: { answers },
                      version: need.version,
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
