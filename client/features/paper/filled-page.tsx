import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import type { FilledSheets } from '../../lib/contract.ts';
import { formatDay, formatInstant, toDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { Sheet } from '../../print/sheet.tsx';
import { useSheetName } from '../../print/use-sheet-name.ts';

/** What was answered of a record on the sheets of its forms, each in the version of then: all of them, or the one that was chosen. */
export function FilledPage() {
  const { kind = '', id = '' } = useParams();
  const { api } = usePaths();
  const before = useSearchParams()[0].get('before');
  const filled = useGet<FilledSheets>(
    api(`paper/records/${kind}/${id}${before ? `?before=${encodeURIComponent(before)}` : ''}`),
  );
  return <Loaded query={filled}>{(filled) => <Filled {...filled} />}</Loaded>;
}

function Filled({ record, sheets, older }: FilledSheets) {
  const { t } = useTranslation('paper');
  const { page } = usePaths();
  const { name, words } = useMunicipality();
  const [search, setSearch] = useSearchParams();
  const chosen = sheets.find(({ id }) => id === search.get('sheet'));
  const shown = chosen ? [chosen] : sheets;
  useSheetName([chosen?.paper.number, chosen?.paper.name, record.title].filter(Boolean).join('　'));
  return (
    <div className="space-y-6">
      <div className="no-print space-y-4">
        <Breadcrumb
          items={[{ name: record.title, to: page(`${record.page}/${record.id}`) }, { name: t('filled.name') }]}
        />
        <PageTitle
          title={t('filled.title', { title: record.title })}
          lead={t('filled.lead')}
          actions={
            sheets.length > 0 && (
              <Button kind="primary" onPress={() => window.print()}>
                {t('print')}
              </Button>
            )
          }
        />
        {sheets.length > 1 && (
          <Select
            className="w-full sm:w-110"
            label={t('filled.which')}
            value={chosen?.id ?? ''}
            empty={t('filled.all', { count: sheets.length })}
            choices={sheets.map(({ id, paper, answeredAt }) => ({
              value: id,
              label: t('filled.one', { name: paper.name, day: formatDay(toDay(answeredAt)) }),
            }))}
            onChange={(sheet) =>
              setSearch(
                (now) => {
                  now.delete('sheet');
                  if (sheet) now.set('sheet', sheet);
                  return now;
                },
                { replace: true },
              )
            }
          />
        )}
        {older && (
          <p>
            <Link to={`?before=${older}`}>{t('filled.older')}</Link>
          </p>
        )}
      </div>
      {sheets.length === 0 && <EmptyState title={t('filled.none')} />}
      {shown.map(({ id, form, paper, answeredAt, answeredBy }) => (
        <Sheet
          key={id}
          paper={paper}
          from={name}
          office={words.office}
          version={t('version', { number: form.number })}
          dated={
            <>
              <p>{record.title}</p>
              <p>{t('answered', { at: formatInstant(answeredAt), by: answeredBy ?? t('nobody') })}</p>
            </>
          }
        />
      ))}
    </div>
  );
}
