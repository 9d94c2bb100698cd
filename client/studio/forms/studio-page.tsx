import type { TFunction } from 'i18next';
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import {
  barToMove,
  copyField,
  moveField,
  newName,
  putField,
  readForm,
  removeField,
  type Target,
} from '../../../forms/edit.ts';
import { withoutFurigana } from '../../../forms/furigana.ts';
import { cutField, titleOfClip, type Clip } from '../../../forms/clipboard.ts';
import {
  cutTogether,
  moveInto,
  moveTogether,
  pasteTogether,
  rangeOf,
  removeTogether,
  sortTogether,
  type SeveralBar,
} from '../../../forms/several.ts';
import { allItems, findItem, holderMadeBy, itemsOf, outlineOf, type Item } from '../../../forms/outline.ts';
import { marksOf } from '../../../forms/marks.ts';
import { makeField, presets, type PresetId } from '../../../forms/presets.ts';
import { barToLink, linkAround, linkOver, putSection, readLink, unlinkSection } from '../../../forms/sections.ts';
import type { Form } from '../../../forms/types.ts';
import { Boundary } from '../../components/boundary.tsx';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { KeepUnread } from '../../components/unread.tsx';
import { addBuilderTexts } from '../../lib/builder-texts.ts';
import type { Definition, DefinitionBody } from '../../lib/contract.ts';
import { isObject } from '../../lib/is-object.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { CheckLine } from '../kit/check-line.tsx';
import { InForce } from '../kit/in-force.tsx';
import { fileNameOf, WholeDocument } from '../kit/whole-document.tsx';
import { ConflictPanel } from '../kit/conflict-panel.tsx';
import { useLanguage } from '../kit/language.ts';
import { Studio, useDefinitionPaths, type Drafted } from '../kit/definition.tsx';
import { useUnreadHold } from '../kit/hold.tsx';
import { useUnreadJson, type Typed } from '../kit/json-panel.tsx';
import { SaveLine } from '../kit/save-line.tsx';
import { StudioTitle } from '../kit/studio-title.tsx';
import { useUndoKeys } from '../kit/undo-keys.ts';
import { UpdateNotice } from '../kit/update-page.tsx';
import { useDraft, useLeave } from '../kit/use-draft.ts';
import { useShown } from '../kit/use-shown.ts';
import { Canvas } from './canvas.tsx';
import { fieldOfKey, readClipKey, takeClip, useClip } from './clipboard.ts';
import { CheckPanel } from './check-panel.tsx';
import { OutlineTree } from './outline-tree.tsx';
import { Palette } from './palette.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { PropertiesPanel } from './properties-panel.tsx';
import type { Issues } from './logic/rule-list.tsx';
import { useRuleWords, type RuleWords } from './logic/rule-words.ts';
import { sayIssue } from './say-issue.ts';
import { NewerSections, SectionUses } from './sections/section-notices.tsx';
import type { HowToPut } from './sections/section-list.tsx';
import { useReadForm } from './sections/use-sections.ts';
import { Switch } from '../../components/switch.tsx';
import { countMissing, listTexts } from '../../../forms/sheet/text-lines.ts';
import { TextsPanel } from './texts/texts-panel.tsx';
import { SheetPanel } from './transfer/sheet-panel.tsx';
import { LogicPanel } from './logic/logic-panel.tsx';
import { countRules, itemAt, ruleAt, useTitleOf, type Edit } from './words.ts';

addBuilderTexts();

/** The form studio: what can be added and what there is, the form as it will look, one field's properties; saved as one types. */
export function FormStudioPage() {
  return <Studio kind="form">{(drafted) => <StudioView {...drafted} />}</Studio>;
}

const tabs = ['fields', 'logic', 'look', 'check', 'texts', 'sheet', 'json'] as const;
type Tab = (typeof tabs)[number];
/** Fields that rules use may go all the same, once the publisher says so. */
const letGo = new Set(['field-removed', 'field-retyped']);
/** Where something is wrong in these parts, the form cannot be trusted to be drawn and tried. */
const drawn = /^\/(?:schema|texts|logic)(?:\/|$)/;

function StudioView({ definition, opened, open }: Drafted) {
  const { t } = useTranslation('builder');
  const { page, api } = useDefinitionPaths(definition);
  const { current } = definition;
  const draft = useDraft(api('draft'), opened);
  const [shown, show] = useShown('at', 'tab', 'rule', 'about');
  const { keep, hold, summary } = useUnreadHold();
  const setShown: typeof show = (next) => {
    if (!hold()) show(next);
  };
  const [typed, setTyped] = useState<Typed>(null);
  /** A field that was gone to from elsewhere, to be looked at first. */
  const [opening, setOpening] = useState<string | null>(null);
  const form = useMemo(() => readForm(draft.body), [draft.body]);
  const missingEnglish = useMemo(() => (form ? countMissing(listTexts(form), 'en') : 0), [form]);
  const setTab = (tab: Tab) => setShown((before) => ({ ...before, tab: tab === 'fields' ? null : tab }));
  const isUnread = useUnreadJson(typed, () => setTab('json'));
  const leave = useLeave(draft, page, () => hold() || isUnread());
  useUndoKeys(draft);
  const issues = draft.check?.issues ?? [];
  const stopping = issues.filter(({ code }) => !letGo.has(code));
  const stops = stopping.length;
  const isPublished = useIsPublished(definition);
  const fileName = fileNameOf(definition);
  const goToField = (path: string) => {
    setOpening(path);
    setShown((before) => ({ ...before, at: path, tab: null }));
  };
  const isSound = !stopping.some(({ path }) => drawn.test(path));
  const wait = (
    <Notice tone="warn" title={t('look.wait')}>
      <button type="button" className="link min-h-11" onClick={() => setTab('check')}>
        {t('look.toCheck')}
      </button>
    </Notice>
  );
  const none = <p>{t('onlyJson')}</p>;
  const guarded = (content: ReactNode, instead: ReactNode = <Notice tone="warn" title={t('notDrawn')} />) => (
    <Boundary of={draft.body} instead={instead}>
      {content}
    </Boundary>
  );
  return (
    <KeepUnread value={keep}>
      <div className="space-y-6">
        <StudioTitle
          of="form"
          title={withoutFurigana(form?.texts.ja.name ?? '') || definition.name}
          aside={<InForce current={current} />}
          actions={
            <>
              {current > 0 && <Button onPress={() => void leave('test')}>{t('test.go')}</Button>}
              <Button onPress={() => void leave('versions')}>{t('rules:version.title')}</Button>
              <Button
                kind="primary"
                reason={stops > 0 ? t('stops', { count: stops }) : null}
                onPress={() => void leave('publish')}
              >
                {t('rules:publish.go')}
              </Button>
            </>
          }
        />
        <UpdateNotice definition={definition} />
        {form && guarded(<NewerSections form={form} onOpen={goToField} />, null)}
        {form?.purpose === 'section' && <SectionUses definition={definition} />}
        {summary}
        <SaveLine draft={draft} conflict={<ConflictPanel draft={draft} fileName={fileName} openLatest={open} />}>
          <CheckLine draft={draft} onCheck={() => setTab('check')} />
        </SaveLine>
        <Tabs
          label={t('tabs')}
          selected={tabs.find((candidate) => candidate === shown.tab) ?? 'fields'}
          onSelect={(id) => setTab(tabs.find((candidate) => candidate === id) ?? 'fields')}
          items={[
            {
              id: 'fields',
              name: t('tab.fields'),
              content: form
                ? guarded(
                    <Fields
                      form={form}
                      isPublished={isPublished}
                      edit={(next, about = null) => draft.edit(next, about)}
                      at={shown.at}
                      opening={opening}
                      onSelect={(at) => {
                        setOpening(null);
                        show((before) => ({ ...before, at }));
                      }}
                      hold={hold}
                      issues={issues}
                      onRules={(about) => setShown((before) => ({ ...before, tab: 'logic', about, rule: null }))}
                    />,
                  )
                : none,
            },
            {
              id: 'logic',
              name: t('tab.logic'),
              ...(form?.logic?.length ? { count: form.logic.length } : {}),
              content: form
                ? guarded(
                    <LogicPanel
                      form={form}
                      edit={(next, about = null) => draft.edit(next, about)}
                      issues={issues}
                      rule={shown.rule}
                      about={shown.about}
                      onShow={(next) => setShown((before) => ({ ...before, ...next }))}
                      onField={goToField}
                      isSound={isSound}
                      wait={wait}
                    />,
                  )
                : none,
            },
            {
              id: 'look',
              name: t('tab.look'),
              content: !form
                ? none
                : isSound
                  ? guarded(<PreviewPanel form={form} edit={(next, about = null) => draft.edit(next, about)} />)
                  : wait,
            },
            {
              id: 'check',
              name: t('rules:tab.check'),
              ...(issues.length > 0 ? { count: issues.length } : {}),
              content: guarded(
                <CheckPanel
                  check={draft.check}
                  form={form}
                  onExamples={() => setTab('look')}
                  onOpen={goToField}
                  onRule={(rule) => setShown((before) => ({ ...before, tab: 'logic', about: null, rule }))}
                />,
                <CheckPanel
                  check={draft.check}
                  form={null}
                  onOpen={() => {}}
                  onRule={() => {}}
                  onExamples={() => {}}
                />,
              ),
            },
            {
              id: 'texts',
              name: missingEnglish > 0 ? t('texts.tabMissing', { count: missingEnglish }) : t('texts.tab'),
              content: form
                ? guarded(<TextsPanel form={form} edit={(next, about = null) => draft.edit(next, about)} />)
                : none,
            },
            { id: 'sheet', name: 'Excel', content: form ? <SheetPanel draft={draft} path={api('sheet')} /> : none },
            {
              id: 'json',
              name: 'JSON',
              content: <WholeDocument definition={definition} draft={draft} typed={typed} onType={setTyped} />,
            },
          ]}
        />
      </div>
    </KeepUnread>
  );
}

/**
 * Whether the version in force asks a field at a path: its answers stand there. As long as that version is not read, any may.
 */
function useIsPublished(definition: Definition): (path: string) => boolean {
  const { api } = usePaths();
  const inForce = definition.versions.find(({ number }) => number === definition.current);
  const schema = useGet<DefinitionBody>(inForce ? api(`definitions/${definition.kind}/${inForce.id}`) : null).data
    ?.body['schema'];
  return useCallback(
    (path) => inForce !== undefined && (!isObject(schema) || marksOf({ schema }).has(path)),
    [inForce, schema],
  );
}

/** Stays beside a form that is longer than the window. */
const beside = 'lg:sticky lg:top-2 lg:-m-2 lg:max-h-[calc(100dvh-1rem)] lg:overflow-y-auto lg:p-2';

const faces = ['add', 'outline'] as const;
const panes = ['add', 'form', 'properties'] as const;
type Pane = (typeof panes)[number];

type FieldsProps = {
  form: Form;
  isPublished: (path: string) => boolean;
  edit: Edit;
  at: string | null;
  opening: string | null;
  onSelect: (path: string | null) => void;
  /** Whether the selected field is not to be left: something in its properties cannot be read. */
  hold: () => boolean;
  issues: Issues;
  onRules: (path: string) => void;
};

/** The three panes, which know one selected field. */
function Fields({ form, isPublished, edit, at, opening, onSelect, hold, issues, onRules }: FieldsProps) {
  const { t } = useTranslation('builder');
  const titleOf = useTitleOf(form);
  const words = useRuleWords(form);
  const [pane, setPane] = useState<Pane>(opening === null ? 'form' : 'properties');
  const [face, setFace] = useState<(typeof faces)[number]>('add');
  /** Counted: what is said twice in a row is read out twice. */
  const [announcement, setAnnouncement] = useState({ text: '', count: 0 });
  const announce = (text: string) => setAnnouncement(({ count }) => ({ text, count: count + 1 }));
  const language = useLanguage();
  const readSection = useReadForm();
  const { clips, put, look } = useClip();
  const sayClips = (all: readonly Clip[]): string | null =>
    all.length > 1
      ? t('several.fields', { count: all.length })
      : all[0]
        ? titleOfClip(all[0], language) || t('untitled')
        : null;
  const clipped = sayClips(clips);
  /** Fields that are chosen beside the selected one. */
  const [also, setAlso] = useState<readonly string[]>([]);
  /** What is to be known of a field that was pasted, or could not be cut. */
  const [note, setNote] = useState<{ path: string; text: string } | null>(null);
  /** A group or list that was pressed to add into. */
  const [into, setInto] = useState<string | null>(null);
  const [focused, setFocused] = useState<{ on: 'title' | 'field' | 'search'; path: string | null } | null>(
    opening === null ? null : { on: 'title', path: opening },
  );
  const left = useRef<HTMLDivElement>(null);
  const middle = useRef<HTMLDivElement>(null);
  const right = useRef<HTMLDivElement>(null);
  const selected = at === null ? undefined : findItem(form, at);
  const chosen = sortTogether(form, selected ? [selected.path, ...also] : []).map(({ path }) => path);
  const isMany = chosen.length > 1;
  const troubled = useMemo(() => {
    const troubles = new Map<string, string>();
    for (const issue of issues) {
      const item = itemAt(form, issue.path);
      if (item && !troubles.has(item.path)) troubles.set(item.path, sayIssue(t, issue, form, words));
    }
    return troubles;
  }, [issues, form, t, words]);
  const ruled = useMemo(() => countRules(form), [form]);
  // A field that was gone to from elsewhere is looked at first, also where its form is open already.
  const [wasOpening, setWasOpening] = useState(opening);
  if (opening !== wasOpening) {
    setWasOpening(opening);
    if (opening !== null) {
      setPane('properties');
      setFocused({ on: 'title', path: opening });
    }
  }
  // What was just made or moved is where one goes on.
  useEffect(() => {
    if (!focused) return;
    const { on, path } = focused;
    const element =
      on === 'title'
        ? right.current?.querySelector<HTMLElement>('input')
        : on === 'search'
          ? left.current?.querySelector<HTMLElement>('input')
          : middle.current?.querySelector<HTMLElement>(path === null ? 'button' : `[data-field="${CSS.escape(path)}"]`);
    element?.focus();
  }, [focused]);

  const selectedPath = selected?.path;
  useEffect(() => {
    if (selectedPath !== undefined)
      middle.current?.querySelector(`[data-field="${CSS.escape(selectedPath)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [selectedPath]);

  const target: Target = outside(
    form,
    into !== null
      ? { holder: into, index: itemsOf(form, into).length }
      : selected
        ? { holder: selected.holder, index: placeOf(form, selected) + 1 }
        : { holder: '', index: outlineOf(form).length },
  );

  /** What there is by the time that something asked for has been read. */
  const live = useRef({ form, target });
  useEffect(() => {
    live.current = { form, target };
  });

  const select = (path: string | null, to?: Pane) => {
    if (path !== selectedPath && hold()) return;
    onSelect(path);
    setAlso([]);
    setInto(null);
    if (to) setPane(to);
  };
  /** Chooses several that stand together, the first of them as the one whose properties are shown where the selected one is not among them. */
  const choose = (paths: readonly string[]) => {
    if (hold()) return;
    const together = sortTogether(form, paths).map(({ path }) => path);
    const first = selectedPath !== undefined && together.includes(selectedPath) ? selectedPath : together[0];
    if (first === undefined) return;
    if (first !== selectedPath) onSelect(first);
    setAlso(together.filter((path) => path !== first));
    setInto(null);
    announce(
      together.length < paths.length
        ? t('several.elsewhere')
        : together.length > 1
          ? t('several.chosen', { count: together.length })
          : '',
    );
  };
  const toggle = (path: string) =>
    choose(chosen.includes(path) ? chosen.filter((each) => each !== path) : [...chosen, path]);
  const press = (
    path: string,
    { shiftKey, ctrlKey, metaKey }: Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>,
  ) => {
    if (shiftKey && selectedPath !== undefined) choose(rangeOf(form, selectedPath, path));
    else if (ctrlKey || metaKey) toggle(path);
    else select(path);
  };
  const add = (id: PresetId) => {
    if (hold()) return;
    const name = newName(form, presets[id].stem, Math.random);
    let next = putField(form, makeField(id), target, name);
    if (next === form) return;
    const path = target.holder === '' ? name : `${target.holder}.${name}`;
    const made = findItem(next, path);
    const holder = made && holderMadeBy(made);
    // A group that asks nothing cannot be answered.
    if (holder !== undefined)
      next = putField(next, makeField('text'), { holder, index: 0 }, newName(next, 'text', Math.random));
    edit(next);
    select(path, 'properties');
    setFocused({ on: 'title', path });
    announce(t('told.added', { kind: t(`preset.${id}`) }));
  };
  /** What only its section says cannot be changed here; said where the field stands. */
  const isFixed = (item: Item): boolean => {
    const fixed = linkOver(form, item.path) !== undefined;
    if (fixed) goOn(item.path, '', t('sections.fixedAct', { title: titleOf(item) }));
    return fixed;
  };
  /** Answers why a section could not be put in; null where it is in. */
  const putIn = async (definition: Definition, how: HowToPut): Promise<string | null> => {
    if (hold()) return null;
    const { name } = definition;
    const section = await readSection(definition).catch(() => null);
    const now = live.current;
    const bar = section ? barToLink(now.form, section) : 'notSection';
    const made =
      section && !bar ? putSection(now.form, section, definition.current, now.target, how, Math.random) : undefined;
    if (!made) return t(`sections.bar.${bar ?? 'notSection'}`, { name });
    edit(made.form);
    select(made.path, 'properties');
    setFocused({ on: 'title', path: made.path });
    announce(t('sections.added', { name }));
    return null;
  };
  const move = (item: Item, to: Target) => {
    if (hold() || isFixed(item) || linkAround(form, to.holder)) return;
    const next = moveField(form, item.path, to, Math.random);
    if (next === form) return;
    edit(next);
    const path = [
      item.path,
      ...allItems(outlineOf(next)).flatMap(({ path: inner }) => (findItem(form, inner) ? [] : [inner])),
    ].find((candidate) => findItem(next, candidate));
    select(path ?? null);
    const moved = path === undefined ? undefined : findItem(next, path);
    announce(t('told.moved', { title: titleOf(item), place: moved ? placeOf(next, moved) + 1 : 1 }));
  };
  const step = (item: Item, by: -1 | 1) => {
    const index = placeOf(form, item) + (by === 1 ? 2 : -1);
    if (index < 0 || index > itemsOf(form, item.holder).length) return;
    move(item, { holder: item.holder, index });
  };
  const copy = (item: Item) => {
    if (hold()) return;
    if (isFixed(item)) return;
    const made = copyField(form, item.path, Math.random);
    if (!made) return;
    // A second one has none of the section's rules: it is the form's own.
    edit(readLink(item.schema) ? unlinkSection(made.form, made.path) : made.form);
    select(made.path);
    setFocused({ on: 'title', path: made.path });
    setPane('properties');
    announce(t('told.copied', { title: titleOf(item) }));
  };
  const remove = (item: Item) => {
    // What cannot be read in a field goes with it.
    if ((item.path !== selectedPath && hold()) || isFixed(item)) return;
    const next = removeField(form, item.path);
    if (next === form) return;
    const siblings = itemsOf(form, item.holder);
    const index = placeOf(form, item);
    const beside = siblings[index + 1] ?? siblings[index - 1];
    edit(next);
    onSelect(beside?.path ?? null);
    setInto(null);
    setFocused({ on: 'field', path: beside?.path ?? null });
    announce(t('told.removed', { title: titleOf(item) }));
  };
  /** Where one goes on after the clipboard: at the field in the form, whatever pane was open. */
  const goOn = (path: string | null, sentence: string, more: string) => {
    onSelect(path);
    setInto(null);
    setPane('form');
    setFocused({ on: 'field', path });
    setNote(path === null || more === '' ? null : { path, text: more });
    announce(sentence + more);
  };
  const putAside = (item: Item, isCut: boolean): boolean => {
    const taken = takeClip(form, item.path, isCut);
    if (taken && put([taken])) return true;
    goOn(item.path, '', t(taken ? 'clip.notKept' : 'clip.shared', { title: titleOf(item) }));
    return false;
  };
  const clipIt = (item: Item) => {
    if (hold() || !putAside(item, false)) return;
    setNote(null);
    announce(t('told.clipped', { title: titleOf(item) }));
  };
  const cut = (item: Item) => {
    if (hold() || isFixed(item)) return;
    const next = cutField(form, item.path);
    const title = titleOf(item);
    if (typeof next === 'string') return goOn(item.path, '', t(`clip.${next}`, { title }));
    if (!putAside(item, true)) return;
    const siblings = itemsOf(form, item.holder);
    const index = placeOf(form, item);
    edit(next);
    goOn((siblings[index + 1] ?? siblings[index - 1])?.path ?? null, t('told.cut', { title }), '');
  };
  const stay = ({ path, bar }: SeveralBar) => {
    const title = titleOf({ path });
    const why = bar === 'linked' ? t('sections.fixedAct', { title }) : t(`clip.${bar}`, { title });
    // Seen as well as heard.
    if (selectedPath !== undefined) setNote({ path: selectedPath, text: why });
    announce(why);
  };
  const count = chosen.length;
  /** What is done with all that are chosen; one step for undo. */
  const together = {
    move: (to: 'up' | 'down') => {
      const next = hold() ? form : moveTogether(form, chosen, to);
      if (next === form) return;
      edit(next);
      const [first] = sortTogether(next, chosen);
      announce(t('several.moved', { count, place: first ? placeOf(next, first) + 1 : 1 }));
    },
    remove: () => {
      if (hold()) return;
      const next = removeTogether(form, chosen);
      if ('bar' in next) return stay(next);
      goOnAfter(next);
      announce(t('several.removed', { count }));
    },
    clip: () => {
      if (hold() || !putAllAside(false)) return;
      announce(t('several.clipped', { count }));
    },
    cut: () => {
      if (hold()) return;
      const next = cutTogether(form, chosen);
      if ('bar' in next) return stay(next);
      if (!putAllAside(true)) return;
      goOnAfter(next);
      announce(t('several.cut', { count }));
    },
    end: () => select(selectedPath ?? null),
  };
  const putAllAside = (isCut: boolean): boolean => {
    const taken: Clip[] = [];
    for (const path of chosen) {
      const clip = takeClip(form, path, isCut);
      if (!clip) {
        stay({ path, bar: 'shared' });
        return false;
      }
      taken.push(clip);
    }
    const isKept = put(taken);
    if (!isKept) announce(t('clip.notKept', { title: t('several.fields', { count }) }));
    return isKept;
  };
  /** One goes on at the field behind those that went. */
  const goOnAfter = (next: Form) => {
    const siblings = selected ? itemsOf(form, selected.holder) : [];
    const last = siblings.findLastIndex(({ path }) => chosen.includes(path));
    const beside = siblings[last + 1] ?? siblings.findLast(({ path }) => !chosen.includes(path));
    edit(next);
    setAlso([]);
    goOn(beside?.path ?? null, '', '');
  };
  const pasteAt = (to: Target) => {
    if (hold()) return;
    const onClipboard = look();
    const title = sayClips(onClipboard);
    if (title === null) return announce(t('clip.nothing'));
    const pasted = pasteTogether(form, onClipboard, outside(form, to), Math.random);
    if (!pasted) return announce(t('clip.notHere', { title }));
    edit(pasted.form);
    setAlso([]);
    const fields = pasted.missing.map((name) => t('logic.quote', { text: name })).join(t('logic.comma'));
    goOn(
      pasted.paths.at(-1) ?? null,
      t('told.pasted', { title }),
      [
        ...(fields === '' ? [] : [t('clip.missing', { fields })]),
        ...(pasted.isUntold ? [t('clip.untold')] : []),
        ...(onClipboard.some(({ isConditional }) => isConditional) ? [t('clip.always')] : []),
      ].join(language === 'ja' ? '' : ' '),
    );
  };
  const paste = (holder: string | null) =>
    pasteAt(holder === null ? target : { holder, index: itemsOf(form, holder).length });
  /** Ctrl and space choose one more, Shift and an arrow the next; the outline has the same by itself. */
  const chooseByKey = (event: KeyboardEvent): boolean => {
    const path = fieldOfKey(event);
    const item = path === undefined ? undefined : findItem(form, path);
    if (!item || (event.target instanceof Element && event.target.closest('[role="row"]'))) return false;
    if (event.key === ' ' && (event.ctrlKey || event.metaKey)) toggle(item.path);
    else if (event.shiftKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const next = itemsOf(form, item.holder)[placeOf(form, item) + (event.key === 'ArrowDown' ? 1 : -1)];
      if (!next) return false;
      choose(rangeOf(form, selectedPath ?? item.path, next.path));
      setFocused({ on: 'field', path: next.path });
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const pressKey = (event: KeyboardEvent) => {
    if (chooseByKey(event)) return;
    const pressed = readClipKey(event);
    const item = pressed && findItem(form, pressed.path);
    if (!item) return;
    event.preventDefault();
    event.stopPropagation();
    const isAll = isMany && chosen.includes(item.path);
    if (pressed.act === 'cut') (isAll ? together.cut : () => cut(item))();
    else if (pressed.act === 'copy') (isAll ? together.clip : () => clipIt(item))();
    else pasteAt({ holder: item.holder, index: placeOf(form, item) + 1 });
  };
  const addInto = (holder: string | null) => {
    setInto(holder);
    setFace('add');
    setPane('add');
    setFocused({ on: 'search', path: null });
  };
  const actions = { step, copy, cut, clip: clipIt, paste, remove, addInto };
  return (
    <div className="space-y-4" onKeyDownCapture={pressKey}>
      <p role="status" className="sr-only">
        <span key={announcement.count}>{announcement.text}</span>
      </p>
      <div className="grid items-start gap-8 lg:grid-cols-[13rem_minmax(0,1fr)_18rem] lg:gap-6 xl:grid-cols-[15rem_minmax(0,1fr)_21rem]">
        <div ref={left} className={`space-y-4 ${beside} ${pane === 'add' ? '' : 'max-lg:hidden'}`}>
          <Switch
            label={t('face.label')}
            all={faces}
            value={face}
            onChange={setFace}
            say={(choice) => t(`face.${choice}`)}
            fills
          />
          {face === 'add' ? (
            <Palette
              purpose={form.purpose}
              where={sayTarget(t, form, target, selected, titleOf)}
              onAdd={add}
              onPut={putIn}
            />
          ) : (
            <OutlineTree
              form={form}
              selected={selected?.path ?? null}
              troubled={troubled}
              barTo={(item, holder) =>
                linkOver(form, item.path) || linkAround(form, holder)
                  ? 'linked'
                  : item.holder === holder
                    ? null
                    : barToMove(form, item.path, holder, isPublished)
              }
              chosen={chosen}
              onSelect={(paths) => (paths.length > 1 ? choose(paths) : select(paths[0] ?? null))}
              onPress={(path) => {
                // Only where the form is not beside the outline.
                if (middle.current?.checkVisibility() !== false) return;
                select(path, 'form');
                setFocused({ on: 'field', path });
              }}
              onOpen={(path) => {
                select(path, 'properties');
                setFocused({ on: 'title', path });
              }}
              onMove={move}
              onMoveAll={(items, to) => {
                const paths = items.map(({ path }) => path);
                const [first] = items;
                const next =
                  hold() || !first || linkAround(form, to.holder)
                    ? form
                    : first.holder === to.holder
                      ? moveTogether(form, paths, to.index)
                      : moveInto(form, paths, to, Math.random);
                if (next === form) return;
                edit(next);
                setAlso([]);
                onSelect(findItem(next, first?.path ?? '') ? (first?.path ?? null) : null);
                announce(t('several.moved', { count: items.length, place: to.index + 1 }));
              }}
              onStep={(item, by) => (isMany ? together.move(by === 1 ? 'down' : 'up') : step(item, by))}
            />
          )}
        </div>
        <div ref={middle} className={pane === 'form' ? '' : 'max-lg:hidden'}>
          <Canvas
            form={form}
            selected={selected?.path ?? null}
            troubled={troubled}
            onSelect={press}
            chosen={chosen}
            together={together}
            clipped={clipped}
            note={note && note.path === selected?.path ? note.text : null}
            ruled={ruled}
            onRules={onRules}
            {...actions}
          />
        </div>
        <div ref={right} className={`${beside} ${pane === 'properties' ? '' : 'max-lg:hidden'}`}>
          <PropertiesPanel
            form={form}
            item={selected}
            edit={edit}
            trouble={selected && sayFirst(t, form, selected, issues, words)}
            issues={issues}
          />
        </div>
      </div>
      <div
        className="sticky bottom-0 z-10 -mx-4 flex border-t border-solid-gray-420 bg-white lg:hidden"
        role="group"
        aria-label={t('rules:pane.label')}
      >
        {panes.map((choice) => (
          <button
            key={choice}
            type="button"
            aria-pressed={pane === choice}
            onClick={() => hold() || setPane(choice)}
            className={`min-h-14 min-w-0 flex-1 border-t-4 px-2 leading-tight ${pane === choice ? 'border-blue-900 bg-blue-50 font-bold text-blue-1000' : 'border-transparent'}`}
          >
            {choice === 'properties' && selected
              ? t('pane.propertiesOf', { title: titleOf(selected) })
              : t(`pane.${choice}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

/** What the check says of a field itself; what it says of its rules stands with them. */
function sayFirst(
  t: TFunction<'builder'>,
  form: Form,
  { path }: Item,
  issues: FieldsProps['issues'],
  words: RuleWords,
): string | undefined {
  const issue = issues.find((each) => !ruleAt(form, each.path) && itemAt(form, each.path)?.path === path);
  return issue && sayIssue(t, issue, form, words);
}

const placeOf = (form: Form, item: Item): number =>
  itemsOf(form, item.holder).findIndex((candidate) => candidate.path === item.path);

/** Where a field is put instead of in a section that others share: behind it. */
function outside(form: Form, target: Target): Target {
  const link = linkAround(form, target.holder);
  return link ? { holder: link.item.holder, index: placeOf(form, link.item) + 1 } : target;
}

function sayTarget(
  t: TFunction<'builder'>,
  form: Form,
  { holder, index }: Target,
  selected: Item | undefined,
  titleOf: (item: Item) => string,
): string {
  const group = allItems(outlineOf(form)).find((item) => holderMadeBy(item) === holder);
  const before = itemsOf(form, holder)[index - 1];
  if (group && (!selected || selected.holder !== holder)) return t('target.into', { title: titleOf(group) });
  return selected && before ? t('target.after', { title: titleOf(before) }) : t('target.end');
}
