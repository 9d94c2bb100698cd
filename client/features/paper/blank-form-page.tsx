import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button } from '../../components/button.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { BlankForm } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { DateToFill, Sheet } from '../../print/sheet.tsx';
import { useSheetName } from '../../print/use-sheet-name.ts';

/** A form as a blank sheet of A4, as it will be printed. */
export function BlankFormPage() {
  const { key = '' } = useParams();
  const { api } = usePaths();
  const form = useGet<BlankForm>(api(`paper/forms/${key}`));
  return <Loaded query={form}>{(form) => <Blank {...form} />}</Loaded>;
}

function Blank({ form, paper }: BlankForm) {
  const { t } = useTranslation('paper');
  const { page } = usePaths();
  const { name, words } = useMunicipality();
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
            <Button kind="primary" onPress={() => window.print()}>
              {t('print')}
            </Button>
          }
        />
      </div>
      <Sheet paper={paper} from={name} office={words.office} version={version} dated={<DateToFill />} />
    </div>
  );
}
