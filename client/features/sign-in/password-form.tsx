import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { PasswordChange } from '../../lib/contract.ts';
import { useSend } from '../../lib/queries.ts';
import { fieldIssue } from './field-issue.ts';
import { NewPasswordField, isShort } from './password-fields.tsx';

/** Change the own password. */
export function PasswordForm({ onDone }: { onDone?: () => void }) {
  const { t } = useTranslation('session');
  const change = useSend();
  const [answers, setAnswers] = useState<PasswordChange>({ current: '', next: '' });
  const [tried, setTried] = useState(false);
  const issues = { current: fieldIssue(change.error, 'current'), next: fieldIssue(change.error, 'next') };
  const submit = () => {
    setTried(true);
    if (isShort(answers.next) || answers.current === '') return;
    change.mutate(
      { path: '/me/password', body: answers },
      {
        onSuccess: () => {
          setTried(false);
          setAnswers({ current: '', next: '' });
          onDone?.();
        },
      },
    );
  };
  return (
    <Form className="max-w-110 space-y-6" onSubmit={submit}>
      {change.isSuccess && <Notice tone="success" announce title={t('password.changed')} />}
      {change.error && !issues.current && !issues.next && <ProblemNotice error={change.error} />}
      <TextField
        label={t('password.current')}
        type="password"
        required
        autoComplete="current-password"
        value={answers.current}
        onChange={(current) => setAnswers({ ...answers, current })}
        error={issues.current ?? (tried && answers.current === '' ? t('form:issue.required') : null)}
      />
      <NewPasswordField
        value={answers.next}
        onChange={(next) => setAnswers({ ...answers, next })}
        tried={tried}
        error={issues.next ?? undefined}
      />
      <p>{t('password.ends')}</p>
      <Button type="submit" busy={change.isPending}>
        {t('password.submit')}
      </Button>
    </Form>
  );
}
