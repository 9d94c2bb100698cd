import type { MouseEvent } from 'react';
import { Toolbar } from 'react-aria-components/Toolbar';
import { useTranslation } from 'react-i18next';
import { canRemove, isInConditions, neededRole } from '../../../forms/edit.ts';
import { holderMadeBy, itemsOf, outlineOf, type Item } from '../../../forms/outline.ts';
import { linkOver, readLink } from '../../../forms/sections.ts';
import type { Form } from '../../../forms/types.ts';
import { Icon } from '../../components/icon.tsx';
import { Sketch } from './sketch.tsx';
import { useTitleOf } from './words.ts';

type Actions = {
  cut: (item: Item) => void;
  /** Onto the clipboard. */
  clip: (item: Item) => void;
  /** The field from the clipboard: into a group or list, or after the selected field. */
  paste: (holder: string | null) => void;
  step: (item: Item, by: -1 | 1) => void;
  copy: (item: Item) => void;
  remove: (item: Item) => void;
  /** Goes to what can be added: into a group or list, or after the selected field. */
  addInto: (holder: string | null) => void;
};

type Together = {
  move: (to: 'up' | 'down') => void;
  cut: () => void;
  clip: () => void;
  remove: () => void;
  end: () => void;
};

type Props = Actions & {
  form: Form;
  selected: string | null;
  troubled: ReadonlyMap<string, string>;
  /** A field was pressed; with Ctrl or Shift several are chosen. */
  onSelect: (path: string, event: MouseEvent) => void;
  /** All that are chosen, the selected one among them. */
  chosen: readonly string[];
  /** What is done with all of them, where they are several. */
  together: Together;
  /** What is on the clipboard, as it is called; null: nothing. */
  clipped: string | null;
  /** What is to be known of the selected field after it was pasted or could not be cut. */
  note: string | null;
  /** How many rules speak of a field, by its path. */
  ruled: ReadonlyMap<string, number>;
  /** Goes to the rules that speak of a field. */
  onRules: (path: string) => void;
};

/** The form as it will look. A field is selected where it stands, and carries what can be done with it. */
export function Canvas(props: Props) {
  const { t } = useTranslation('builder');
  const outline = outlineOf(props.form);
  return (
    <section aria-label={t('pane.form')} className="rounded-12 bg-solid-gray-50 p-3 sm:p-4">
      {outline.length === 0 && <p className="pb-4">{t('empty')}</p>}
      <Blocks {...props} items={outline} />
      {(props.selected === null || outline.length === 0) && (
        <div className="space-y-3">
          <AddHere onPress={() => props.addInto(null)} />
          <PasteHere clipped={props.clipped} onPress={() => props.paste(null)} />
        </div>
      )}
    </section>
  );
}

function Blocks({ items, ...props }: Props & { items: readonly Item[] }) {
  return (
    <ul className="space-y-3">
      {items.map((item) => (
        <Block key={item.path} {...props} item={item} />
      ))}
    </ul>
  );
}

function Block({ item, ...props }: Props & { item: Item }) {
  const { t } = useTranslation('builder');
  const { form, selected, chosen, together, troubled, onSelect, addInto, ruled, onRules, clipped, note, paste } = props;
  const rules = ruled.get(item.path);
  const title = useTitleOf(form)(item);
  const here = item.path === selected;
  const holder = holderMadeBy(item);
  const trouble = troubled.get(item.path);
  /** What stands in it only its section says. */
  const isLinked = readLink(item.schema) !== undefined || linkOver(form, item.path) !== undefined;
  return (
    <li className="space-y-3">
      <div
        className={`rounded-8 border bg-white ${here || chosen.includes(item.path) ? 'border-2 border-blue-900' : trouble ? 'border-red-900' : 'border-solid-gray-300'}`}
      >
        {here &&
          (chosen.length > 1 ? (
            <SeveralTools count={chosen.length} {...together} />
          ) : (
            <Tools {...props} item={item} title={title} />
          ))}
        {here && note !== null && (
          <p className="flex items-start gap-2 border-b border-solid-gray-300 bg-yellow-100 px-4 py-2">
            <Icon name="warn" className="mt-0.5 size-5" />
            {note}
          </p>
        )}
        <div className="relative">
          <Sketch form={form} item={item} />
          <button
            type="button"
            data-field={item.path}
            aria-label={t(item.isRequired ? 'field.required' : 'field.optional', {
              title,
              kind: t(`kind.${item.kind}`),
            })}
            aria-current={here || undefined}
            aria-pressed={chosen.length > 1 ? chosen.includes(item.path) : undefined}
            onClick={(event) => onSelect(item.path, event)}
            className="absolute inset-0 rounded-8 hover:bg-blue-900/5"
          />
        </div>
        {trouble && (
          <p className="flex items-start gap-2 px-4 pb-3 text-red-900">
            <Icon name="error" className="mt-0.5 size-5" />
            {trouble}
          </p>
        )}
        {rules !== undefined && (
          <button
            type="button"
            aria-label={t('logic.markOf', { title, count: rules })}
            className="link mx-4 mb-2 inline-flex min-h-11 items-center gap-2 text-dns-14N-130"
            onClick={() => onRules(item.path)}
          >
            <Icon name="again" className="size-5" />
            {t('logic.mark', { count: rules })}
          </button>
        )}
        {holder !== undefined && (
          <div className="ml-4 space-y-3 border-l-4 border-solid-gray-200 p-3 pl-4">
            <Blocks {...props} items={item.items} />
            {!isLinked && (
              <button
                type="button"
                className="link inline-flex min-h-11 items-center gap-1"
                onClick={() => addInto(holder)}
              >
                {t('addInto', { title })}
              </button>
            )}
            {here && !isLinked && clipped !== null && (
              <button type="button" className="link block min-h-11 text-left" onClick={() => paste(holder)}>
                {t('pasteInto', { title, clipped })}
              </button>
            )}
          </div>
        )}
      </div>
      {here && (
        <>
          <AddHere onPress={() => addInto(null)} />
          <PasteHere clipped={clipped} onPress={() => paste(null)} />
        </>
      )}
    </li>
  );
}

function AddHere({ onPress }: { onPress: () => void }) {
  const { t } = useTranslation('builder');
  return (
    <button
      type="button"
      onClick={onPress}
      className="flex min-h-11 w-full items-center justify-center rounded-8 border-2 border-dashed border-blue-900 bg-blue-50 font-bold text-blue-1000 hover:underline"
    >
      {t('addHere')}
    </button>
  );
}

function PasteHere({ clipped, onPress }: { clipped: string | null; onPress: () => void }) {
  const { t } = useTranslation('builder');
  return (
    clipped !== null && (
      <button
        type="button"
        onClick={onPress}
        className="flex min-h-11 w-full items-center justify-center rounded-8 border border-solid-gray-420 bg-white px-3 py-1 hover:underline"
      >
        {t('paste', { clipped })}
      </button>
    )
  );
}

const tool =
  'inline-flex min-h-11 items-center gap-1 px-3 text-white hover:bg-blue-1000 hover:underline aria-disabled:text-blue-200 aria-disabled:no-underline';

type ToolsProps = Actions & { form: Form; item: Item; title: string };

function Tools({ form, item, title, step, copy, cut, clip, remove }: ToolsProps) {
  const { t } = useTranslation('builder');
  const siblings = itemsOf(form, item.holder);
  const index = siblings.findIndex(({ path }) => path === item.path);
  const kept = useKept(form, item);
  const isFixed = linkOver(form, item.path) !== undefined;
  const button = (name: string, act: () => void, closed: boolean) => (
    <button
      type="button"
      className={tool}
      aria-label={t('doWith', { action: t(`do.${name}`), title })}
      aria-disabled={closed || undefined}
      onClick={closed ? undefined : act}
    >
      {t(`do.${name}`)}
    </button>
  );
  return (
    <div className="bg-blue-900">
      <Toolbar aria-label={t('doAny', { title })} className="flex flex-wrap">
        {button('up', () => step(item, -1), isFixed || index <= 0)}
        {button('down', () => step(item, 1), isFixed || index >= siblings.length - 1)}
        {button('copy', () => copy(item), isFixed || !item.isOwn)}
        {button('cut', () => cut(item), isFixed || !item.isOwn)}
        {button('clip', () => clip(item), !item.isOwn)}
        {button('remove', () => remove(item), kept !== null)}
      </Toolbar>
      {kept && <p className="px-3 pb-2 text-dns-14N-130 text-white">{kept}</p>}
    </div>
  );
}

/** Why a field cannot be removed; null where it can. */
function useKept(form: Form, item: Item): string | null {
  const { t } = useTranslation('builder');
  if (linkOver(form, item.path)) return t('sections.fixedShort');
  if (neededRole(form, item) !== undefined) return t('kept.role');
  if (isInConditions(form, item.path)) return t('kept.condition');
  return canRemove(form, item.path) ? null : t('kept.shared');
}

/** What can be done with all fields that are chosen together. */
function SeveralTools({ count, move, cut, clip, remove, end }: Together & { count: number }) {
  const { t } = useTranslation('builder');
  const button = (name: string, act: () => void) => (
    <button type="button" className={tool} aria-label={t('several.do', { action: name, count })} onClick={act}>
      {name}
    </button>
  );
  return (
    <div className="bg-blue-900">
      <p className="px-3 pt-2 font-bold text-white">{t('several.chosen', { count })}</p>
      <Toolbar aria-label={t('several.tools', { count })} className="flex flex-wrap">
        {button(t('do.up'), () => move('up'))}
        {button(t('do.down'), () => move('down'))}
        {button(t('do.cut'), cut)}
        {button(t('do.clip'), clip)}
        {button(t('do.remove'), remove)}
        {button(t('several.end'), end)}
      </Toolbar>
    </div>
  );
}
