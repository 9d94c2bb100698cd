import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { readRegister } from '../../../registers/edit.ts';
import type { Register } from '../../../registers/types.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { addBuilderTexts } from '../../lib/builder-texts.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { CheckLine } from '../kit/check-line.tsx';
import { InForce } from '../kit/in-force.tsx';
import { fileNameOf, WholeDocument } from '../kit/whole-document.tsx';
import { ConflictPanel } from '../kit/conflict-panel.tsx';
import { Studio, useDefinitionPaths, type Drafted } from '../kit/definition.tsx';
import { useUnreadJson, type Typed } from '../kit/json-panel.tsx';
import { useLanguage } from '../kit/language.ts';
import { SaveLine } from '../kit/save-line.tsx';
import { StudioTitle } from '../kit/studio-title.tsx';
import { useUndoKeys } from '../kit/undo-keys.ts';
import { UpdateNotice } from '../kit/update-page.tsx';
import { useDraft, useLeave, type Draft } from '../kit/use-draft.ts';
import { useShown } from '../kit/use-shown.ts';
import { BasicsPanel } from './basics-panel.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { ListPanel } from './list-panel.tsx';
import { listStandingWords, type Edit } from './named.ts';
import { useNamed } from './use-named.ts';
import { RightsPanel } from './rights-panel.tsx';
import { partOf } from './words.ts';

// Of whom a form's fields tell is said in the words of the form studio.
addBuilderTexts();

/** The studio of a register: what it is called, what it asks and how it moves, who may do what, how its list looks; saved as one types. */
export function RegisterStudioPage() {
  return <Studio kind="register">{(drafted) => <StudioView {...drafted} />}</Studio>;
}

const tabs = ['basics', 'rights', 'list', 'facts', 'check', 'json'] as const;

function StudioView({ definition, opened, open }: Drafted) {
  const { t } = useTranslation('register-studio');
  const { page, api } = useDefinitionPaths(definition);
  const { page: cityPage } = usePaths();
  const { key, current } = definition;
  const draft = useDraft(api('draft'), opened);
  const language = useLanguage();
  const [shown, show] = useShown('tab');
  const [typed, setTyped] = useState<Typed>(null);
  const setTab = (tab: string) => show({ tab: tab === 'basics' ? null : tab });
  const leave = useLeave(
    draft,
    page,
    useUnreadJson(typed, () => setTab('json')),
  );
  useUndoKeys(draft);
  const register = useMemo(() => readRegister(draft.body), [draft.body]);
  const named = useNamed(register);
  const standings = useMemo(() => listStandingWords(named.workflow, language), [named.workflow, language]);
  const edit: Edit = (next, about = null) => draft.edit(next, about);
  const fileName = fileNameOf(definition);
  const issues = issuesOf(draft);
  const none = <p>{t('onlyJson')}</p>;
  const name = register && ((language === 'en' && register.texts.en?.name) || register.texts.ja.name);
  return (
    <div className="space-y-6">
      <StudioTitle
        of="register"
        title={name || definition.name}
        aside={<InForce current={current} />}
        actions={
          <>
            <Button onPress={() => void leave('versions')}>{t('rules:version.title')}</Button>
            <Button kind="primary" onPress={() => void leave(publishPlace(register))}>
              {t('rules:publish.go')}
            </Button>
          </>
        }
        lead={
          current > 0 && (
            <Link className="link" to={cityPage(`registers/${key}`)}>
              {t('toRegister')}
            </Link>
          )
        }
      />
      <UpdateNotice definition={definition} />
      <SaveLine draft={draft} conflict={<ConflictPanel draft={draft} fileName={fileName} openLatest={open} />}>
        <CheckLine draft={draft} onCheck={() => setTab('check')} />
      </SaveLine>
      <Tabs
        label={t('tabs')}
        selected={tabs.find((candidate) => candidate === shown.tab) ?? 'basics'}
        onSelect={setTab}
        items={[
          {
            id: 'basics',
            name: t('tab.basics'),
            content: register ? <BasicsPanel register={register} named={named} edit={edit} /> : none,
          },
          {
            id: 'rights',
            name: t('tab.rights'),
            content: register ? <RightsPanel register={register} standings={standings} edit={edit} /> : none,
          },
          {
            id: 'list',
            name: t('tab.list'),
            content: register ? (
              <ListPanel register={register} form={named.form} standings={standings} edit={edit} />
            ) : (
              none
            ),
          },
          {
            id: 'facts',
            name: t('tab.facts'),
            content: register ? <FactsPanel register={register} form={named.form} edit={edit} /> : none,
          },
          {
            id: 'check',
            name: t('rules:tab.check'),
            ...(issues.length > 0 ? { count: issues.length } : {}),
            content: <CheckPanel draft={draft} onOpen={(path) => setTab(partOf(path))} />,
          },
          {
            id: 'json',
            name: 'JSON',
            content: <WholeDocument definition={definition} draft={draft} typed={typed} onType={setTyped} />,
          },
        ]}
      />
    </div>
  );
}

/** A form and a workflow that are only drafts so far come into force together with the register that names them. */
const publishPlace = (register: Register | null): string =>
  register
    ? `publish?${new URLSearchParams([
        ['with', `form ${register.form}`],
        ['with', `workflow ${register.workflow}`],
      ]).toString()}`
    : 'publish';

const issuesOf = ({ check }: Draft) => check?.issues ?? [];

/** What stands against the draft, each leading to the part in which it is mended. */
function CheckPanel({ draft, onOpen }: { draft: Draft; onOpen: (path: string) => void }) {
  const { t } = useTranslation('register-studio');
  const issues = issuesOf(draft);
  if (!draft.check) return <p>{t('rules:save.none')}</p>;
  if (issues.length === 0) return <Notice tone="success" title={t('rules:check.clean')} />;
  return (
    <ul className="space-y-3">
      {issues.map(({ path, code, message }, index) => (
        <li key={index} className="flex flex-wrap items-center gap-x-4 border-b border-solid-gray-420 pb-3">
          <span className="min-w-0 wrap-anywhere">{message}</span>
          {waiting.has(code) ? (
            <span className="text-solid-gray-700">{t('together')}</span>
          ) : (
            <button type="button" className="link min-h-11" onClick={() => onOpen(path)}>
              {t(`open.${partOf(path)}`)}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

const waiting = new Set(['form-not-in-force', 'workflow-not-in-force']);
