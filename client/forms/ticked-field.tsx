import { getUiOptions, type FieldProps } from '@rjsf/utils';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { CheckboxGroup } from '../components/choice-group.tsx';
import { ErrorText } from '../components/field.tsx';
import { TextField } from '../components/text-field.tsx';

/** A list of names: those in `ui:suggestions` are ticked, others are added below. */
export function TickedField({
  formData,
  onChange,
  fieldPathId,
  schema,
  uiSchema,
  required,
  name,
  rawErrors,
}: FieldProps) {
  const { t } = useTranslation('form');
  const options = getUiOptions(uiSchema);
  const suggestions = (options['suggestions'] ?? []) as string[];
  const label = options.title ?? schema.title ?? name;
  const help = options.help ?? options.description ?? schema.description;
  const names = (Array.isArray(formData) ? formData : []).map((one: unknown) => (typeof one === 'string' ? one : ''));
  const ticked = names.filter((one) => suggestions.includes(one));
  const others = names.filter((one) => !suggestions.includes(one));
  const put = (next: string[]) => onChange(next.length === 0 ? undefined : next, fieldPathId.path);
  return (
    <div className="space-y-4" id={fieldPathId.$id} tabIndex={-1}>
      {suggestions.length > 0 && (
        <CheckboxGroup
          label={label}
          required={required ?? false}
          help={typeof help === 'string' ? help : undefined}
          value={ticked}
          onChange={(now) => put([...now, ...others])}
          choices={suggestions.map((one) => ({ value: one, label: one }))}
        />
      )}
      {others.map((other, index) => (
        <div key={index} className="flex flex-wrap items-end gap-2">
          <TextField
            className="min-w-60 flex-1"
            label={t('otherName', { label, number: index + 1 })}
            value={other}
            onChange={(text) => put([...ticked, ...others.with(index, text)])}
            maxLength={200}
          />
          <Button
            kind="text"
            onPress={() => put([...ticked, ...others.toSpliced(index, 1)])}
            label={t('removeItem', { n: index + 1 })}
          >
            {t('remove')}
          </Button>
        </div>
      ))}
      <Button onPress={() => put([...ticked, ...others, ''])} label={t('addTo', { title: label })}>
        {t('add')}
      </Button>
      {rawErrors?.[0] && <ErrorText>{rawErrors[0]}</ErrorText>}
    </div>
  );
}
