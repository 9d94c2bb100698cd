import type {
  ArrayFieldItemTemplateProps,
  ArrayFieldTemplateProps,
  FieldTemplateProps,
  ObjectFieldTemplateProps,
  TemplatesType,
} from '@rjsf/utils';
import { getUiOptions } from '@rjsf/utils';
import { useTranslation } from 'react-i18next';
import { use, type ReactElement } from 'react';
import { WithFurigana } from '../components/furigana.tsx';
import { isPeriod, shownAs } from '../../forms/walk.ts';
import { Button } from '../components/button.tsx';
import { ErrorText, HelpText, RequirementBadge, labelText } from '../components/field.tsx';
import { hiddenIn, isRequired, isSet, isWanted, ProvidePlace, toPlace, useSaid } from './logic.tsx';
import { isObject } from '../lib/is-object.ts';
import { ShownFields } from './pages.ts';
import { SetField } from './set-field.tsx';

function FieldTemplate({ hidden, children, fieldPathId }: FieldTemplateProps) {
  return (
    <ProvidePlace path={fieldPathId.path}>
      {hidden ? <div hidden>{children}</div> : children}
      <WantedNote />
    </ProvidePlace>
  );
}

function WantedNote() {
  const { t } = useTranslation('form');
  return useSaid(isWanted) && <p className="mt-2 text-dns-16N-130 text-solid-gray-700">{t('wanted')}</p>;
}

/** Beside one another where there is room, in the order in which they are read. */
const twoColumns = 'grid items-start gap-8 sm:grid-cols-2';

type Property = ObjectFieldTemplateProps['properties'][number];
type Section = { head: Property | null; columns: boolean; body: Property[] };

/** What stands under each heading, and whether that is to be two columns; what stands before the first goes by the group itself. */
function toSections(
  properties: Property[],
  { properties: schemas = {} }: ObjectFieldTemplateProps['schema'],
  uiSchema: ObjectFieldTemplateProps['uiSchema'],
): Section[] {
  const inTwo = (ui: unknown): boolean => getUiOptions(isObject(ui) ? ui : {})['columns'] === 2;
  const sections: Section[] = [{ head: null, columns: inTwo(uiSchema), body: [] }];
  for (const property of properties) {
    const schema = schemas[property.name];
    const kind = isObject(schema) ? shownAs(schema) : undefined;
    if (kind === 'heading' || kind === 'page')
      sections.push({ head: property, columns: inTwo(uiSchema?.[property.name]), body: [] });
    else sections.at(-1)?.body.push(property);
  }
  return sections;
}

/** Two columns stay what they are whichever of their fields is there: what is drawn anew would lose what is being typed. */
export function drawSection(
  { head, columns, body }: Section,
  isDrawn: (name: string) => boolean,
  draw: (property: Property) => ReactElement,
): ReactElement[] {
  const shown = body.filter(({ name }) => isDrawn(name)).map(draw);
  const drawn =
    columns && shown.length > 0
      ? [
          <div key={`columns/${head?.name ?? ''}`} className={twoColumns}>
            {shown}
          </div>,
        ]
      : shown;
  return [...(head && isDrawn(head.name) ? [draw(head)] : []), ...drawn];
}

/** The form itself is a column; an object inside it is a group with a legend. */
function ObjectFieldTemplate({
  title,
  description,
  properties,
  fieldPathId,
  uiSchema,
  schema,
}: ObjectFieldTemplateProps) {
  // What is typed in a field that is hidden stays with the answers, and goes when they are sent.
  const hidden = useSaid(hiddenIn, toPlace(fieldPathId.path)).split('\n');
  const visible = properties.filter(({ name }) => !hidden.includes(toPlace([...fieldPathId.path, name])));
  const isRoot = fieldPathId.$id === 'root';
  const onPage = use(ShownFields);
  const isDrawn = (name: string): boolean => !isRoot || onPage === null || onPage.includes(name);
  const draw = (property: ObjectFieldTemplateProps['properties'][number]) => (
    <div key={property.name} className={property.hidden ? 'hidden' : 'min-w-0'}>
      {property.content}
    </div>
  );
  const fields = isPeriod(schema) ? (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-4">{visible.map(draw)}</div>
  ) : (
    <div className="flex flex-col gap-8">
      {toSections(visible, schema, uiSchema).flatMap((section) => drawSection(section, isDrawn, draw))}
    </div>
  );
  if (isRoot) return fields;
  const help = getUiOptions(uiSchema).description ?? description ?? schema.description;
  return (
    <fieldset id={fieldPathId.$id} tabIndex={-1}>
      {title && (
        <legend className="mb-2 text-[1.25rem] font-bold">
          <WithFurigana>{title}</WithFurigana>
        </legend>
      )}
      {help && <HelpText>{help}</HelpText>}
      <div className="mt-2 border-l-4 border-solid-gray-200 pl-4">{fields}</div>
    </fieldset>
  );
}

function ArrayFieldTemplate({
  title,
  items,
  canAdd,
  onAddClick,
  required,
  rawErrors,
  fieldPathId,
  schema,
  uiSchema,
}: ArrayFieldTemplateProps) {
  const { t } = useTranslation('form');
  const isAsked = useSaid(isRequired);
  const set = useSaid(isSet);
  const options = getUiOptions(uiSchema);
  const help = options.help ?? options.description ?? schema.description;
  if (set) return <SetField id={fieldPathId.$id} label={title} error={rawErrors?.[0]} schema={schema} />;
  return (
    <fieldset id={fieldPathId.$id} tabIndex={-1} className="flex flex-col gap-2">
      <legend className="mb-2 flex flex-wrap items-baseline gap-x-2">
        <span className={labelText}>
          <WithFurigana>{title}</WithFurigana>
        </span>
        <RequirementBadge required={(isAsked || required) ?? false} />
      </legend>
      {typeof help === 'string' && <HelpText>{help}</HelpText>}
      {items.length > 0 && <ul className="flex flex-col gap-4">{items}</ul>}
      {canAdd && (
        <div>
          <Button onPress={() => onAddClick()} label={t('addTo', { title })}>
            {t('add')}
          </Button>
        </div>
      )}
      {rawErrors?.[0] && <ErrorText>{rawErrors[0]}</ErrorText>}
    </fieldset>
  );
}

function ArrayFieldItemTemplate({ children, buttonsProps, index }: ArrayFieldItemTemplateProps) {
  const { t } = useTranslation('form');
  const { hasRemove, hasMoveUp, hasMoveDown, onRemoveItem, onMoveUpItem, onMoveDownItem } = buttonsProps;
  return (
    <li className="surface flex flex-col gap-2 sm:flex-row sm:items-end">
      <div className="min-w-0 flex-1">{children}</div>
      <div className="flex gap-1">
        {hasMoveUp && (
          <Button kind="text" onPress={() => onMoveUpItem()} label={t('moveUpItem', { n: index + 1 })}>
            {t('moveUp')}
          </Button>
        )}
        {hasMoveDown && (
          <Button kind="text" onPress={() => onMoveDownItem()} label={t('moveDownItem', { n: index + 1 })}>
            {t('moveDown')}
          </Button>
        )}
        {hasRemove && (
          <Button kind="text" onPress={() => onRemoveItem()} label={t('removeItem', { n: index + 1 })}>
            {t('remove')}
          </Button>
        )}
      </div>
    </li>
  );
}

const Nothing = () => null;

export const templates: Partial<Omit<TemplatesType, 'ButtonTemplates'>> = {
  FieldTemplate,
  ObjectFieldTemplate,
  ArrayFieldTemplate,
  ArrayFieldItemTemplate,
  ErrorListTemplate: Nothing,
};
