import { useEffect, useId, useRef, useState } from 'react';
import { describedBy, FieldFrame } from './field.tsx';
import type { FieldProps } from './field.tsx';

type Props = FieldProps & {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  type?: 'text' | 'email' | 'password' | 'tel' | 'url' | 'search' | 'time';
  name?: string;
  autoComplete?: string;
  inputMode?: 'text' | 'numeric' | 'decimal';
  placeholder?: string;
  readOnly?: boolean;
  maxLength?: number;
};

/** One line of text. `type="search"` gives what was typed only after a short pause, and never half a word under conversion. */
export function TextField({ ...props }: Props) {
  return props.type === 'search' ? <SearchField {...props} /> : <Line {...props} />;
}

const pauseMs = 300;

function SearchField({ value, onChange, ...props }: Props) {
  const [typed, setTyped] = useState(value);
  const [converting, setConverting] = useState(false);
  const given = useRef(value);
  useEffect(() => {
    if (value === given.current) return;
    given.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (converting || typed === given.current) return;
    const timer = setTimeout(() => {
      given.current = typed;
      onChange(typed);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed, converting, onChange]);
  return (
    <div onCompositionStart={() => setConverting(true)} onCompositionEnd={() => setConverting(false)}>
      <Line {...props} value={typed} onChange={setTyped} />
    </div>
  );
}

function Line({
  value,
  onChange,
  onBlur,
  type = 'text',
  name,
  autoComplete = 'off',
  inputMode,
  placeholder,
  readOnly,
  maxLength,
  ...field
}: Props) {
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

type AreaProps = FieldProps & {
  value: string;
  onChange: (value: string) => void;
  rows?: number;
  placeholder?: string;
  readOnly?: boolean;
};

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
