import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';
import { ErrorSummary, type SummaryError } from '../../components/error-summary.tsx';
import { holdUnread } from '../../lib/on-submit.ts';

type Props = {
  errors: SummaryError[];
  attempt: number;
  problem: Error | null;
  kept: boolean;
  busy: boolean;
  submitLabel: string;
  onSubmit: () => void;
  onCancel: () => void;
  /** After a conflict: read the record anew; what was typed stays. */
  onReload: () => void;
  children: React.ReactNode;
};

/** What stands around the fields of a form: all errors on top, what the server said, the buttons, and that nothing typed is lost. */
export function FormFrame({
  errors,
  attempt,
  problem,
  kept,
  busy,
  submitLabel,
  onSubmit,
  onCancel,
  onReload,
  children,
}: Props) {
  const { t } = useTranslation();
  return (
    <form
      noValidate
      className="space-y-8"
      onSubmit={(event) => {
        event.preventDefault();
        if (holdUnread(event.currentTarget)) return;
        onSubmit();
      }}
    >
      <ErrorSummary attempt={attempt} errors={errors} />
      <SaveProblem error={problem} onReload={onReload} />
      {children}
      <div className="space-y-3">
        <div className="flex flex-wrap gap-3">
          <Button type="submit" kind="primary" busy={busy}>
            {submitLabel}
          </Button>
          <Button kind="text" onPress={onCancel}>
            {t('action.cancel')}
          </Button>
        </div>
        <p role="status" className="text-dns-16N-130 text-solid-gray-700">
          {kept && t('form:draftKept')}
        </p>
      </div>
    </form>
  );
}
