import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProps } from './field.tsx';
import { TextField } from './text-field.tsx';
import { useTyped } from './unread.tsx';

type Props = FieldProps & {
  /** A text is what was typed before and is no number. */
  value: number | string | null;
  /** Hears nothing of what is no number: whatever would be done with it is held. */
  onChange: (value: number | null) => void;
  /** Is told what was typed, where it is no number: for answers that are checked with it. */
  onUnread?: (text: string) => void;
  unit?: string;
  readOnly?: boolean;
};

/** A number, full-width digits and separators accepted. */
export function NumberField({ value, onChange, onUnread, unit, help, error, ...field }: Props) {
  const { t } = useTranslation();
  const ownId = useId();
  const id = field.id ?? ownId;
  const { shown, isUnread, type, settle } = useTyped({
    field: { id, label: field.label },
    text: value === null ? '' : String(value),
    read: toNumber,
    write: String,
    message: t('field.notANumber'),
    onChange,
    onUnread,
  });
  return (
    <TextField
      {...field}
      id={id}
      className="max-w-90"
      inputMode="decimal"
      value={shown}
      help={help ?? (unit && t('field.unit', { unit }))}
      error={isUnread ? t('field.notANumber') : error}
      onChange={type}
      onBlur={settle}
    />
  );
}

/** Null for what is no number. */
export function toNumber(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/[,\s]/g, '');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}
