import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { exportPlain } from '../../../rules/edit-plain.ts';
import { diffRuleSets } from '../../../rules/edit-diff.ts';
import { orderedRules, readCondition } from '../../../rules/edit.ts';
import type { FactModel, RuleSet } from '../../../rules/types.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { MissingPage } from '../../components/error-pages.tsx';
import { Icon } from '../../components/icon.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { KeepUnread } from '../../components/unread.tsx';
import type { Definition, RuleBody } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useMe } from '../../lib/queries.ts';
import { saveFile } from '../../lib/save-file.ts';
import { InForce } from '../kit/in-force.tsx';
import { PaneSwitch } from '../kit/pane-switch.tsx';
import { ConflictPanel } from '../kit/conflict-panel.tsx';
import { SmallButton } from '../kit/action-menu.tsx';
import { useUnreadHold } from '../kit/hold.tsx';
import { JsonPanel, useUnreadJson, type Typed } from '../kit/json-panel.tsx';
import { SaveLine } from '../kit/save-line.tsx';
import { UpdateNotice } from '../kit/update-page.tsx';
import { useShown } from '../kit/use-shown.ts';
import { useUndoKeys } from '../kit/undo-keys.ts';
import { useDraft, useLeave, type Draft } from '../kit/use-draft.ts';
import { CheckPanel } from './check-panel.tsx';
import { AddMenu, ConditionEditor, type Edit } from '../kit/condition-editor.tsx';
import { ConditionTree } from '../kit/condition-tree.tsx';
import { childrenOf } from '../kit/condition-place.ts';
import { ExamplesPanel } from './examples-panel.tsx';
import { openRules, useStudio, type Studio } from './open-studio.ts';
import { useRulePaths } from './paths.ts';
import { placeOf, readPlace, rootOf, writePlace, type Place } from './place.ts';
import { PropertiesPanel } from './properties-panel.tsx';
import { readFile } from './read-file.ts';
import { readRuleSet } from './read-rule-set.ts';
import { RulePanel } from './rule-panel.tsx';
import { ForEditors, StudioTitle } from '../kit/studio-title.tsx';
import { inWords, nameOf, useLanguage } from '../kit/language.ts';
import { TryPanel } from './try-panel.tsx';
import { titleOf } from './words.ts';

/** The rule studio: what there is, the conditions of one rule, its properties; saved as one types. */
export function StudioPage() {
  const { key = '' } = useParams();
  return (
    <ForEditors>
      <Opening key={key} ruleKey={key} />
    </ForEditors>
  );
}

function Opening({ ruleKey }: { ruleKey: string }) {
  const studio = useStudio(ruleKey);
  return (
    <Loaded query={studio} lines={10}>
      {(loaded) => (loaded ? <StudioView studio={loaded} /> : <MissingPage />)}
    </Loaded>
  );
}

const panes = ['list', 'tree', 'properties'] as const;
const tabs = ['properties', 'check', 'examples', 'try', 'json'] as const;

function StudioView({ studio }: { studio: Studio }) {
  const { t } = useTranslation('rules');
  const [{ entry, models, opened }] = useState(studio);
  const language = useLanguage();
  const { api: rulesApi } = useRulePaths(entry.key);
  const draft = useDraft(rulesApi('draft'), opened);
  const [shown, show] = useShown('at', 'condition', 'tab');
  const { keep, hold, summary } = useUnreadHold();
  const [pane, setPane] = useState<(typeof panes)[number]>(() =>
    shown.tab ? 'properties' : shown.condition ? 'tree' : 'list',
  );
  const [typed, setTyped] = useState<Typed>(null);
  const [fresh, setFresh] = useState<string | null>(null);
  const properties = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (fresh) properties.current?.querySelector<HTMLElement>('[role=tabpanel] input')?.focus();
  }, [fresh]);
  const ruleSet = useMemo(() => readRuleSet(draft.body), [draft.body]);
  const model = models.find((candidate) => candidate.key === draft.body['factModel']);
  const first = ruleSet && orderedRules(ruleSet)[0];
  const at: Place = readPlace(shown.at) ?? (first ? { kind: 'rule', name: first.name } : { kind: 'set' });
  const { condition } = shown;
  const tab = tabs.find((candidate) => candidate === shown.tab) ?? 'properties';
  const put = (values: Partial<typeof shown>) => {
    if (!hold()) show((before) => ({ ...before, ...values }));
  };
  const turn = (pane: (typeof panes)[number]) => {
    if (!hold()) setPane(pane);
  };
  const isUnread = useUnreadJson(typed, () => {
    put({ tab: 'json' });
    setPane('properties');
  });
  const me = useMe().data;
  const edit: Edit = (next, about = null) => draft.edit(next, about);
  /** From beside the properties: what is changed there may take them away. */
  const editBeside: Edit = (next, about) => {
    if (!hold()) edit(next, about);
  };
  const go = (place: Place) => {
    put({ at: writePlace(place), condition: null });
    turn(place.kind === 'otherwise' || place.kind === 'set' ? 'properties' : 'tree');
  };
  /** What was just made is named first, wherever on the page it was asked for. */
  const begin = (place: Place) => {
    if (hold()) return;
    put({ at: writePlace(place), condition: null, tab: null });
    setPane('properties');
    setFresh(writePlace(place));
  };
  const open = (pointer: string) => {
    if (!ruleSet) return;
    const target = placeOf(ruleSet, pointer);
    put({ at: writePlace(target.place), condition: target.condition, ...(target.condition ? {} : { tab: null }) });
    turn(target.condition ? 'tree' : 'properties');
  };
  useUndoKeys(draft);
  const troubles =
    (draft.check?.issues.length ?? 0) +
    (draft.check?.findings.filter((finding) => finding.severity !== 'note').length ?? 0);
  const failing = draft.check?.examples.filter((example) => !example.ok).length ?? 0;
  const shared = ruleSet && model ? { ruleSet, model, edit } : null;
  const none = <p>{t('json.only')}</p>;
  return (
    <KeepUnread value={keep}>
      <div className="space-y-6">
        <Head studio={studio} draft={draft} ruleSet={ruleSet} isHeld={() => hold() || isUnread()} />
        <Waiting ruleKey={entry.key} />
        {summary}
        <StatusLine
          draft={draft}
          entryKey={entry.key}
          model={model}
          troubles={troubles}
          failing={failing}
          onTab={(id) => {
            put({ tab: id });
            turn('properties');
          }}
        />
        <PaneSwitch
          label={t('pane.label')}
          panes={panes}
          pane={pane}
          onChange={turn}
          name={(choice) => t(`pane.${choice}`)}
        />
        <div className="grid items-start gap-8 lg:grid-cols-[12rem_minmax(0,1fr)_20rem] lg:gap-6 xl:grid-cols-[16rem_minmax(0,1fr)_26rem] xl:gap-8">
          <div className={pane === 'list' ? '' : 'max-lg:hidden'}>
            {shared ? <RulePanel {...shared} edit={editBeside} at={at} onGo={go} onBegin={begin} /> : none}
          </div>
          <div className={pane === 'tree' ? '' : 'max-lg:hidden'}>
            {shared ? (
              <Middle
                {...shared}
                editBeside={editBeside}
                at={at}
                condition={condition}
                check={draft.check}
                onSelect={(path) => put({ condition: path })}
                onGo={go}
              />
            ) : (
              none
            )}
          </div>
          <div ref={properties} className={pane === 'properties' ? '' : 'max-lg:hidden'}>
            <Tabs
              label={t('pane.properties')}
              selected={tab}
              onSelect={(id) => put({ tab: id === 'properties' ? null : id })}
              items={[
                {
                  id: 'properties',
                  name: t('tab.properties'),
                  content: shared ? <PropertiesPanel {...shared} at={at} onGo={go} /> : none,
                },
                {
                  id: 'check',
                  name: t('tab.check'),
                  ...(troubles > 0 ? { count: troubles } : {}),
                  content: <CheckPanel check={draft.check} ruleSet={ruleSet} model={model} onOpen={open} />,
                },
                {
                  id: 'examples',
                  name: t('tab.examples'),
                  ...(failing > 0 ? { count: failing } : {}),
                  content: shared ? <ExamplesPanel {...shared} check={draft.check} /> : none,
                },
                {
                  id: 'try',
                  name: t('tab.try'), // Of residents: nothing of it stays once the session has ended.
                  content: shared ? me && <TryPanel {...shared} /> : none,
                },
                {
                  id: 'json',
                  name: 'JSON',
                  content: (
                    <JsonPanel
                      body={draft.body}
                      fileName={`${entry.key}.rules.json`}
                      label={t('json.label')}
                      fileHelp={t('json.fileHelp')}
                      typed={typed}
                      onType={setTyped}
                      onChange={(body) => draft.edit(body, 'json')}
                      readFile={(text) => {
                        const read = readFile(text, draft.body, language);
                        return 'body' in read
                          ? {
                              body: read.body,
                              told: t(read.plain ? 'json.readPlain' : 'json.read', { count: read.rules }),
                            }
                          : read;
                      }}
                    >
                      {ruleSet && (
                        <SmallButton
                          onPress={() =>
                            saveFile(
                              `${ruleSet.key}.json`,
                              `${JSON.stringify(exportPlain(ruleSet), null, 2)}\n`,
                              'application/json',
                            )
                          }
                        >
                          {t('json.plain')}
                        </SmallButton>
                      )}
                    </JsonPanel>
                  ),
                },
              ]}
            />
          </div>
        </div>
      </div>
    </KeepUnread>
  );
}

function Waiting({ ruleKey }: { ruleKey: string }) {
  const { api } = usePaths();
  const definitions = useGet<Definition[]>(api('definitions/rules'));
  const definition = definitions.data?.find((candidate) => candidate.key === ruleKey);
  return definition ? <UpdateNotice definition={definition} /> : null;
}

type HeadProps = { studio: Studio; draft: Draft; ruleSet: RuleSet | null; isHeld: () => boolean };

function Head({ studio: { entry }, draft, ruleSet, isHeld }: HeadProps) {
  const { t } = useTranslation('rules');
  const { page } = useRulePaths(entry.key);
  const language = useLanguage();
  const leave = useLeave(draft, page, isHeld);
  const name = ruleSet ? ruleSet.texts[language]?.name || ruleSet.texts.ja.name : entry.name;
  return (
    <StudioTitle
      title={name || entry.name}
      aside={<InForce current={entry.current} />}
      actions={
        <>
          <Button onPress={() => void leave('versions')}>{t('version.title')}</Button>
          <Button onPress={() => void leave('backtests')}>{t('backtest.title')}</Button>
          <Button kind="primary" onPress={() => void leave('publish')}>
            {t('publish.go')}
          </Button>
        </>
      }
    />
  );
}

type StatusProps = {
  draft: Draft;
  entryKey: string;
  model: FactModel | undefined;
  troubles: number;
  failing: number;
  onTab: (tab: string) => void;
};

function StatusLine({ draft, entryKey, model, troubles, failing, onTab }: StatusProps) {
  const { t } = useTranslation('rules');
  const { api } = usePaths();
  const language = useLanguage();
  const describe = (from: RuleBody, to: RuleBody): string[] | null => {
    const [before, after] = [readRuleSet(from), readRuleSet(to)];
    return before && after && model ? diffRuleSets(before, after, model, language).map(({ message }) => message) : null;
  };
  return (
    <SaveLine
      draft={draft}
      conflict={
        <ConflictPanel
          draft={draft}
          fileName={`${entryKey}.rules.json`}
          describe={describe}
          openLatest={async () => (await openRules(api, entryKey))?.opened ?? null}
        />
      }
    >
      {draft.check &&
        (troubles > 0 ? (
          <button type="button" className="link min-h-11" onClick={() => onTab('check')}>
            {t('check.count', { count: troubles })}
          </button>
        ) : (
          <p className="flex items-center gap-2">
            <Icon name="check" className="size-5 text-green-900" />
            {t('check.fine')}
          </p>
        ))}
      {failing > 0 && (
        <button type="button" className="link min-h-11" onClick={() => onTab('examples')}>
          {t('example.failing', { count: failing })}
        </button>
      )}
    </SaveLine>
  );
}

type MiddleProps = {
  ruleSet: RuleSet;
  model: FactModel;
  at: Place;
  condition: string | null;
  check: Draft['check'];
  edit: Edit;
  editBeside: Edit;
  onSelect: (path: string | null) => void;
  onGo: (place: Place) => void;
};

function Middle({ ruleSet, model, at, condition, check, edit, editBeside, onSelect, onGo }: MiddleProps) {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const root = rootOf(ruleSet, at);
  const troubled = useMemo(
    () =>
      new Set(
        [...(check?.issues ?? []), ...(check?.findings ?? []).filter((finding) => finding.severity !== 'note')].flatMap(
          ({ path }) => placeOf(ruleSet, path).condition ?? [],
        ),
      ),
    [check, ruleSet],
  );
  if (at.kind === 'otherwise' || at.kind === 'set' || root === null) {
    const text =
      at.kind === 'set'
        ? (ruleSet.texts[language]?.description ?? ruleSet.texts.ja.description)
        : at.kind === 'otherwise'
          ? t('otherwise.help')
          : t('rule.gone');
    return (
      <div className="space-y-4">
        <h2>{t(at.kind === 'set' ? 'set.title' : at.kind === 'otherwise' ? 'otherwise.title' : 'pane.tree')}</h2>
        <p className="prose-line">{text}</p>
      </div>
    );
  }
  const rule = ruleSet.rules.find((candidate) => at.kind === 'rule' && candidate.name === at.name);
  const title = rule ? titleOf(rule, language) : at.kind === 'named' ? nameOf(ruleSet, at.name, language) : '';
  const selected = condition?.startsWith(root) ? condition : null;
  const top = readCondition(ruleSet, root);
  const hasNone = top !== undefined && childrenOf(top, root).length === 0 && !('fact' in top || 'condition' in top);
  return (
    <section className="space-y-4" aria-label={t('pane.tree')}>
      <h2>{title}</h2>
      {rule?.disabled && <Badge>{t('rule.off')}</Badge>}
      <p className="text-solid-gray-700">
        {t(at.kind === 'named' ? 'named.help' : 'condition.when', { model: inWords(model.label, language) })}
      </p>
      <ConditionTree
        ruleSet={ruleSet}
        model={model}
        root={root}
        label={t('condition.treeOf', { name: title })}
        selected={selected}
        onSelect={onSelect}
        edit={editBeside}
        troubled={troubled}
      />
      {selected ? (
        <ConditionEditor
          ruleSet={ruleSet}
          model={model}
          root={root}
          path={selected}
          edit={edit}
          onSelect={onSelect}
          onOpenNamed={(name) => onGo({ kind: 'named', name })}
        />
      ) : (
        <div className="space-y-3">
          <p className="text-solid-gray-700">{t(hasNone ? 'condition.none' : 'condition.choose')}</p>
          <AddMenu ruleSet={ruleSet} model={model} group={root} edit={editBeside} onAdded={onSelect} />
        </div>
      )}
    </section>
  );
}
