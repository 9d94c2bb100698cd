import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { placeOf, readStages } from '../../../workflows/edit.ts';
import type { Workflow } from '../../../workflows/types.ts';
import { Boundary } from '../../components/boundary.tsx';
import { Button } from '../../components/button.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { KeepUnread } from '../../components/unread.tsx';
import type { LifecycleOffers } from '../../lib/contract.ts';
import { addLifecycleTexts } from '../../lib/lifecycle-texts.ts';
import { useGet } from '../../lib/queries.ts';
import { Diagram } from '../../record/diagram.tsx';
import { CheckLine } from '../kit/check-line.tsx';
import { InForce } from '../kit/in-force.tsx';
import { PaneSwitch } from '../kit/pane-switch.tsx';
import { fileNameOf, WholeDocument } from '../kit/whole-document.tsx';
import { ConflictPanel } from '../kit/conflict-panel.tsx';
import { Studio, useDefinitionPaths, type Drafted } from '../kit/definition.tsx';
import { useUnreadHold } from '../kit/hold.tsx';
import { IssueList } from '../kit/issue-list.tsx';
import { useUnreadJson, type Typed } from '../kit/json-panel.tsx';
import { useLanguage } from '../kit/language.ts';
import { SaveLine } from '../kit/save-line.tsx';
import { StudioTitle } from '../kit/studio-title.tsx';
import { useUndoKeys } from '../kit/undo-keys.ts';
import { UpdateNotice } from '../kit/update-page.tsx';
import { useDraft, useLeave } from '../kit/use-draft.ts';
import { useShown } from '../kit/use-shown.ts';
import { CheckPanel } from './check-panel.tsx';
import { toDrawing } from './drawing.ts';
import { Outline } from './outline.tsx';
import { StatePanel } from './state-panel.tsx';
import { StagePanel, WholePanel } from './whole-panel.tsx';
import { readPlace, writePlace, type Edit, type Place } from './words.ts';

addLifecycleTexts();

/** The editor of a lifecycle: its stages and states, what can be done in each, drawn beside it; saved as one types. */
export function LifecycleStudioPage() {
  return <Studio kind="workflow">{(drafted) => <StudioView {...drafted} />}</Studio>;
}

const tabs = ['stages', 'check', 'json'] as const;
type Tab = (typeof tabs)[number];

function StudioView({ definition, opened, open }: Drafted) {
  const { t } = useTranslation('lifecycles');
  const language = useLanguage();
  const { page, api } = useDefinitionPaths(definition);
  const { current } = definition;
  const draft = useDraft(api('draft'), opened);
  const [shown, show] = useShown('at', 'step', 'tab');
  const { keep, hold, summary } = useUnreadHold();
  const setShown: typeof show = (next) => {
    if (!hold()) show(next);
  };
  const [typed, setTyped] = useState<Typed>(null);
  const read = useMemo(() => readStages(draft.body), [draft.body]);
  const workflow = 'workflow' in read ? read.workflow : null;
  const setTab = (tab: Tab) => setShown((before) => ({ ...before, tab: tab === 'stages' ? null : tab }));
  const isUnread = useUnreadJson(typed, () => setTab('json'));
  const leave = useLeave(draft, page, () => hold() || isUnread());
  const offers = useGet<LifecycleOffers>(api('offers'));
  useUndoKeys(draft);
  const issues = draft.check?.issues ?? [];
  const fileName = fileNameOf(definition);
  const json = <WholeDocument definition={definition} draft={draft} typed={typed} onType={setTyped} />;
  const name = workflow ? workflow.texts[language]?.name || workflow.texts.ja.name : definition.name;
  return (
    <KeepUnread value={keep}>
      <div className="space-y-6">
        <StudioTitle
          of="workflow"
          title={name || definition.name}
          aside={<InForce current={current} />}
          actions={
            <>
              <Button onPress={() => void leave('versions')}>{t('rules:version.title')}</Button>
              <Button
                kind="primary"
                reason={issues.length > 0 ? t('stops', { count: issues.length }) : null}
                onPress={() => void leave('publish')}
              >
                {t('rules:publish.go')}
              </Button>
            </>
          }
        />
        <UpdateNotice definition={definition} />
        {summary}
        <SaveLine draft={draft} conflict={<ConflictPanel draft={draft} fileName={fileName} openLatest={open} />}>
          <CheckLine draft={draft} onCheck={workflow ? () => setTab('check') : null} />
        </SaveLine>
        {workflow ? (
          <Tabs
            label={t('tabs')}
            selected={tabs.find((candidate) => candidate === shown.tab) ?? 'stages'}
            onSelect={(id) => setTab(tabs.find((candidate) => candidate === id) ?? 'stages')}
            items={[
              {
                id: 'stages',
                name: t('tab.stages'),
                content: (
                  <Loaded query={offers} lines={10}>
                    {(offered) => (
                      <Stages
                        workflow={workflow}
                        offers={offered}
                        edit={(next, about = null) => draft.edit(next, about)}
                        at={shown.at}
                        step={shown.step}
                        issues={issues}
                        onGo={(place, step) =>
                          setShown((before) => ({ ...before, at: writePlace(place), step, tab: null }))
                        }
                      />
                    )}
                  </Loaded>
                ),
              },
              {
                id: 'check',
                name: t('rules:tab.check'),
                ...(issues.length > 0 ? { count: issues.length } : {}),
                content: (
                  <CheckPanel
                    check={draft.check}
                    workflow={workflow}
                    onOpen={(path, step) =>
                      setShown((before) => ({ ...before, at: writePlace({ kind: 'state', path }), step, tab: null }))
                    }
                  />
                ),
              },
              { id: 'json', name: 'JSON', content: json },
            ]}
          />
        ) : (
          <>
            <Notice tone="warn" title={t('richer.title')}>
              <p>{t('richer.help')}</p>
            </Notice>
            {issues.length > 0 && (
              <Notice tone="error" title={t('settings:draft.toMend', { count: issues.length })}>
                <IssueList issues={issues} />
              </Notice>
            )}
            {json}
          </>
        )}
      </div>
    </KeepUnread>
  );
}

const panes = ['list', 'panel', 'drawing'] as const;
type Pane = (typeof panes)[number];

type StagesProps = {
  workflow: Workflow;
  offers: LifecycleOffers;
  edit: Edit;
  at: string | null;
  step: string | null;
  issues: { path: string }[];
  onGo: (place: Place, step: string | null) => void;
};

/** Stays beside what is longer than the window. */
const beside = 'lg:sticky lg:top-2 lg:-m-2 lg:max-h-[calc(100dvh-1rem)] lg:overflow-y-auto lg:p-2';

/** What there is, what is looked at, and the drawing of it all; one at a time on a phone. */
function Stages({ workflow, offers, edit, at, step, issues, onGo }: StagesProps) {
  const { t } = useTranslation('lifecycles');
  const language = useLanguage();
  const [pane, setPane] = useState<Pane>(at === null ? 'list' : 'panel');
  /** What was just made, to be named first. */
  const fresh = useRef<string | null>(null);
  const panel = useRef<HTMLDivElement>(null);
  const place = readPlace(workflow, at);
  const shared = { workflow, offers, edit };
  const drawing = useMemo(() => toDrawing(workflow, language), [workflow, language]);
  const troubled = useMemo(
    () => new Set(issues.flatMap(({ path }) => placeOf(workflow, path)?.path ?? [])),
    [issues, workflow],
  );
  useEffect(() => {
    if (fresh.current === null || fresh.current !== at) return;
    const field = panel.current?.querySelector<HTMLInputElement>('input');
    field?.focus();
    field?.select();
    fresh.current = null;
  }, [at]);
  const go = (next: Place, opened: string | null = null) => {
    onGo(next, opened);
    setPane('panel');
  };
  return (
    <div className="space-y-6">
      <PaneSwitch
        label={t('pane.label')}
        panes={panes}
        pane={pane}
        onChange={setPane}
        name={(choice) => t(`pane.${choice}`)}
      />
      <div className="grid items-start gap-8 lg:grid-cols-[15rem_minmax(0,1fr)] xl:grid-cols-[16rem_minmax(0,1fr)_20rem]">
        <div className={`${beside} ${pane === 'list' ? '' : 'max-lg:hidden'}`}>
          <Outline
            workflow={workflow}
            edit={edit}
            at={place}
            troubled={troubled}
            onGo={(next) => go(next)}
            onBegin={(next) => {
              fresh.current = writePlace(next);
              go(next);
            }}
          />
        </div>
        <div ref={panel} key={writePlace(place)} className={pane === 'panel' ? '' : 'max-lg:hidden'}>
          {place.kind === 'whole' ? (
            <WholePanel {...shared} />
          ) : place.kind === 'stage' ? (
            <StagePanel {...shared} stage={place.key} onGone={() => go({ kind: 'whole' })} />
          ) : (
            <StatePanel {...shared} path={place.path} step={step} onStep={(event) => onGo(place, event)} onGo={go} />
          )}
        </div>
        <section
          aria-label={t('pane.drawing')}
          // A drawing that is longer than the window is scrolled by the keyboard too.
          tabIndex={0}
          className={`lg:col-span-2 xl:sticky xl:top-2 xl:col-span-1 xl:-m-2 xl:max-h-[calc(100dvh-1rem)] xl:overflow-y-auto xl:p-2 ${pane === 'drawing' ? '' : 'max-lg:hidden'}`}
        >
          <h2 className="mb-3 text-[1.125rem]">{t('pane.drawing')}</h2>
          <Boundary of={workflow} instead={<Notice tone="warn" title={t('notDrawn')} />}>
            <Diagram diagram={drawing} isPlan />
          </Boundary>
        </section>
      </div>
    </div>
  );
}
