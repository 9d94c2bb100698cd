import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';
import type { SummaryError } from '../../components/error-summary.tsx';
import { Form } from '../../components/form.tsx';

type Props = {
  errors: SummaryError[];
  problem: Error | null;
  kept: boolean;
  busy: boolean;
  submitLabel: string;
  onSubmit: () => void;
  /** Sending was tried, and is held by a field that cannot be read. */
  onHeld: () => void;
  onCancel: () => void;
  /** After a conflict: read the record anew; what was typed stays. */
  onReload: () => void;
  children: React.ReactNode;
};

/** What stands around the fields of a form: all errors on top, what the server said, the buttons, and that nothing typed is lost. */
export function FormFrame({
  errors,
  problem,
  kept,
  busy,
  submitLabel,
  onSubmit,
  onHeld,
  onCancel,
  onReload,
  children,
}: Props) {
  const { t } = useTranslation();
  return (
    <Form className="space-y-8" onSubmit={onSubmit} onHeld={onHeld} errors={errors}>
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
    </Form>
  );
}
