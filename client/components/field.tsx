import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFurigana, WithFurigana } from './furigana.tsx';

/** What every field takes. `required` left out shows neither 必須 nor 任意 (filters). */
export type FieldProps = {
  label: string;
  help?: ReactNode;
  error?: string | null;
  required?: boolean;
  /** Where a link of the error summary leads. */
  id?: string;
  className?: string;
};

export const fieldColumn = 'flex flex-col gap-2';
export const labelText = 'font-bold leading-snug';

/** 必須 or 任意, as a word. */
export function RequirementBadge({ required }: { required?: boolean }) {
  const { t } = useTranslation();
  if (required === undefined) return null;
  return (
    <span className={`text-dns-14N-130 ${required ? 'text-red-900' : 'text-solid-gray-700'}`}>
      {required ? t('field.required') : t('field.optional')}
    </span>
  );
}

export function ErrorText({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="text-red-900">
      ＊{children}
    </p>
  );
}

export function HelpText({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <div id={id} className="text-dns-16N-130 text-solid-gray-700">
      <WithFurigana>{children}</WithFurigana>
    </div>
  );
}

type FrameProps = FieldProps & { controlId: string; children: ReactNode };

/** Label above, help below the label, the control, the error; for native controls. */
export function FieldFrame({ label, help, error, required, controlId, className = '', children }: FrameProps) {
  const withFurigana = useFurigana();
  return (
    <div className={`${fieldColumn} ${className}`} data-invalid={error ? true : undefined}>
      <span className="flex flex-wrap items-baseline gap-x-2">
        <label htmlFor={controlId} className={labelText}>
          {withFurigana(label)}
        </label>
        <RequirementBadge required={required} />
      </span>
      {help && <HelpText id={`${controlId}-help`}>{help}</HelpText>}
      {children}
      {error && <ErrorText id={`${controlId}-error`}>{error}</ErrorText>}
    </div>
  );
}

/** `aria-describedby` for a control inside FieldFrame. */
export function describedBy(
  controlId: string,
  help: ReactNode,
  error: string | null | undefined,
  more?: string,
): string | undefined {
  const ids = [help ? `${controlId}-help` : '', error ? `${controlId}-error` : '', more ?? ''].filter(Boolean);
  return ids.length ? ids.join(' ') : undefined;
}
