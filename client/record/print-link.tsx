import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../components/button.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { getFile } from '../lib/api.ts';
import { usePaths } from '../lib/municipality.tsx';
import { saveFile } from '../lib/save-file.ts';

/** To what was answered of a record, as sheets of A4, and the record as a workbook, where whoever looks may have it (`mayWrite`). */
export function PrintLink({ kind, id, mayWrite = true }: { kind: string; id: string; mayWrite?: boolean }) {
  const { t } = useTranslation('paper');
  const { api, page } = usePaths();
  const making = useMutation({
    mutationFn: async () => {
      const { name, content } = await getFile(api(`paper/records/${kind}/${id}/sheet`));
      saveFile(name, content, content.type);
    },
  });
  return (
    <div className="no-print flex flex-wrap items-center gap-x-6 gap-y-2">
      <Link className="link inline-flex min-h-11 items-center" to={page(`print/records/${kind}/${id}`)}>
        {t('link')}
      </Link>
      {mayWrite && (
        <Button kind="text" className="max-sm:-ml-4" busy={making.isPending} onPress={() => making.mutate()}>
          {t('file')}
        </Button>
      )}
      {making.error && <ProblemNotice error={making.error} />}
    </div>
  );
}
