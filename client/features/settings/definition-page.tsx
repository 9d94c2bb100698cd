import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { MissingPage } from '../../components/error-pages.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Table } from '../../components/table.tsx';
import type { Definition, DefinitionBody } from '../../lib/contract.ts';
import { formatInstant, formatShortDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { saveFile } from '../../lib/save-file.ts';
import { DraftSection, UpdateSection } from './draft-section.tsx';
import { SettingsTitle } from './settings-title.tsx';
import { UploadForm } from './upload-form.tsx';

const fileEndings = { form: 'form', rules: 'rules', workflow: 'workflow' } as const;

/** One form, rule set or lifecycle: its versions, its contents, a new version. */
export function DefinitionPage() {
  const { kind = '', key = '' } = useParams();
  const { api } = usePaths();
  const definitions = useGet<Definition[]>(api(`definitions/${kind}`));
  return (
    <Loaded query={definitions}>
      {(list) => {
        const found = list.find((one) => one.kind === kind && one.key === key);
        return found ? <DefinitionView definition={found} /> : <MissingPage />;
      }}
    </Loaded>
  );
}

function DefinitionView({ definition }: { definition: Definition }) {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const [search] = useSearchParams();
  const [uploading, setUploading] = useState(false);
  /** Going back is going on: an old body becomes the draft, and is published as a new version. */
  const again = useSend();
  const { kind, key } = definition;
  const number = Number(search.get('number')) || definition.current;
  const version = definition.versions.find((one) => one.number === number);
  const body = useGet<DefinitionBody>(version ? api(`definitions/${kind}/${version.id}`) : null);
  return (
    <div className="space-y-10">
      <SettingsTitle
        part="definitions"
        title={definition.name}
        aside={<Badge>{t(`definitionKind.${kind}`)}</Badge>}
        actions={
          <Button kind="primary" onPress={() => setUploading(true)}>
            {t('definition.uploadNew')}
          </Button>
        }
      />
      <UpdateSection key={definition.update?.release} definition={definition} />
      {kind !== 'rules' && <DraftSection definition={definition} />}
      {again.error && <ProblemNotice error={again.error} />}
      <Section title={t('definition.versions')}>
        <Table
          caption={t('definition.versions')}
          rows={definition.versions}
          to={(version) => page(`settings/definitions/${kind}/${key}?number=${version.number}#body`)}
          columns={[
            {
              key: 'number',
              header: t('definition.version'),
              short: true,
              cell: (one) => t('definition.number', { number: one.number }),
            },
            {
              key: 'state',
              header: t('definition.state'),
              short: true,
              cell: (one) =>
                one.number === definition.current ? (
                  <Badge tone="accent">{t('definition.inForce')}</Badge>
                ) : one.number > definition.current ? (
                  t('definition.later')
                ) : (
                  t('definition.former')
                ),
            },
            {
              key: 'from',
              header: t('definition.effectiveOn'),
              short: true,
              cell: (one) => formatShortDay(one.effectiveOn),
            },
            { key: 'reason', header: t('definition.reason'), cell: (one) => one.reason },
            {
              key: 'by',
              header: t('definition.published'),
              cell: (one) => `${formatInstant(one.publishedAt)} ${one.publishedBy ?? ''}`,
            },
            {
              key: 'uses',
              header: t('definition.uses'),
              numeric: true,
              short: true,
              cell: (one) => t('definition.usesCount', { count: one.uses }),
            },
          ]}
        />
      </Section>
      {version && (
        <Section
          id="body"
          title={t('definition.body', { number })}
          actions={
            body.data && (
              <>
                {kind !== 'rules' && !definition.draft && number !== definition.current && (
                  <Button
                    busy={again.isPending}
                    onPress={() =>
                      again.mutate({ path: api(`definitions/${kind}/${key}/draft/from`), body: { number }, version: 0 })
                    }
                  >
                    {t('draft.againOne', { number })}
                  </Button>
                )}
                <Button
                  onPress={() =>
                    saveFile(
                      `${key}.${fileEndings[kind]}.json`,
                      `${JSON.stringify(body.data.body, null, 2)}\n`,
                      'application/json',
                    )
                  }
                >
                  {t('definition.download')}
                </Button>
              </>
            )
          }
        >
          <Loaded query={body}>
            {(found) => (
              <pre
                tabIndex={0}
                aria-label={t('definition.body', { number })}
                className="max-h-160 overflow-auto rounded-8 bg-solid-gray-50 p-4 font-mono text-[0.875rem] leading-normal"
              >
                {JSON.stringify(found.body, null, 2)}
              </pre>
            )}
          </Loaded>
        </Section>
      )}
      <Dialog title={t('definition.uploadNew')} isOpen={uploading} wide onClose={() => setUploading(false)}>
        <UploadForm kind={kind} expectedKey={key} onClose={() => setUploading(false)} />
      </Dialog>
    </div>
  );
}
