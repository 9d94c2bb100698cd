import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { SecondFactor as State } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { useGet, useSend } from '../../lib/queries.ts';
import { fieldIssue } from './field-issue.ts';
import { SecondFactorSetup } from './second-factor-setup.tsx';

/** The own second factor: is it on, set it up, give it up. */
export function SecondFactor() {
  const { t } = useTranslation('session');
  const client = useQueryClient();
  const state = useGet<State>('/me/second-factor');
  const [setting, setSetting] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const done = () => {
    setSetting(false);
    void client.invalidateQueries();
  };
  if (setting) return <SecondFactorSetup onDone={done} onCancel={() => setSetting(false)} />;
  return (
    <div className="space-y-4">
      <p className="prose-line">{t('factor.help')}</p>
      <Loaded query={state} lines={2}>
        {({ since, recoveryCodes }) =>
          since ? (
            <>
              <p>
                {t('factor.since', { at: formatInstant(since) })}
                {t('factor.left', { count: recoveryCodes })}
              </p>
              {recoveryCodes < 3 && (
                <Notice tone="warn" title={t('factor.few')}>
                  {t('factor.fewHelp')}
                </Notice>
              )}
              <Button onPress={() => setLeaving(true)}>{t('factor.leave')}</Button>
            </>
          ) : (
            <>
              <p className="font-bold">{t('factor.off')}</p>
              <Button onPress={() => setSetting(true)}>{t('factor.begin')}</Button>
            </>
          )
        }
      </Loaded>
      <Dialog title={t('factor.leave')} isOpen={leaving} onClose={() => setLeaving(false)}>
        <LeaveForm onClose={() => setLeaving(false)} />
      </Dialog>
    </div>
  );
}

function LeaveForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('session');
  const leave = useSend();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const issues = { password: fieldIssue(leave.error, 'password'), code: fieldIssue(leave.error, 'code') };
  const missing = (value: string) => (tried && !value.trim() ? t('form:issue.required') : null);
  const submit = () => {
    setTried(true);
    if (password && code.trim())
      leave.mutate({ path: '/me/second-factor/removal', body: { password, code } }, { onSuccess: onClose });
  };
  return (
    <Form onSubmit={submit}>
      <p>{t('factor.leaveHelp')}</p>
      {leave.error && !issues.password && !issues.code && <ProblemNotice error={leave.error} />}
      <TextField
        label={t('password.current')}
        type="password"
        required
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={issues.password ?? missing(password)}
      />
      <TextField
        label={t('factor.code')}
        required
        help={t('factor.codeHelp')}
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        error={issues.code ?? missing(code)}
      />
      <div className="flex gap-3">
        <Button type="submit" kind="danger" busy={leave.isPending}>
          {t('factor.leave')}
        </Button>
        <Button kind="text" onPress={onClose}>
          {t('common:action.cancel')}
        </Button>
      </div>
    </Form>
  );
}
