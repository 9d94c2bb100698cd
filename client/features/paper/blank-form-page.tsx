import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button } from '../../components/button.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { getFile } from '../../lib/api.ts';
import type { BlankForm, ImportKinds } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { saveFile } from '../../lib/save-file.ts';
import { DateToFill, Sheet } from '../../print/sheet.tsx';
import { useSheetName } from '../../print/use-sheet-name.ts';

/** A form as a blank sheet of A4, as it will be printed. */
export function BlankFormPage() {
  const { key = '' } = useParams();
  const { api } = usePaths();
  const form = useGet<BlankForm>(api(`paper/forms/${key}`));
  return <Loaded query={form}>{(form) => <Blank {...form} />}</Loaded>;
}

function Blank({ form, paper, importedAs }: BlankForm) {
  const { t } = useTranslation('paper');
  const { page } = usePaths();
  const { name, words } = useMunicipality();
  const { api } = usePaths();
  const kinds = useGet<ImportKinds>(importedAs === null ? null : api('imports/kinds'));
  const mayImport = kinds.data?.some(({ key, can }) => key === importedAs && can) ?? false;
  const version = t('version', { number: form.number });
  useSheetName([paper.number, paper.name].filter(Boolean).join('　'));
  return (
    <div className="space-y-6">
      <div className="no-print">
        <Breadcrumb items={[{ name: t('list.title'), to: page('print') }, { name: paper.name }]} />
        <PageTitle
          title={t('blank.title', { name: paper.name })}
          lead={t('blank.lead')}
          actions={
            <>
              {importedAs !== null && <SheetButton formKey={form.key} />}
              <Button kind="primary" onPress={() => window.print()}>
                {t('print')}
              </Button>
            </>
          }
        />
        {importedAs !== null && (
          <p className="prose-line pt-4">
            {t('sheet.help')}
            {mayImport && (
              <Link className="link" to={page(`imports/${importedAs}`)}>
                {t('sheet.import')}
              </Link>
            )}
          </p>
        )}
      </div>
      <Sheet paper={paper} from={name} office={words.office} version={version} dated={<DateToFill />} />
    </div>
  );
}

/** The same form as a workbook to be filled in, a row for each record. */
function SheetButton({ formKey }: { formKey: string }) {
  const { t } = useTranslation('paper');
  const { api } = usePaths();
  const making = useMutation({
    mutationFn: async () => {
      const { name, content } = await getFile(api(`paper/forms/${formKey}/sheet`));
      saveFile(name, content, content.type);
    },
  });
  return (
    <>
      <Button busy={making.isPending} onPress={() => making.mutate()}>
        {t('sheet.get')}
      </Button>
      {making.error && <ProblemNotice error={making.error} />}
    </>
  );
}
