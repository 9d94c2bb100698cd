import { useTranslation } from 'react-i18next';
import { TextField } from '../../components/text-field.tsx';

/** A password is of at least so many characters. */
export const leastCharacters = 12;
export const isShort = (password: string): boolean => [...password.normalize('NFKC')].length < leastCharacters;

/** A new password, with the rules in words; what the server finds weak comes as `error`. */
export function NewPasswordField({
  value,
  onChange,
  tried,
  error,
}: {
  value: string;
  onChange: (value: string) => void;
  tried: boolean;
  error?: string | undefined;
}) {
  const { t } = useTranslation('session');
  return (
    <TextField
      label={t('password.next')}
      type="password"
      name="new-password"
      required
      autoComplete="new-password"
      help={t('password.help', { n: leastCharacters })}
      value={value}
      onChange={onChange}
      error={tried && isShort(value) ? t('form:issue.minLength', { n: leastCharacters }) : (error ?? null)}
    />
  );
}
