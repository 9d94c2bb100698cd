import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Loaded } from '../../components/loaded.tsx';
import type { ProposalForm, ProposalRecord } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { EditAnswers } from '../../record/edit-answers.tsx';

/** Going on with a draft. */
export function ProposalEditPage() {
  const { t } = useTranslation('proposals');
  const { id = '' } = useParams();
  const { api, page } = usePaths();
  const proposal = useGet<ProposalRecord>(api(`proposals/${id}`));
  const form = useGet<ProposalForm>(proposal.data ? api('proposals/form') : null, {
    council: proposal.data?.from.id,
    kind: proposal.data?.kind,
  });
  const back = page(`proposals/${id}`);
  return (
    <Loaded query={proposal}>
      {(writing) => (
        <EditAnswers
          title={t('edit')}
          above={[
            { name: t('list.title'), to: page('proposals') },
            { name: t('numbered', { number: writing.number, title: writing.title }), to: back },
          ]}
          path={api(`proposals/${id}`)}
          back={back}
          record={writing}
          query={form}
          formOf={({ form }) => form}
        />
      )}
    </Loaded>
  );
}
