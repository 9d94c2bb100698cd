import { useState, type KeyboardEvent, type MouseEvent } from 'react';
import { Tree, TreeItem, TreeItemContent } from 'react-aria-components/Tree';
import { useDragAndDrop } from 'react-aria-components/useDragAndDrop';
import { useTranslation } from 'react-i18next';
import type { MoveBar, Target } from '../../../forms/edit.ts';
import { allItems, findItem, holderMadeBy, itemsOf, outlineOf, type Item } from '../../../forms/outline.ts';
import { sortTogether } from '../../../forms/several.ts';
import type { Form } from '../../../forms/types.ts';
import { Icon } from '../../components/icon.tsx';
import { DragHandle } from '../kit/drag-handle.tsx';
import { KindIcon } from './kind-icon.tsx';
import { useTitleOf } from './words.ts';

type Props = {
  form: Form;
  selected: string | null;
  troubled: ReadonlyMap<string, string>;
  /** Why a field cannot be put there; null where it can. */
  barTo: (item: Item, holder: string) => MoveBar | null;
  /** All that are chosen, the selected one among them. */
  chosen: readonly string[];
  onSelect: (paths: string[]) => void;
  /** It was pressed: what it is may be looked at. */ onPress: (path: string) => void;
  onOpen: (path: string) => void;
  onMove: (item: Item, to: Target) => void;
  onMoveAll: (items: Item[], to: Target) => void;
  onStep: (item: Item, by: -1 | 1) => void;
};

/** All fields as a tree. Dragged by the handle (Enter, arrows, Enter on the keyboard too), or moved with Alt and an arrow; Enter opens the properties. */
export function OutlineTree(props: Props) {
  const { form, selected, chosen, troubled, barTo, onSelect, onPress, onOpen, onMove, onMoveAll, onStep } = props;
  const { t } = useTranslation('builder');
  const titleOf = useTitleOf(form);
  const outline = outlineOf(form);
  /** What stayed where it was, and why. */
  const [stayed, setStayed] = useState<{ form: Form; path: string; bar: MoveBar } | null>(null);
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    shouldAcceptItemDrop: (target) => {
      const item = findItem(form, String(target.key));
      return item !== undefined && holderMadeBy(item) !== undefined;
    },
    onMove: ({ keys, target }) => {
      const item = findItem(form, String([...keys][0]));
      const beside = findItem(form, String(target.key));
      if (!item || !beside) return;
      const holder = target.dropPosition === 'on' ? holderMadeBy(beside) : beside.holder;
      if (holder === undefined) return;
      const items = sortTogether(form, [...keys].map(String));
      for (const each of items) {
        const bar = barTo(each, holder);
        setStayed(bar && { form, path: each.path, bar });
        if (bar) return;
      }
      const siblings = itemsOf(form, holder);
      const index =
        target.dropPosition === 'on'
          ? siblings.length
          : siblings.findIndex(({ path }) => path === beside.path) + (target.dropPosition === 'after' ? 1 : 0);
      if (items.length > 1) onMoveAll(items, { holder, index });
      else onMove(item, { holder, index });
    },
  });
  const press = (event: KeyboardEvent) => {
    const item = selected === null ? undefined : findItem(form, selected);
    if (!item || !event.altKey || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    onStep(item, event.key === 'ArrowUp' ? -1 : 1);
  };
  const click = ({ target }: MouseEvent) => {
    const path =
      target instanceof Element &&
      !target.closest('button') &&
      target.closest('[role="row"]')?.getAttribute('data-key');
    if (path) onPress(path);
  };
  return (
    <div className="space-y-2">
      <p className="text-dns-14N-130 text-solid-gray-700">{t('outline.help')}</p>
      <p role="status" className="text-red-900">
        {stayed?.form === form && t(`stays.${stayed.bar}`, { title: titleOf(stayed) })}
      </p>
      <div onKeyDownCapture={press} onClickCapture={click}>
        <Tree
          aria-label={t('face.outline')}
          selectionMode="multiple"
          selectionBehavior="replace"
          disallowEmptySelection
          selectedKeys={chosen}
          onSelectionChange={(keys) => {
            const paths = keys === 'all' ? itemsOf(form, '').map(({ path }) => path) : [...keys].map(String);
            if (paths.length > 0 && !(paths.length === chosen.length && paths.every((path) => chosen.includes(path))))
              onSelect(paths);
          }}
          onAction={(key) => onOpen(String(key))}
          expandedKeys={allItems(outline).flatMap(({ path, items }) => (items.length > 0 ? [path] : []))}
          dragAndDropHooks={dragAndDropHooks}
          dependencies={[form, troubled]}
          className="space-y-1 outline-none [&_.react-aria-DropIndicator]:outline-2 [&_.react-aria-DropIndicator]:outline-blue-900"
        >
          {outline.map((item) => (
            <Branch key={item.path} item={item} level={0} form={form} troubled={troubled} />
          ))}
        </Tree>
      </div>
    </div>
  );
}

type BranchProps = { item: Item; level: number; form: Form; troubled: ReadonlyMap<string, string> };

function Branch({ item, level, form, troubled }: BranchProps) {
  const { t } = useTranslation('builder');
  const title = useTitleOf(form)(item);
  const wrong = troubled.has(item.path);
  return (
    <TreeItem
      id={item.path}
      textValue={title}
      className="rounded-8 data-drop-target:bg-blue-100 data-selected:bg-blue-50 data-selected:inset-ring-2 data-selected:inset-ring-blue-900 hover:bg-solid-gray-50"
    >
      <TreeItemContent>
        <div
          className="flex min-h-11 cursor-pointer items-center gap-1 py-1 pr-2"
          style={{ paddingInlineStart: `${level}rem` }}
        >
          <DragHandle name={title} />
          <KindIcon name={item.kind} />
          <span className="min-w-0 flex-1 leading-snug">{title}</span>
          {wrong && (
            <span className="inline-flex items-center text-red-1000">
              <Icon name="error" className="size-5" />
              <span className="sr-only">{t('rules:check.mend')}</span>
            </span>
          )}
        </div>
      </TreeItemContent>
      {item.items.map((inner) => (
        <Branch key={inner.path} item={inner} level={level + 1} form={form} troubled={troubled} />
      ))}
    </TreeItem>
  );
}
