import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { send } from '../../lib/api.ts';
import type { RecoveryCodes, SecondFactorSecret } from '../../lib/contract.ts';
import { fieldIssue } from './field-issue.ts';

const QrCode = lazy(() => import('./qr-code.tsx').then((module) => ({ default: module.QrCode })));

/**
 * Sets an authenticator app up: password → QR code and first code → recovery codes. Nothing else on the page is read anew before
 * the recovery codes, which are shown only here, have been seen: `onDone` says so.
 */
export function SecondFactorSetup({ onDone, onCancel }: { onDone: () => void; onCancel?: () => void }) {
  const [begun, setBegun] = useState<SecondFactorSecret | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <RecoveryCodeList codes={codes} onDone={onDone} />;
  return begun ? (
    <ConfirmStep begun={begun} onConfirmed={setCodes} onCancel={onCancel} />
  ) : (
    <PasswordStep onBegun={setBegun} onCancel={onCancel} />
  );
}

/** Sends what a step asks for, and keeps what the server had against it. */
function useStep() {
  const [problem, setProblem] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const go = async (sendIt: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await sendIt();
    } catch (error) {
      setProblem(error as Error);
    } finally {
      setBusy(false);
    }
  };
  return { problem, busy, go };
}

function PasswordStep({ onBegun, onCancel }: { onBegun: (begun: SecondFactorSecret) => void; onCancel?: () => void }) {
  const { t } = useTranslation('session');
  const { problem, busy, go } = useStep();
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const issue = fieldIssue(problem, 'password');
  const submit = () => {
    setTried(true);
    if (password)
      void go(async () => onBegun(await send<SecondFactorSecret>('POST', '/me/second-factor', { password })));
  };
  return (
    <Form className="max-w-110 space-y-6" onSubmit={submit}>
      <p className="prose-line">{t('factor.passwordHelp')}</p>
      {problem && !issue && <ProblemNotice error={problem} />}
      <TextField
        label={t('password.current')}
        type="password"
        required
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={issue ?? (tried && !password ? t('form:issue.required') : null)}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" busy={busy}>
          {t('factor.next')}
        </Button>
        {onCancel && (
          <Button kind="text" onPress={onCancel}>
            {t('common:action.cancel')}
          </Button>
        )}
      </div>
    </Form>
  );
}

function ConfirmStep({
  begun,
  onConfirmed,
  onCancel,
}: {
  begun: SecondFactorSecret;
  onConfirmed: (codes: string[]) => void;
  onCancel?: () => void;
}) {
  const { t } = useTranslation('session');
  const { problem, busy, go } = useStep();
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const issue = fieldIssue(problem, 'code');
  const submit = () => {
    setTried(true);
    if (code.trim())
      void go(async () =>
        onConfirmed((await send<RecoveryCodes>('POST', '/me/second-factor/confirmation', { code })).recoveryCodes),
      );
  };
  return (
    <Form onSubmit={submit}>
      <ol className="list-decimal space-y-6 pl-6">
        <li className="space-y-3">
          <p className="prose-line">{t('factor.scan')}</p>
          <Suspense fallback={<div className="size-56" />}>
            <QrCode text={begun.uri} label={t('factor.qr')} />
          </Suspense>
          <p className="prose-line">{t('factor.type')}</p>
          <p className="max-w-110 rounded-4 bg-solid-gray-50 p-3 font-mono break-words select-all">
            {begun.secret.match(/.{1,4}/g)?.join(' ')}
          </p>
        </li>
        <li className="max-w-110 space-y-3">
          <p className="prose-line">{t('factor.enter')}</p>
          {problem && !issue && <ProblemNotice error={problem} />}
          <TextField
            label={t('factor.code')}
            required
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={setCode}
            error={issue ?? (tried && !code.trim() ? t('form:issue.required') : null)}
          />
        </li>
      </ol>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" busy={busy}>
          {t('factor.confirm')}
        </Button>
        {onCancel && (
          <Button kind="text" onPress={onCancel}>
            {t('common:action.cancel')}
          </Button>
        )}
      </div>
    </Form>
  );
}

function RecoveryCodeList({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation('session');
  const [copied, setCopied] = useState(false);
  return (
    <div className="space-y-6">
      <Notice tone="success" announce intoView title={t('factor.on')}>
        <p>{t('factor.codesHelp')}</p>
      </Notice>
      <ul
        aria-label={t('factor.codes')}
        className="grid max-w-110 grid-cols-2 gap-x-6 gap-y-1 rounded-4 bg-solid-gray-50 p-4 font-mono select-all"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3">
        <Button onPress={() => void navigator.clipboard.writeText(codes.join('\n')).then(() => setCopied(true))}>
          {t('factor.copy')}
        </Button>
        <Button onPress={() => window.print()}>{t('factor.print')}</Button>
        <Button kind="primary" onPress={onDone}>
          {t('factor.kept')}
        </Button>
        <span role="status">{copied && t('factor.copied')}</span>
      </div>
    </div>
  );
}
