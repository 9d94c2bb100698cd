import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useSend } from '../../lib/queries.ts';
import type { ListOf } from './list-of.ts';
import type { ListFields } from './use-list-fields.ts';

/** Stands in the list's place while what was answered to a field before is gathered. */
export function Preparing({
  list,
  fields: { waiting },
  begins = false,
}: {
  list: ListOf;
  fields: ListFields;
  /** It is begun at once: somebody decided before that the list is drawn by these fields. */
  begins?: boolean;
}) {
  const { t } = useTranslation('lists');
  const send = useSend();
  const begun = useRef(false);
  const begin = () => send.mutate({ path: `${list.path}/fields`, body: { fields: waiting.map(({ field }) => field) } });
  useEffect(() => {
    if (!begins || begun.current) return;
    begun.current = true;
    begin();
  });
  return (
    <Notice title={t('fields.preparing')} announce>
      <p>{t('fields.preparingHelp', { fields: waiting.map(({ label }) => `「${label}」`).join('') })}</p>
      <Button busy={send.isPending} onPress={begin}>
        {t('fields.prepare')}
      </Button>
    </Notice>
  );
}
