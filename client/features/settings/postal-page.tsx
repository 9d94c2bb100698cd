import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { describedBy, FieldFrame } from '../../components/field.tsx';
import { KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { ApiProblem } from '../../lib/api.ts';
import type { PostalTable, PostalTableRead } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { SettingsTitle } from './settings-title.tsx';

/** The table of postal codes: what is loaded, and another in its place, looked at before. */
export function PostalPage() {
  const { t, i18n } = useTranslation('settings');
  const { api } = usePaths();
  const loaded = useGet<PostalTable>(api('postal-codes'));
  const count = (number: number) => number.toLocaleString(i18n.language);
  return (
    <div className="max-w-200 space-y-8">
      <SettingsTitle part="postal-codes" />
      <Loaded query={loaded}>
        {({ table }) =>
          table ? (
            <KeyFacts
              facts={[
                { label: t('postal.loadedAt'), value: formatInstant(table.loadedAt) },
                { label: t('postal.loadedBy'), value: table.loadedBy ?? '―' },
                { label: t('postal.codes'), value: count(table.codes) },
                { label: t('postal.towns'), value: count(table.towns) },
              ]}
            />
          ) : (
            <Notice tone="info" title={t('postal.none')}>
              {t('postal.noneHelp')}
            </Notice>
          )
        }
      </Loaded>
      <Section title={t('postal.load')}>
        <LoadTable />
      </Section>
    </div>
  );
}

function LoadTable() {
  const { t, i18n } = useTranslation('settings');
  const { api } = usePaths();
  const id = useId();
  const check = useSend<PostalTableRead>();
  const load = useSend<PostalTableRead>();
  const [file, setFile] = useState<File | null>(null);
  const put = (save: typeof check, body: File, only: 'yes' | 'no') =>
    save.mutate({ method: 'PUT', path: api('postal-codes'), body, query: { check: only } });
  const choose = (chosen: File | undefined) => {
    check.reset();
    load.reset();
    setFile(chosen ?? null);
    if (chosen) put(check, chosen, 'yes');
  };
  const wrong = check.error instanceof ApiProblem ? check.error.problem.issues?.[0]?.message : undefined;
  const count = (number: number) => number.toLocaleString(i18n.language);
  return (
    <div className="space-y-6">
      <p className="prose-line">{t('postal.how')}</p>
      <FieldFrame label={t('postal.file')} controlId={id} error={wrong ?? null}>
        <input
          id={id}
          type="file"
          accept=".csv,text/csv"
          className="box"
          aria-describedby={describedBy(id, null, wrong)}
          onChange={(event) => choose(event.target.files?.[0])}
        />
      </FieldFrame>
      {check.isPending && <p role="status">{t('postal.reading')}</p>}
      {check.error && wrong === undefined && <ProblemNotice error={check.error} />}
      {check.data && !load.data && file && (
        <div className="space-y-4">
          <Notice
            tone="info"
            announce
            title={t('postal.found', { codes: count(check.data.codes), towns: count(check.data.towns) })}
          >
            {check.data.prefectures
              .map(({ name, towns }) => t('postal.prefecture', { name, towns: count(towns) }))
              .join(t('common:list.separator'))}
          </Notice>
          {load.error && <ProblemNotice error={load.error} />}
          <Button kind="primary" busy={load.isPending} onPress={() => put(load, file, 'no')}>
            {t('postal.use')}
          </Button>
        </div>
      )}
      {load.data && <Notice tone="success" announce title={t('postal.done', { codes: count(load.data.codes) })} />}
    </div>
  );
}
