import { Tree, TreeItem, TreeItemContent } from 'react-aria-components/Tree';
import { useDragAndDrop } from 'react-aria-components/useDragAndDrop';
import { useTranslation } from 'react-i18next';
import { moveCondition, readCondition } from '../../../rules/edit.ts';
import type { Condition, FactModel, RuleSet } from '../../../rules/types.ts';
import { Icon } from '../../components/icon.tsx';
import { DragHandle } from './drag-handle.tsx';
import { useConditionWords, type Edit } from './condition-editor.tsx';
import { childrenOf, findCondition, standsIn } from './condition-place.ts';

type Props = {
  ruleSet: RuleSet;
  model: FactModel;
  root: string;
  label: string;
  selected: string | null;
  onSelect: (path: string | null) => void;
  edit: Edit;
  /** Places with something wrong. */ troubled: ReadonlySet<string>;
};

/** The conditions as a tree of sentences. One is chosen at a time; dragged by its handle, with the mouse or the keyboard. */
export function ConditionTree({ ruleSet, model, root, label, selected, onSelect, edit, troubled }: Props) {
  const say = useConditionWords(ruleSet, model);
  const top = readCondition(ruleSet, root);
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    shouldAcceptItemDrop: (target) => isGroup(readCondition(ruleSet, String(target.key))),
    onMove: ({ keys, target }) => {
      const from = String([...keys][0]);
      const to = String(target.key);
      const moved = readCondition(ruleSet, from);
      const beside = standsIn(to);
      const next =
        target.dropPosition === 'on'
          ? moveCondition(ruleSet, from, to)
          : beside
            ? moveCondition(ruleSet, from, beside.parent, beside.index + (target.dropPosition === 'after' ? 1 : 0))
            : ruleSet;
      if (next === ruleSet || !moved) return;
      edit(next);
      onSelect(findCondition(next, root, moved));
    },
  });
  if (!top) return null;
  return (
    <Tree
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={selected ? [selected] : []}
      onSelectionChange={(keys) => onSelect(keys === 'all' ? null : ([...keys].map(String)[0] ?? null))}
      expandedKeys={listGroups(top, root)}
      dragAndDropHooks={dragAndDropHooks}
      dependencies={[ruleSet, troubled]}
      className="space-y-1 outline-none [&_.react-aria-DropIndicator]:outline-2 [&_.react-aria-DropIndicator]:outline-blue-900"
    >
      <Branch key={root} condition={top} path={root} level={0} say={say} troubled={troubled} />
    </Tree>
  );
}

const isGroup = (condition: Condition | undefined): boolean =>
  condition !== undefined && ('all' in condition || 'any' in condition);

function listGroups(condition: Condition, path: string): string[] {
  const children = childrenOf(condition, path);
  return children.length === 0 ? [] : [path, ...children.flatMap((child) => listGroups(child.condition, child.path))];
}

type BranchProps = {
  condition: Condition;
  path: string;
  level: number;
  say: (condition: Condition) => string;
  troubled: ReadonlySet<string>;
};

function Branch({ condition, path, level, say, troubled }: BranchProps) {
  const { t } = useTranslation('rules');
  const text = say(condition);
  const group = !('fact' in condition) && !('condition' in condition);
  const wrong = troubled.has(path);
  return (
    <TreeItem
      id={path}
      textValue={text}
      className="rounded-8 data-drop-target:bg-blue-100 data-selected:bg-blue-50 data-selected:inset-ring-2 data-selected:inset-ring-blue-900 hover:bg-solid-gray-50"
    >
      <TreeItemContent>
        <div
          className="flex min-h-11 cursor-pointer items-center gap-1 py-1 pr-2"
          style={{ paddingInlineStart: `${level * 1.5}rem` }}
        >
          <DragHandle name={text} />
          <span className={`min-w-0 flex-1 leading-snug ${group ? 'font-bold text-solid-gray-700' : ''}`}>
            {'condition' in condition ? t('condition.quoted', { name: text }) : text}
          </span>
          {wrong && (
            <span className="inline-flex items-center gap-1 text-dns-14B-130 whitespace-nowrap text-red-1000">
              <Icon name="warn" className="size-5" />
              {t('check.mend')}
            </span>
          )}
        </div>
      </TreeItemContent>
      {childrenOf(condition, path).map((child) => (
        <Branch
          key={child.path}
          condition={child.condition}
          path={child.path}
          level={level + 1}
          say={say}
          troubled={troubled}
        />
      ))}
    </TreeItem>
  );
}
