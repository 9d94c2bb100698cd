import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Loaded } from '../../components/loaded.tsx';
import type { LocalForm, NeedRecord } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { EditAnswers } from '../../record/edit-answers.tsx';

/** Corrects or completes what was taken in. */
export function NeedEditPage() {
  const { t } = useTranslation('needs');
  const { id = '' } = useParams();
  const { api, page } = usePaths();
  const need = useGet<NeedRecord>(api(`needs/${id}`));
  const form = useGet<LocalForm>(api('needs/form'), { need: id });
  const back = page(`needs/${id}`);
  return (
    <Loaded query={need}>
      {(need) => (
        <EditAnswers
          title={t('edit.title')}
          lead={<p>{t('edit.lead')}</p>}
          above={[
            { name: t('list.title'), to: page('needs') },
            { name: t('numbered', { number: need.number, title: need.title }), to: back },
          ]}
          path={api(`needs/${id}`)}
          back={back}
          record={need}
          query={form}
          formOf={(form) => form}
        />
      )}
    </Loaded>
  );
}
