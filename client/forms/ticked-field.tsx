import type { FieldProps } from '@rjsf/utils';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { CheckboxGroup } from '../components/choice-group.tsx';
import { TextField } from '../components/text-field.tsx';
import { SetField } from './set-field.tsx';
import { useFieldHead } from './use-field-head.ts';

/** A list of names: those in `ui:suggestions` are ticked, others are added below. */
export function TickedField(props: FieldProps) {
  const { formData, onChange, fieldPathId, schema, rawErrors } = props;
  const { t } = useTranslation('form');
  const { options, label, help, required, isSetByLogic } = useFieldHead(props);
  const suggestions = (options['suggestions'] ?? []) as string[];
  const names = (Array.isArray(formData) ? formData : []).map((name: unknown) =>
    typeof name === 'string' ? name : '',
  );
  // What is typed stays a text until it is left, also where it reads as a suggestion on the way.
  const [typing, setTyping] = useState<number | null>(null);
  const isOther = (text: string, index: number) => index === typing || !suggestions.includes(text);
  const others = names.flatMap((text, at) => (isOther(text, at) ? [{ text, at }] : []));
  const put = (next: string[]) => onChange(next.length === 0 ? undefined : next, fieldPathId.path);
  if (isSetByLogic) return <SetField id={fieldPathId.$id} label={label} error={rawErrors?.[0]} schema={schema} />;
  return (
    <CheckboxGroup
      id={fieldPathId.$id}
      label={label}
      required={required}
      help={help}
      error={rawErrors?.[0] ?? null}
      value={names.filter((name, index) => !isOther(name, index))}
      onChange={(now) => put([...now, ...others.map(({ text }) => text)])}
      choices={suggestions.map((suggestion) => ({ value: suggestion, label: suggestion }))}
    >
      <div className="mt-2 space-y-4">
        {others.map(({ text, at }, index) => (
          <div key={at} className="flex flex-wrap items-end gap-2">
            <TextField
              className="min-w-60 flex-1"
              label={t('otherName', { label, number: index + 1 })}
              value={text}
              onChange={(next) => {
                setTyping(at);
                put(names.with(at, next));
              }}
              onBlur={() => {
                setTyping(null);
                if (suggestions.includes(text) && names.some((name, index) => name === text && index !== at))
                  put(names.toSpliced(at, 1));
              }}
              maxLength={200}
            />
            <Button kind="text" onPress={() => put(names.toSpliced(at, 1))} label={t('removeItem', { n: index + 1 })}>
              {t('remove')}
            </Button>
          </div>
        ))}
        <Button onPress={() => put([...names, ''])} label={t('addTo', { title: label })}>
          {t('add')}
        </Button>
      </div>
    </CheckboxGroup>
  );
}
