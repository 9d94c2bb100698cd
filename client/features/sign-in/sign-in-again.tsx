import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ApiProblem, send } from '../../lib/api.ts';
import type { Me } from '../../lib/contract.ts';
import { meKey } from '../../lib/queries.ts';

/** Signs the same person in again over the page, which stays as it is. Leaving it leads to the sign-in page and back. */
export function SignInAgain({ me, onLeave }: { me: Me; onLeave: () => void }) {
  const { t } = useTranslation('session');
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [problem, setProblem] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const signIn = async () => {
    setTried(true);
    if (!password || code === '') return;
    setBusy(true);
    setProblem(null);
    try {
      await send('POST', '/session', {
        municipality: me.memberships[0]?.municipality.code,
        email: me.email,
        password,
        ...(code === null ? {} : { code }),
      });
      await client.invalidateQueries({ queryKey: meKey });
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.code === 'codeNeeded') {
        setTried(false);
        setCode('');
      } else setProblem(error as Error);
    }
    setBusy(false);
  };
  const missing = (value: string) => (tried && !value ? t('form:issue.required') : null);
  return (
    <Dialog title={t('signIn.again')} isOpen onClose={onLeave}>
      <Form onSubmit={() => void signIn()}>
        <p>{t('signIn.keptHelp')}</p>
        {problem && <ProblemNotice error={problem} />}
        {code === null ? (
          <>
            <TextField
              label={t('signIn.email')}
              type="email"
              autoComplete="username"
              value={me.email}
              readOnly
              onChange={() => {}}
            />
            <TextField
              label={t('signIn.password')}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={setPassword}
              error={missing(password)}
            />
          </>
        ) : (
          <TextField
            label={t('factor.code')}
            help={t('signIn.codeHelp')}
            autoComplete="one-time-code"
            value={code}
            onChange={setCode}
            error={missing(code)}
          />
        )}
        <Button type="submit" kind="primary" busy={busy}>
          {t('signIn.submit')}
        </Button>
      </Form>
    </Dialog>
  );
}
