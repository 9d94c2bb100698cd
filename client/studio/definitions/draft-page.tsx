import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { parseObject } from '../../lib/parse-object.ts';
import type { Definition } from '../../lib/contract.ts';
import { ConflictPanel } from '../kit/conflict-panel.tsx';
import { useDefinitionPaths, WithDefinition, WithDraft } from '../kit/definition.tsx';
import { JsonPanel, useUnreadJson, type FileTold, type Typed } from '../kit/json-panel.tsx';
import { SaveLine } from '../kit/save-line.tsx';
import { StudioTitle } from '../kit/studio-title.tsx';
import { UpdateNotice } from '../kit/update-page.tsx';
import { useDraft, useLeave, type Opened } from '../kit/use-draft.ts';
import { IssueList } from '../kit/issue-list.tsx';

/** A workflow as a draft: its whole document, from a file or by hand, saved as it is typed, and what is wrong with it. */
export function DraftPage() {
  return (
    <WithDefinition>
      {(definition) =>
        definition.kind === 'rules' ? (
          // Rules have a studio of their own, and so have forms.
          <ToRules definition={definition} />
        ) : (
          <WithDraft key={`${definition.kind} ${definition.key}`} definition={definition}>
            {(opened, open) => <DraftView definition={definition} opened={opened} open={open} />}
          </WithDraft>
        )
      }
    </WithDefinition>
  );
}

function ToRules({ definition }: { definition: Definition }) {
  const { page } = useDefinitionPaths(definition);
  return <Navigate to={page()} replace />;
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
