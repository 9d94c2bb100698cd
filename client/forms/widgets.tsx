import type { RegistryWidgetsType, WidgetProps } from '@rjsf/utils';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox, CheckboxGroup, RadioGroup } from '../components/choice-group.tsx';
import { DateField } from '../components/date-field.tsx';
import { DateTimeField, TimeField, toTime } from '../components/date-time-field.tsx';
import { NumberField } from '../components/number-field.tsx';
import { Select } from '../components/select.tsx';
import { TextArea, TextField } from '../components/text-field.tsx';
import { PostalCodeInput } from './address-field.tsx';
import { allowedOf, isRequired, isSet, useSaid } from './logic.tsx';
import { RecordWidget } from './record-field.tsx';
import { SetField } from './set-field.tsx';
import { toldSoon } from './soon.tsx';

/** What every widget hands to our own field. The help is the form's `help` (ui:help) or the schema's description. */
function toField({ id, label, required, rawErrors, options, schema }: WidgetProps) {
  const help = options.help ?? options.description ?? schema.description;
  return {
    id,
    label,
    required: required ?? false,
    error: rawErrors?.[0],
    help: typeof help === 'string' ? help : undefined,
  };
}

function toChoices({ options }: WidgetProps) {
  return (options.enumOptions ?? []).map((choice, index) => ({ value: String(index), label: choice.label }));
}

const real = (props: WidgetProps, index: string): unknown => props.options.enumOptions?.[Number(index)]?.value;
const indexOf = (props: WidgetProps, value: unknown): string => {
  const index = (props.options.enumOptions ?? []).findIndex((choice) => choice.value === value);
  return index < 0 ? '' : String(index);
};
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function TextWidget(props: WidgetProps) {
  const type = props.schema.type;
  if (type === 'number' || type === 'integer') {
    const unit = props.options['unit'];
    return (
      <NumberField
        {...toField(props)}
        value={typeof props.value === 'number' || typeof props.value === 'string' ? props.value : null}
        unit={typeof unit === 'string' ? unit : undefined}
        readOnly={props.readonly}
        onChange={(value) => props.onChange(value ?? undefined)}
        onUnread={props.onChange}
      />
    );
  }
  const inputType =
    props.schema.format === 'email'
      ? 'email'
      : props.options.inputType === 'tel'
        ? 'tel'
        : props.options.inputType === 'time'
          ? 'time'
          : props.schema.format === 'uri'
            ? 'url'
            : 'text';
  return (
    <TextField
      {...toField(props)}
      type={inputType}
      value={text(props.value)}
      placeholder={props.placeholder}
      readOnly={props.readonly}
      onChange={(value) => props.onChange(value === '' ? undefined : value)}
    />
  );
}

function TextareaWidget(props: WidgetProps) {
  return (
    <TextArea
      {...toField(props)}
      value={text(props.value)}
      rows={props.options.rows ?? 5}
      placeholder={props.placeholder}
      readOnly={props.readonly}
      onChange={(value) => props.onChange(value === '' ? undefined : value)}
    />
  );
}

function SelectWidget(props: WidgetProps) {
  if (props.multiple) return <CheckboxesWidget {...props} />;
  return (
    <Select
      {...toField(props)}
      choices={toChoices(props)}
      value={indexOf(props, props.value)}
      onChange={(index) => props.onChange(index === '' ? undefined : real(props, index))}
    />
  );
}

function RadioWidget(props: WidgetProps) {
  return (
    <RadioGroup
      {...toField(props)}
      choices={toChoices(props)}
      value={indexOf(props, props.value)}
      onChange={(index) => props.onChange(real(props, index))}
    />
  );
}

function CheckboxesWidget(props: WidgetProps) {
  const values: unknown[] = Array.isArray(props.value) ? props.value : [];
  return (
    <CheckboxGroup
      {...toField(props)}
      choices={toChoices(props)}
      value={values.map((value) => indexOf(props, value)).filter((index) => index !== '')}
      onChange={(indexes) => props.onChange(indexes.map((index) => real(props, index)))}
    />
  );
}

function CheckboxWidget(props: WidgetProps) {
  const { required: _, ...field } = toField(props);
  return <Checkbox {...field} value={props.value === true} onChange={props.onChange} />;
}

function DateWidget(props: WidgetProps) {
  return (
    <DateField
      {...toField(props)}
      value={text(props.value) || null}
      readOnly={props.readonly}
      onChange={(value) => props.onChange(value ?? undefined)}
      onUnread={props.onChange}
    />
  );
}

function DateTimeWidget(props: WidgetProps) {
  return (
    <DateTimeField
      {...toField(props)}
      value={text(props.value) || null}
      readOnly={props.readonly}
      onChange={(value) => props.onChange(value ?? undefined)}
    />
  );
}

function TimeWidget(props: WidgetProps) {
  return (
    <TimeField
      {...toField(props)}
      value={text(props.value) || null}
      readOnly={props.readonly}
      onChange={(value) => props.onChange(value === null ? undefined : toTime(value))}
    />
  );
}

function UnsupportedWidget({ label }: WidgetProps) {
  const { t } = useTranslation('form');
  return <p>{t('unsupported', { label })}</p>;
}

/** A widget as the form's logic has it: required now, fewer choices, or showing what it is set to. */
function byLogic(Widget: ComponentType<WidgetProps>): ComponentType<WidgetProps> {
  return function LogicalWidget(props: WidgetProps) {
    const required = useSaid(isRequired);
    const allowed = useSaid(allowedOf);
    const set = useSaid(isSet);
    if (set) return <SetWidget {...props} />;
    const { enumOptions } = props.options;
    return (
      <Widget
        {...props}
        required={required || props.required}
        {...(allowed &&
          enumOptions && {
            options: { ...props.options, enumOptions: enumOptions.filter(({ value }) => allowed.includes(value)) },
          })}
      />
    );
  };
}

function SetWidget(props: WidgetProps) {
  // Neither required nor left to choice.
  const { required: _, ...field } = toField(props);
  return <SetField {...field} schema={props.schema} />;
}

/** A time of day as JSON Schema has it where the format asks for that, else as it is typed (14:05). */
function ClockWidget(props: WidgetProps) {
  return props.schema.format === 'time' ? (
    <TimeWidget {...props} />
  ) : (
    <TextWidget {...props} options={{ ...props.options, inputType: 'time' }} />
  );
}

/** By the names of `ui:widget`, and of formats, which rjsf looks for here first. */
export const drawn = {
  TextWidget,
  EmailWidget: TextWidget,
  URLWidget: TextWidget,
  UpDownWidget: TextWidget,
  RangeWidget: TextWidget,
  TextareaWidget,
  SelectWidget,
  RadioWidget,
  CheckboxesWidget,
  CheckboxWidget,
  DateWidget,
  DateTimeWidget,
  TimeWidget,
  // Nothing is typed: the form's logic says what stands there.
  calculated: (props: WidgetProps) => <TextWidget {...props} readonly />,
  FileWidget: UnsupportedWidget,
  time: ClockWidget,
  // Drawn by an address, which it fills in.
  postalCode: (props: WidgetProps) => (
    <PostalCodeInput field={toField(props)} value={text(props.value)} onChange={props.onChange} />
  ),
  // Drawn for what is answered with another record.
  record: (props: WidgetProps) => <RecordWidget field={toField(props)} props={props} />,
  tel: (props: WidgetProps) => <TextWidget {...props} options={{ ...props.options, inputType: 'tel' }} />,
} satisfies RegistryWidgetsType;

/** Those that are typed into, letter by letter; a day or a time is read when it is whole. */
const typed = new Set([
  'TextWidget',
  'EmailWidget',
  'URLWidget',
  'UpDownWidget',
  'RangeWidget',
  'TextareaWidget',
  'tel',
]);

export const widgets: RegistryWidgetsType = Object.fromEntries(
  Object.entries(drawn).map(([name, Widget]) => [
    name,
    toldSoon(byLogic(Widget as ComponentType<WidgetProps>), typed.has(name)),
  ]),
);
