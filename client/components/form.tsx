import { useState, type ReactNode } from 'react';
import { ErrorSummary, type SummaryError } from './error-summary.tsx';
import { KeepUnread, useUnreadFields } from './unread.tsx';

type Props = {
  onSubmit: () => void;
  /** All that is wrong, where the form has a summary of its own; else the first field found wanting takes the focus, as its error stands beside it. */
  errors?: SummaryError[];
  /** Sending was tried and is held, since a field's text cannot be read: what else is wrong is said with it. */
  onHeld?: () => void;
  /** Above the summary: the page's title, where it belongs to the form. */
  head?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** What is sent together. Nothing is sent while a field in it cannot be read: the summary names the field and what to write. */
export function Form({ onSubmit, errors, onHeld, head, className = 'space-y-6', children }: Props) {
  const { unread, keep } = useUnreadFields();
  const [attempt, setAttempt] = useState(0);
  const isUnread = (id: string | undefined) => unread.some((entry) => entry.id === id);
  return (
    <KeepUnread value={keep}>
      {/* oxlint-disable-next-line house/hold-unread */}
      <form
        noValidate
        className={className}
        onSubmit={(event) => {
          event.preventDefault();
          // A dialog's form is no part of the one that it was opened from.
          event.stopPropagation();
          setAttempt(attempt + 1);
          if (unread.length > 0) {
            onHeld?.();
            return;
          }
          onSubmit();
          const form = event.currentTarget;
          if (!errors) requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
        }}
      >
        {head}
        <ErrorSummary
          attempt={attempt}
          errors={[...(errors ?? []).filter(({ id }) => !isUnread(id)), ...(attempt > 0 ? unread : [])]}
        />
        {children}
      </form>
    </KeepUnread>
  );
}
