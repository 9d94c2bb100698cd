import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';

export type SummaryError = { id?: string; label?: string; message: string };

/** All that must be mended, with links to the places. Takes the focus each time `attempt` grows. */
export function ErrorSummary({ errors, attempt }: { errors: SummaryError[]; attempt: number }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  if (errors.length === 0) return null;
  return (
    <div ref={box} tabIndex={-1} role="alert" className="rounded-8 border-2 border-red-900 p-4">
      <p className="flex items-center gap-2 font-bold text-red-900">
        <Icon name="error" />
        {t('errors.title', { count: errors.length })}
      </p>
      <ul className="mt-2 list-disc space-y-1 pl-6">
        {toPageOrder(errors).map((error, index) => (
          <li key={index}>
            {error.id ? (
              <a className="link" href={`#${error.id}`} onClick={(event) => goTo(event, error.id ?? '')}>
                {toText(error)}
              </a>
            ) : (
              toText(error)
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** As their fields follow one another on the page, whatever order they were found in. */
function toPageOrder(errors: SummaryError[]): SummaryError[] {
  const fieldOf = ({ id }: SummaryError) => (id ? document.getElementById(id) : null);
  return errors.toSorted((a, b) => {
    const [field, next] = [fieldOf(a), fieldOf(b)];
    if (!field || !next || field === next) return 0;
    return field.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
  });
}

function toText({ label, message }: SummaryError): string {
  return label ? `${label}：${message}` : message;
}

function goTo(event: React.MouseEvent, id: string): void {
  event.preventDefault();
  const place = document.getElementById(id);
  place?.scrollIntoView({ block: 'center' });
  place?.focus({ preventScroll: true });
}
