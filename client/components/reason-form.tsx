import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { useSend } from '../lib/queries.ts';
import { FormEnd } from './form-end.tsx';
import { TextField } from './text-field.tsx';
import { Form } from './form.tsx';

/** Asks why before something is put aside for good. `onSend`: only with a reason; `save`: what sends it. */
export function ReasonForm({
  label,
  help,
  action,
  save,
  onSend,
  onClose,
  children,
}: {
  label: string;
  help?: string;
  action: string;
  save: ReturnType<typeof useSend>;
  onSend: (reason: string) => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (reason.trim()) onSend(reason);
  };
  return (
    <Form onSubmit={submit}>
      {children}
      <TextField
        label={label}
        {...(help === undefined ? {} : { help })}
        required
        value={reason}
        onChange={setReason}
        maxLength={200}
        error={tried && !reason.trim() ? t('form:issue.required') : null}
      />
      <FormEnd save={save} label={action} danger onCancel={onClose} />
    </Form>
  );
}
