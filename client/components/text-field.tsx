import { useId } from 'react';
import { describedBy, FieldFrame } from './field.tsx';
import type { FieldProps } from './field.tsx';

type Props = FieldProps & {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  type?: 'text' | 'email' | 'password' | 'tel' | 'url' | 'search';
  name?: string;
  autoComplete?: string;
  inputMode?: 'text' | 'numeric' | 'decimal';
  placeholder?: string;
  readOnly?: boolean;
  maxLength?: number;
};

/** One line of text. */
export function TextField({ value, onChange, onBlur, type = 'text', name, autoComplete = 'off', inputMode, placeholder, readOnly, maxLength, ...field }: Props) {
  const ownId = useId();
  const id = field.id ?? ownId;
  return (
    <FieldFrame {...field} controlId={id}>
      <input
        id={id}
        className="box"
        type={type}
        name={name}
        value={value}
        autoComplete={autoComplete}
        inputMode={inputMode}
        placeholder={placeholder}
        readOnly={readOnly}
        maxLength={maxLength}
        required={field.required}
        aria-invalid={field.error ? true : undefined}
        aria-describedby={describedBy(id, field.help, field.error)}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
      />
    </FieldFrame>
  );
}

type AreaProps = FieldProps & { value: string; onChange: (value: string) => void; rows?: number; placeholder?: string; readOnly?: boolean };

/** Several lines of text. */
export function TextArea({ value, onChange, rows = 5, placeholder, readOnly, ...field }: AreaProps) {
  const ownId = useId();
  const id = field.id ?? ownId;
  return (
    <FieldFrame {...field} controlId={id}>
      <textarea
        id={id}
        className="box resize-y"
        value={value}
        rows={rows}
        placeholder={placeholder}
        readOnly={readOnly}
        required={field.required}
        aria-invalid={field.error ? true : undefined}
        aria-describedby={describedBy(id, field.help, field.error)}
        onChange={(event) => onChange(event.target.value)}
      />
    </FieldFrame>
  );
}
