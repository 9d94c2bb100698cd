import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  markedOf,
  newChoice,
  readChoices,
  setChoices,
  setDrawing,
  setEnds,
  setKeywords,
  setMarks,
  setRequired,
  setTelling,
  setWords,
  wordsOf,
  type WordedChoice,
} from '../../../forms/edit.ts';
import { conversionOf, convertField } from '../../../forms/convert.ts';
import { fileKinds } from '../../../forms/answer-files.ts';
import { marksOf } from '../../../forms/marks.ts';
import { uiOf, type Item } from '../../../forms/outline.ts';
import { units } from '../../../forms/presets.ts';
import { purposes } from '../../../forms/purposes.ts';
import { linkOver, listLinks } from '../../../forms/sections.ts';
import type { Form } from '../../../forms/types.ts';
import { shownAs } from '../../../forms/walk.ts';
import { Checkbox } from '../../components/choice-group.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Select } from '../../components/select.tsx';
import { TextArea, TextField } from '../../components/text-field.tsx';
import { isObject } from '../../lib/is-object.ts';
import { SmallButton } from '../kit/action-menu.tsx';
import { CalculationFields } from './calculation-fields.tsx';
import { KindIcon } from './kind-icon.tsx';
import { FieldLogic } from './logic/field-logic.tsx';
import type { Issues } from './logic/rule-list.tsx';
import { ToChoices } from './to-choices.tsx';
import { RecordFields } from './record-fields.tsx';
import { LinkPanel } from './sections/link-panel.tsx';
import { useTitleOf, type Edit } from './words.ts';

type Props = { form: Form; item: Item; edit: Edit };

/** What one field is called, how it is answered and who may know; without one, what the form is called. */
export function PropertiesPanel({
  form,
  item,
  edit,
  trouble,
  issues,
}: Omit<Props, 'item'> & { item: Item | undefined; trouble: string | undefined; issues: Issues }) {
  const { t } = useTranslation('builder');
  const titleOf = useTitleOf(form);
  if (!item)
    return (
      <section aria-label={t('pane.properties')} className="space-y-6">
        <p className="text-solid-gray-700">{t('chooseField')}</p>
        <FormWords form={form} edit={edit} />
      </section>
    );
  const isGroup = item.kind === 'group' || item.kind === 'list';
  const isAnswered = !isGroup && !shownAs(item.schema);
  const link = listLinks(form).find((each) => each.item.path === item.path);
  const over = linkOver(form, item.path);
  const head = (
    <div>
      <p className="flex items-center gap-2 text-dns-14N-130 text-solid-gray-700">
        <KindIcon name={item.kind} />
        {t(`kind.${item.kind}`)}
      </p>
      <h2>{titleOf(item)}</h2>
    </div>
  );
  if (over)
    return (
      <section aria-label={t('pane.properties')} className="space-y-6" key={item.path}>
        {head}
        <p>{t('sections.fixed', { name: titleOf(over.item) })}</p>
        {item.isOwn && isAnswered && <Telling form={form} item={item} edit={edit} isFixed />}
      </section>
    );
  return (
    <section aria-label={t('pane.properties')} className="space-y-6" key={item.path}>
      {head}
      {link && <LinkPanel form={form} link={link} edit={edit} />}
      <Words form={form} item={item} edit={edit} trouble={trouble} />
      {item.isOwn && isAnswered && item.kind !== 'calculated' && (
        <Checkbox
          label={t(item.isConditional ? 'requiredWhenAsked' : 'required')}
          value={item.isRequired}
          onChange={(required) => edit(setRequired(form, item.path, required))}
        />
      )}
      <Convert form={form} item={item} edit={edit} />
      {item.isOwn && item.kind === 'text' && <ToChoices form={form} item={item} edit={edit} />}
      {item.isOwn && !link && <Settings form={form} item={item} edit={edit} />}
      <FieldLogic form={form} item={item} edit={edit} issues={issues} />
      {item.isOwn && isAnswered && <Telling form={form} item={item} edit={edit} />}
      <Disclosure title={t('asJson')}>
        <p className="text-dns-14N-130 text-solid-gray-700">{t('nameKept')}</p>
        <pre className="overflow-x-auto text-dns-14N-130 whitespace-pre-wrap">
          {JSON.stringify({ [item.name]: item.schema }, null, 2)}
        </pre>
      </Disclosure>
    </section>
  );
}

function FormWords({ form, edit }: Omit<Props, 'item'>) {
  const { t } = useTranslation('builder');
  const { ja, en } = form.texts;
  const field = (language: 'ja' | 'en', key: 'name' | 'description' | 'submit') => ({
    label: t(`form.${key}.${language}`),
    value: (language === 'ja' ? ja[key] : en?.[key]) ?? '',
    onChange: (text: string) => {
      const before = language === 'ja' ? ja : (en ?? { name: ja.name, fields: {} });
      const { [key]: _, ...others } = before;
      const next = text === '' && key !== 'name' ? others : { ...before, [key]: text };
      edit({ ...form, texts: { ...form.texts, [language]: next } }, `form ${key} ${language}`);
    },
  });
  return (
    <>
      <TextField {...field('ja', 'name')} />
      <TextArea rows={3} {...field('ja', 'description')} />
      <TextField {...field('ja', 'submit')} />
      <Disclosure title={t('english')}>
        <div className="space-y-6 py-2">
          <TextField {...field('en', 'name')} />
          <TextArea rows={3} {...field('en', 'description')} />
          <TextField {...field('en', 'submit')} />
        </div>
      </Disclosure>
    </>
  );
}

const placed = new Set(['text', 'longText', 'kana', 'telephone', 'email', 'number']);

function Words({ form, item, edit, trouble }: Props & { trouble: string | undefined }) {
  const { t } = useTranslation('builder');
  const field = (language: 'ja' | 'en', key: 'title' | 'help' | 'placeholder') => ({
    label: t(`words.${key}.${language}`),
    value: wordsOf(form, item.path, language)[key] ?? '',
    onChange: (text: string) =>
      edit(setWords(form, item.path, language, { [key]: text }), `${key} ${language} ${item.path}`),
  });
  return (
    <>
      <TextField {...field('ja', 'title')} help={t('words.furigana')} error={trouble ?? null} />
      <TextField {...field('en', 'title')} />
      <TextArea rows={2} {...field('ja', 'help')} />
      <Disclosure title={t(placed.has(item.kind) ? 'moreWords' : 'englishHelp')}>
        <div className="space-y-6 py-2">
          <TextArea rows={2} {...field('en', 'help')} />
          {placed.has(item.kind) && (
            <>
              <TextField {...field('ja', 'placeholder')} />
              <TextField {...field('en', 'placeholder')} />
            </>
          )}
        </div>
      </Disclosure>
    </>
  );
}

function Settings({ form, item, edit }: Props) {
  const { t } = useTranslation('builder');
  const limit = (key: string) => ({
    label: t(`limit.${key}`),
    value: typeof item.schema[key] === 'number' ? item.schema[key] : null,
    onChange: (value: number | null) =>
      edit(setKeywords(form, item.path, { [key]: value ?? undefined }), `${key} ${item.path}`),
  });
  switch (item.kind) {
    case 'number':
      return (
        <>
          <Unit form={form} item={item} edit={edit} />
          <div className="grid grid-cols-2 gap-4">
            <NumberField {...limit('minimum')} />
            <NumberField {...limit('maximum')} />
          </div>
          <Checkbox
            label={t('decimals')}
            value={item.schema['type'] === 'number'}
            onChange={(decimals) => edit(setKeywords(form, item.path, { type: decimals ? 'number' : 'integer' }))}
          />
        </>
      );
    case 'calculated':
      return <CalculationFields form={form} item={item} edit={edit} />;
    case 'period':
      return <PeriodFields form={form} item={item} edit={edit} />;
    case 'text':
    case 'longText':
    case 'kana':
      return <NumberField {...limit('maxLength')} />;
    case 'files':
      return <FileFields form={form} item={item} edit={edit} />;
    case 'oneListed':
    case 'severalListed':
      return <RecordFields form={form} item={item} edit={edit} />;
    case 'list':
      return (
        <>
          <div className="grid grid-cols-2 gap-4">
            <NumberField {...limit('minItems')} />
            <NumberField {...limit('maxItems')} />
          </div>
          <Columns form={form} at={`${item.path}[]`} edit={edit} />
        </>
      );
    case 'page':
    case 'heading':
    case 'group':
      return <Columns form={form} at={item.path} edit={edit} />;
    case 'one':
    case 'several':
      return <Choices form={form} item={item} edit={edit} />;
    default:
      return null;
  }
}

/** Another kind that loses no answer. */
function Convert({ form, item, edit }: Props) {
  const { t } = useTranslation('builder');
  const to = conversionOf(form, item);
  if (to === null) return null;
  return (
    <div className="space-y-1">
      <SmallButton onPress={() => edit(convertField(form, item))}>{t(`convert.${to}`)}</SmallButton>
      <p className="text-dns-14N-130 text-solid-gray-700">
        {t(item.kind === 'longText' ? 'convert.linesHelp' : 'convert.help')}
      </p>
    </div>
  );
}

function FileFields({ form, item, edit }: Props) {
  const { t } = useTranslation('builder');
  const items = isObject(item.schema['items']) ? item.schema['items'] : {};
  const most = item.schema['maxItems'];
  return (
    <>
      <Select
        label={t('files.kind')}
        value={String(items['x-file'])}
        choices={fileKinds.map((kind) => ({ value: kind, label: t(`preset.${kind}`) }))}
        onChange={(kind) => edit(setKeywords(form, item.path, { items: { ...items, 'x-file': kind } }))}
      />
      <NumberField
        label={t('files.most')}
        help={t('files.mostHelp')}
        value={typeof most === 'number' ? most : null}
        onChange={(maxItems) =>
          edit(setKeywords(form, item.path, { maxItems: maxItems ?? undefined }), `maxItems ${item.path}`)
        }
      />
    </>
  );
}

function Unit({ form, item, edit }: Props) {
  const { t, i18n } = useTranslation('builder');
  const unit = item.schema['x-unit'];
  const ja = isObject(unit) ? String(unit['ja']) : '';
  const en = isObject(unit) && typeof unit['en'] === 'string' ? unit['en'] : '';
  const known = units.find((candidate) => candidate.ja === ja);
  const [other, setOther] = useState(ja !== '' && known === undefined);
  const put = (japanese: string, english: string, about: string | null = null) =>
    edit(
      setKeywords(form, item.path, {
        'x-unit': japanese === '' ? undefined : { ja: japanese, ...(english && { en: english }) },
      }),
      about,
    );
  return (
    <>
      <Select
        label={t('unitLabel')}
        empty={t('unitNone')}
        value={other ? 'other' : (known?.ja ?? '')}
        choices={[
          ...units.map((candidate) => ({
            value: candidate.ja,
            label: i18n.language === 'en' ? candidate.en : candidate.ja,
          })),
          { value: 'other', label: t('unitOther') },
        ]}
        onChange={(value) => {
          setOther(value === 'other');
          const chosen = units.find((candidate) => candidate.ja === value);
          if (value !== 'other') put(chosen?.ja ?? '', chosen?.en ?? '');
        }}
      />
      {other && (
        <div className="grid grid-cols-2 gap-4">
          <TextField label={t('unitJa')} value={ja} onChange={(text) => put(text, en, `unit ja ${item.path}`)} />
          <TextField label={t('unitEn')} value={en} onChange={(text) => put(ja, text, `unit en ${item.path}`)} />
        </div>
      )}
    </>
  );
}

/** Of a heading or page what stands below it, of a group or list what stands in it. */
function Columns({ form, at, edit }: Omit<Props, 'item'> & { at: string }) {
  const { t } = useTranslation('builder');
  const given = uiOf(form, at)?.['ui:options'];
  const { columns, ...options } = isObject(given) ? given : {};
  return (
    <Checkbox
      label={t('columns')}
      help={t('columnsHelp')}
      value={columns === 2}
      onChange={(two) => {
        const next = { ...options, ...(two && { columns: 2 }) };
        edit(setDrawing(form, at, { 'ui:options': Object.keys(next).length === 0 ? undefined : next }));
      }}
    />
  );
}

function PeriodFields({ form, item, edit }: Props) {
  const { t } = useTranslation('builder');
  return (
    <>
      <Checkbox
        label={t('period.withTime')}
        value={markedOf(item)['format'] === 'date-time'}
        onChange={(timed) => edit(setEnds(form, item, { format: timed ? 'date-time' : 'date' }))}
      />
      <Disclosure title={t('period.words')}>
        <div className="space-y-6 py-2">
          {(['from', 'to'] as const).flatMap((end) =>
            (['ja', 'en'] as const).map((language) => (
              <TextField
                key={`${end} ${language}`}
                label={t(`period.${end}.${language}`)}
                value={wordsOf(form, `${item.path}.${end}`, language).title ?? ''}
                onChange={(title) =>
                  edit(
                    setWords(form, `${item.path}.${end}`, language, { title }),
                    `title ${language} ${item.path}.${end}`,
                  )
                }
              />
            )),
          )}
        </div>
      </Disclosure>
    </>
  );
}

function Choices({ form, item, edit }: Props) {
  const { t } = useTranslation('builder');
  const choices = readChoices(form, item.path) ?? [];
  const put = (next: readonly WordedChoice[], about: string | null = null) =>
    edit(setChoices(form, item.path, next), about);
  const widget = uiOf(form, item.path)?.['ui:widget'];
  const [few, many] = item.kind === 'one' ? ['radio', 'select'] : ['checkboxes', 'select'];
  return (
    <fieldset className="space-y-3">
      <legend className="font-bold">{t('choices.title')}</legend>
      <ol className="space-y-4">
        {choices.map((choice, index) => (
          <li key={choice.value} className="space-y-2 border-l-4 border-solid-gray-200 pl-3">
            <TextField
              label={t('choices.ja', { number: index + 1 })}
              value={choice.ja}
              onChange={(ja) => put(choices.with(index, { ...choice, ja }), `choice ja ${item.path} ${choice.value}`)}
            />
            <TextField
              label={t('choices.en', { number: index + 1 })}
              value={choice.en ?? ''}
              onChange={(en) => put(choices.with(index, { ...choice, en }), `choice en ${item.path} ${choice.value}`)}
            />
            <span className="flex flex-wrap gap-2">
              <SmallButton
                label={t('choices.upOne', { number: index + 1 })}
                closed={index === 0}
                onPress={() => put(choices.toSpliced(index, 1).toSpliced(index - 1, 0, choice))}
              >
                {t('rules:up')}
              </SmallButton>
              <SmallButton
                label={t('choices.downOne', { number: index + 1 })}
                closed={index === choices.length - 1}
                onPress={() => put(choices.toSpliced(index, 1).toSpliced(index + 1, 0, choice))}
              >
                {t('rules:down')}
              </SmallButton>
              <SmallButton
                label={t('choices.removeOne', { number: index + 1 })}
                closed={choices.length === 1}
                onPress={() => put(choices.toSpliced(index, 1))}
              >
                {t('rules:remove')}
              </SmallButton>
            </span>
          </li>
        ))}
      </ol>
      <SmallButton onPress={() => put([...choices, newChoice(Math.random)])}>{t('choices.add')}</SmallButton>
      {item.kind === 'one' && (
        <Checkbox
          label={t('choices.asList')}
          value={widget === many}
          onChange={(listed) => edit(setDrawing(form, item.path, { 'ui:widget': listed ? many : few }))}
        />
      )}
    </fieldset>
  );
}

/** The first part of a field that is a group to the schema: all say the same. */
const partOf = ({ schema }: Item): string =>
  isObject(schema['properties']) ? (Object.keys(schema['properties'])[0] ?? '') : '';

/** Whom a field is told to. `isFixed`: whether it is personal says the section that it is part of. */
function Telling({ form, item, edit, isFixed = false }: Props & { isFixed?: boolean }) {
  const { t } = useTranslation('builder');
  const { audiences } = purposes[form.purpose] ?? { audiences: [] };
  const marked = markedOf(item);
  const tell = isObject(marked['x-tell']) ? marked['x-tell'] : {};
  const audienceCount = audiences.filter((audience) => tell[audience] !== undefined).length;
  return (
    <div className="space-y-3 border-t border-solid-gray-300 pt-4">
      <h3>{t('tell.title')}</h3>
      {!isFixed && (
        <Checkbox
          label={t('personal')}
          help={t('personalHelp')}
          value={
            marksOf(form).get(
              item.kind === 'period' || item.kind === 'address' ? `${item.path}.${partOf(item)}` : item.path,
            )?.personal ?? false
          }
          onChange={(personal) => edit(setMarks(form, item.path, { 'x-personal': personal }))}
        />
      )}
      {audiences.length > 0 && (
        <Disclosure title={audienceCount === 0 ? t('tell.nobody') : t('tell.some', { count: audienceCount })}>
          <div className="space-y-4 py-2">
            <p className="text-dns-14N-130 text-solid-gray-700">{t('tell.help')}</p>
            {audiences.map((audience) => (
              <Select
                key={audience}
                label={t(`audience.${audience}`)}
                empty={t('tell.not')}
                value={String(tell[audience] ?? '')}
                choices={(['consent', 'always'] as const).map((condition) => ({
                  value: condition,
                  label: t(`tell.${condition}`),
                }))}
                onChange={(value) =>
                  edit(
                    setTelling(
                      form,
                      item.path,
                      audience,
                      value === 'always' || value === 'consent' ? value : undefined,
                    ),
                  )
                }
              />
            ))}
          </div>
        </Disclosure>
      )}
      {typeof item.schema['x-role'] === 'string' && (
        <p className="text-dns-14N-130 text-solid-gray-700">{t('hasRole')}</p>
      )}
    </div>
  );
}
