import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Loaded } from '../../components/loaded.tsx';
import type { DataRecord, LocalForm } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { EditAnswers } from '../../record/edit-answers.tsx';
import { useRegister } from './use-register.ts';

/** Correcting what a record was begun with; what stood there before stays in its history. */
export function RegisterEditPage() {
  const { t } = useTranslation('registers');
  const { id = '' } = useParams();
  const { page } = usePaths();
  const { register, pages, records, form: formPath } = useRegister();
  const record = useGet<DataRecord>(`${records}/${id}`);
  const form = useGet<LocalForm>(record.data?.can['change'] ? formPath : null);
  const back = `${pages}/${id}`;
  return (
    <Loaded query={record}>
      {(record) => (
        <EditAnswers
          title={t('edit')}
          above={[
            { name: t('title'), to: page('registers') },
            { name: register.data?.name ?? '', to: pages },
            { name: record.title ?? record.number, to: back },
          ]}
          path={`${records}/${id}`}
          back={back}
          record={{ ...record, given: record.can['change'] ? record.given : null }}
          query={form}
          formOf={(form) => form}
        />
      )}
    </Loaded>
  );
}
