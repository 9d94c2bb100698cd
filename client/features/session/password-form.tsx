import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { PasswordChange } from '../../lib/contract.ts';
import { onSubmit } from '../../lib/on-submit.ts';
import { useSend } from '../../lib/queries.ts';

const leastCharacters = 12;

/** Change the own password. */
export function PasswordForm() {
  const { t } = useTranslation('session');
  const change = useSend();
  const [answers, setAnswers] = useState<PasswordChange>({ current: '', next: '' });
  const [tried, setTried] = useState(false);
  const short = [...answers.next].length < leastCharacters;
  const submit = () => {
    setTried(true);
    if (short || answers.current === '') return;
    change.mutate({ path: '/me/password', body: answers }, { onSuccess: () => { setTried(false); setAnswers({ current: '', next: '' }); } });
  };
  return (
    <form noValidate className="max-w-110 space-y-6" onSubmit={onSubmit(submit)}>
      {change.isSuccess && <Notice tone="success" announce title={t('password.changed')} />}
      {change.error && <ProblemNotice error={change.error} />}
      <TextField label={t('password.current')} type="password" required autoComplete="current-password" value={answers.current} onChange={(current) => setAnswers({ ...answers, current })} error={tried && answers.current === '' ? t('form:issue.required') : null} />
      <TextField label={t('password.next')} type="password" required autoComplete="new-password" help={t('password.help', { n: leastCharacters })} value={answers.next} onChange={(next) => setAnswers({ ...answers, next })} error={tried && short ? t('form:issue.minLength', { n: leastCharacters }) : null} />
      <Button type="submit" busy={change.isPending}>{t('password.submit')}</Button>
    </form>
  );
}
