import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProps } from './field.tsx';
import { TextField } from './text-field.tsx';

type Props = FieldProps & {
  /** A text is what was typed before and is no number. */
  value: number | string | null;
  onChange: (value: number | null) => void;
  /** Is told what was typed instead of `onChange(null)`, where it is no number. */
  onUnread?: (text: string) => void;
  unit?: string;
  readOnly?: boolean;
};

/** A number, full-width digits and separators accepted. Gives null while what is typed is no number. */
export function NumberField({ value, onChange, onUnread, unit, help, error, ...field }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === null ? '' : String(value));
  const wrong = shown !== '' && toNumber(shown) === null;
  return (
    <TextField
      {...field}
      className="max-w-90"
      unread={wrong}
      inputMode="decimal"
      value={shown}
      help={help ?? (unit && t('field.unit', { unit }))}
      error={wrong ? t('field.notANumber') : error}
      onChange={(text) => {
        setTyped(text);
        const number = toNumber(text);
        if (number === null && text !== '' && onUnread) onUnread(text);
        else onChange(number);
      }}
      onBlur={() => {
        if (typed === '' || (typed !== null && toNumber(typed) !== null)) setTyped(null);
      }}
    />
  );
}

/** Null for what is no number. */
export function toNumber(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/[,\s]/g, '');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}
