import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { parseObject } from '../../lib/parse-object.ts';
import { get } from '../../lib/api.ts';
import type { Definition, DefinitionBody, RuleDraft } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { ConflictPanel } from '../kit/conflict-panel.tsx';
import { useDefinitionPaths, WithDefinition } from '../kit/definition.tsx';
import { JsonPanel, useUnreadJson, type FileTold, type Typed } from '../kit/json-panel.tsx';
import { SaveLine } from '../kit/save-line.tsx';
import { StudioTitle } from '../kit/studio-title.tsx';
import { UpdateNotice } from '../kit/update-page.tsx';
import { useDraft, useLeave, type Opened } from '../kit/use-draft.ts';
import { IssueList } from '../kit/issue-list.tsx';

/** A form or a lifecycle as a draft: its whole document, from a file or by hand, saved as it is typed, and what is wrong with it. */
export function DraftPage() {
  return (
    <WithDefinition>
      {(definition) => <Opening key={`${definition.kind} ${definition.key}`} definition={definition} />}
    </WithDefinition>
  );
}

function Opening({ definition }: { definition: Definition }) {
  const { page, api } = useDefinitionPaths(definition);
  const isRules = definition.kind === 'rules';
  const open = useOpen(definition);
  const opened = useQuery({
    queryKey: ['definition-draft', api('draft')],
    queryFn: open,
    enabled: !isRules,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  // Rules have a studio of their own.
  if (isRules) return <Navigate to={page()} replace />;
  return (
    <Loaded query={opened} lines={10}>
      {(found) => <DraftView definition={definition} opened={found} open={open} />}
    </Loaded>
  );
}

/** The open draft, or else what one would begin from. */
function useOpen({ kind, key }: Definition): () => Promise<Opened> {
  const { api } = usePaths();
  return async () => {
    const definition = (await get<Definition[]>(api(`definitions/${kind}`))).find((one) => one.key === key);
    if (definition?.draft) {
      const { body, version, base, check, savedAt, savedBy } = await get<RuleDraft>(
        api(`definitions/${kind}/${key}/draft`),
      );
      return { body, version, base, check, savedAt, savedBy };
    }
    const [latest] = definition?.versions ?? [];
    const { body } = await get<DefinitionBody>(api(`definitions/${kind}/${latest?.id ?? ''}`));
    return { body, version: 0, base: latest?.number ?? null, check: null, savedAt: null, savedBy: null };
  };
}

function DraftView({
  definition,
  opened,
  open,
}: {
  definition: Definition;
  opened: Opened;
  open: () => Promise<Opened>;
}) {
  const { t } = useTranslation('settings');
  const { page, api } = useDefinitionPaths(definition);
  const draft = useDraft(api('draft'), opened);
  const [typed, setTyped] = useState<Typed>(null);
  const { kind, key, current } = definition;
  const fileName = `${key}.${kind}.json`;
  const leave = useLeave(draft, page, useUnreadJson(typed));
  const readFile = (text: string): FileTold => {
    const body = parseObject(text);
    if (!body) return { issues: [] };
    return body['key'] === key
      ? { body, told: t('draft.read') }
      : { issues: [{ path: '/key', message: t('definition.otherKey', { key }) }] };
  };
  const issues = draft.check?.issues ?? [];
  return (
    <div className="space-y-6">
      <StudioTitle
        of={kind}
        title={definition.name}
        aside={
          <>
            <Badge>{t(`definitionKind.${kind}`)}</Badge>
            <Badge tone={current > 0 ? 'accent' : 'neutral'}>
              {current > 0 ? t('rules:list.inForce', { number: current }) : t('rules:list.notYet')}
            </Badge>
          </>
        }
        actions={
          <>
            <Button onPress={() => void leave('versions')}>{t('rules:version.title')}</Button>
            <Button kind="primary" onPress={() => void leave('publish')}>
              {t('rules:publish.go')}
            </Button>
          </>
        }
      />
      <UpdateNotice definition={definition} />
      <SaveLine draft={draft} conflict={<ConflictPanel draft={draft} fileName={fileName} openLatest={open} />} />
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <JsonPanel
          body={draft.body}
          fileName={fileName}
          label={t('draft.whole')}
          fileHelp={t('definition.uploadHelp')}
          typed={typed}
          onType={setTyped}
          onChange={(body) => draft.edit(body, 'json')}
          readFile={readFile}
        />
        <Section title={t('rules:tab.check')}>
          {!draft.check ? (
            <p>{t('rules:save.none')}</p>
          ) : issues.length === 0 ? (
            <Notice tone="success" title={t('rules:check.clean')} />
          ) : (
            <Notice tone="error" title={t('draft.toMend', { count: issues.length })}>
              <IssueList issues={issues} />
            </Notice>
          )}
        </Section>
      </div>
    </div>
  );
}
