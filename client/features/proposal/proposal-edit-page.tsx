import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { NotAllowedPage } from '../../components/error-pages.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { AnswerForm } from '../../forms/answer-form.tsx';
import type { ProposalForm, ProposalRecord } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';

/** Going on with a draft. */
export function ProposalEditPage() {
  const { t } = useTranslation('proposals');
  const { id = '' } = useParams();
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const proposal = useGet<ProposalRecord>(api(`proposals/${id}`));
  const form = useGet<ProposalForm>(proposal.data ? api('proposals/form') : null, {
    council: proposal.data?.from.id,
    kind: proposal.data?.kind,
  });
  const save = useSend();
  const back = page(`proposals/${id}`);
  return (
    <Loaded query={proposal}>
      {(writing) =>
        writing.given === null ? (
          <NotAllowedPage />
        ) : (
          <div className="max-w-180 space-y-8">
            <div>
              <Breadcrumb
                items={[
                  { name: t('list.title'), to: page('proposals') },
                  { name: t('numbered', { number: writing.number, title: writing.title }), to: back },
                  { name: t('edit') },
                ]}
              />
              <PageTitle title={t('edit')} />
            </div>
            <Loaded query={form} lines={8}>
              {(form) => (
                <AnswerForm
                  form={form.form}
                  record={id}
                  isWindowOnly
                  initial={writing.given ?? {}}
                  submitLabel={t('common:action.save')}
                  onSubmit={async (answers) => {
                    await save.mutateAsync({
                      method: 'PATCH',
                      path: api(`proposals/${id}`),
                      body: { answers },
                      version: writing.version,
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
