import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { describedBy, FieldFrame } from './field.tsx';
import type { FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';

export type Choice = { value: string; label: string };

type Props = FieldProps & {
  value: string;
  onChange: (value: string) => void;
  choices: Choice[];
  /** The words of the empty choice; `選んでください` when left out. */ empty?: string;
};

/** One of a list. The browser's own control: on a phone it is the phone's own wheel. */
export function Select({ value, onChange, choices, empty, ...field }: Props) {
  const { t } = useTranslation();
  const ownId = useId();
  const id = field.id ?? ownId;
  return (
    <FieldFrame {...field} controlId={id}>
      <span className="relative block">
        <select
          id={id}
          className="box appearance-none pr-10"
          value={value}
          required={field.required}
          aria-invalid={field.error ? true : undefined}
          aria-describedby={describedBy(id, field.help, field.error)}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{empty ?? t('field.choose')}</option>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
        <Icon name="down" className="pointer-events-none absolute top-1/2 right-3 size-5 -translate-y-1/2" />
      </span>
    </FieldFrame>
  );
}
