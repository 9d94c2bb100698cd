import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { readChoices, wordsOf } from '../../../forms/edit.ts';
import { keepFurigana, withoutFurigana, type Furigana } from '../../../forms/furigana.ts';
import { uiOf, type Item } from '../../../forms/outline.ts';
import type { Form } from '../../../forms/types.ts';
import { kindsOfSource } from '../../../forms/ties.ts';
import { shownAs } from '../../../forms/walk.ts';
import { HelpText, labelText, RequirementBadge } from '../../components/field.tsx';
import { ProvideFurigana, WithFurigana } from '../../components/furigana.tsx';
import { Icon } from '../../components/icon.tsx';
import { isObject } from '../../lib/is-object.ts';
import { useTitleOf } from './words.ts';

type Props = { form: Form; item: Item };

/** A field as the form will show it, to look at: nothing in it can be reached. Drawn anew where something of itself changed, not with every other field of a long form. */
export const Sketch = memo(Drawn, isSame);

function isSame(before: Props, after: Props): boolean {
  const names = ['path', 'schema', 'kind', 'isRequired', 'isConditional'] as const;
  return (
    before.form.texts === after.form.texts &&
    names.every((name) => before.item[name] === after.item[name]) &&
    // What only JSON shows whole may be said elsewhere in the schema.
    (after.item.isOwn || before.form.schema === after.form.schema) &&
    uiOf(before.form, before.item.path) === uiOf(after.form, after.item.path)
  );
}

function Drawn({ form, item }: Props) {
  const { t, i18n } = useTranslation('builder');
  const title = useTitleOf(form)(item);
  const language = i18n.language === 'en' ? 'en' : 'ja';
  const typed = { ...wordsOf(form, item.path, 'ja'), ...wordsOf(form, item.path, language) };
  const furigana: Furigana = {};
  for (const text of [typed.title, typed.help, ...Object.values(typed.choices ?? {})])
    keepFurigana(furigana, text ?? '');
  const help = withoutFurigana(typed.help ?? '');
  const isGroup = item.kind === 'group' || item.kind === 'list';
  const shown = shownAs(item.schema);
  return (
    <ProvideFurigana texts={furigana}>
      <div inert className="flex flex-col gap-2 px-4 py-3">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span
            className={isGroup || shown === 'heading' || shown === 'page' ? 'text-[1.125rem] font-bold' : labelText}
          >
            <WithFurigana>{title}</WithFurigana>
          </span>
          {!isGroup && !shown && item.kind !== 'calculated' && <RequirementBadge required={item.isRequired} />}
          {(item.kind === 'list' || item.kind === 'page') && (
            <span className="text-dns-14N-130 text-solid-gray-700">{t(`kind.${item.kind}`)}</span>
          )}
        </span>
        {help && <HelpText>{help}</HelpText>}
        {shown === 'signature' && <span className="h-8 border-b border-solid-gray-900" />}
        {!isGroup && !shown && (
          <Control form={form} item={item} placeholder={typed.placeholder && withoutFurigana(typed.placeholder)} />
        )}
        {item.isConditional && (
          <span className="flex items-center gap-2 text-dns-14N-130 text-blue-1000">
            <Icon name="question" className="size-5" />
            {t('conditional')}
          </span>
        )}
      </div>
    </ProvideFurigana>
  );
}

const box = 'box flex items-center justify-between gap-2 text-solid-gray-600';

function Control({ form, item, placeholder }: { form: Form; item: Item; placeholder: string | undefined }) {
  const { t, i18n } = useTranslation('builder');
  const unit = item.schema['x-unit'];
  const widget = uiOf(form, item.path)?.['ui:widget'];
  switch (item.kind) {
    case 'raw':
      return <span className="rounded-8 bg-solid-gray-100 px-3 py-2 text-solid-gray-700">{t('rawHere')}</span>;
    case 'yesNo':
      return <Options choices={[t('rules:yes'), t('rules:no')]} isRound isRow />;
    case 'one':
    case 'several': {
      const choices = (readChoices(form, item.path) ?? []).map(({ ja, en, value }) =>
        withoutFurigana((i18n.language === 'en' ? en : undefined) || ja || value),
      );
      return widget === 'select' ? (
        <span className={box}>
          {t('common:field.choose')}
          <Icon name="down" />
        </span>
      ) : (
        <Options choices={choices} isRound={item.kind === 'one'} isRow={choices.length <= 3} />
      );
    }
    case 'oneListed':
    case 'severalListed':
      return (
        <span className={box}>
          {t('fromList', { list: t(`source.${sourceWord(sourceOf(item))}`) })}
          <Icon name="down" />
        </span>
      );
    case 'files':
      return <span className={`${box} w-fit font-bold`}>{t('form:files.choose')}</span>;
    case 'number':
      return (
        <span className="flex items-center gap-2">
          <span className={`${box} min-h-12 w-32`}>{placeholder}</span>
          {isObject(unit) && <b>{String((i18n.language === 'en' ? unit['en'] : undefined) ?? unit['ja'])}</b>}
        </span>
      );
    case 'date':
      return <Day />;
    case 'dateTime':
      return (
        <span className="flex flex-wrap gap-3">
          <Day />
          <span className={`${box} min-h-12 w-28`}>{t('timeHere')}</span>
        </span>
      );
    case 'period':
      return (
        <span className="flex flex-wrap items-center gap-3">
          <Day />
          {t('rangeHere')}
          <Day />
        </span>
      );
    case 'address':
      return (
        <span className="flex flex-col gap-2">
          <span className={`${box} min-h-12 w-40`}>〒</span>
          <span className={`${box} min-h-12`}>{t('addressHere')}</span>
        </span>
      );
    case 'calculated':
      return (
        <span className="flex items-center gap-2">
          <span className={`${box} min-h-12 w-32 bg-solid-gray-50`}>{t('calculatedHere')}</span>
          {isObject(unit) && <b>{String((i18n.language === 'en' ? unit['en'] : undefined) ?? unit['ja'])}</b>}
        </span>
      );
    case 'longText':
      return <span className={`${box} min-h-24 items-start`}>{placeholder}</span>;
    default:
      return <span className={`${box} min-h-12`}>{placeholder}</span>;
  }
}

function Day() {
  const { t } = useTranslation('builder');
  return (
    <span className={`${box} max-w-60`}>
      {t('dateHere')}
      <Icon name="calendar" />
    </span>
  );
}

/** The text that names a source: all that pick records have one. */
export const sourceWord = (source: string): string => (kindsOfSource(source) ? 'records' : source);

export function sourceOf(item: Item): string {
  const items = item.schema['items'];
  return String(item.schema['x-source'] ?? (isObject(items) ? items['x-source'] : ''));
}

function Options({ choices, isRound, isRow }: { choices: string[]; isRound?: boolean; isRow?: boolean }) {
  return (
    <span className={`flex flex-wrap gap-x-6 gap-y-2 ${isRow ? '' : 'flex-col'}`}>
      {choices.map((choice, index) => (
        <span key={index} className="flex items-center gap-2">
          <span
            className={`size-5 shrink-0 border-2 border-solid-gray-600 ${isRound ? 'rounded-full' : 'rounded-4'}`}
          />
          <WithFurigana>{choice}</WithFurigana>
        </span>
      ))}
    </span>
  );
}
