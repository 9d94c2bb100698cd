import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { Me } from '../../lib/contract.ts';
import { PasswordForm } from './password-form.tsx';
import { SecondFactorSetup } from './second-factor-setup.tsx';

type Due = NonNullable<Me['due']>;

/** What has to be done before anything else. */
export function DuePage({ due, onDone }: { due: Due; onDone: () => void }) {
  const { t } = useTranslation('session');
  return (
    <div className="max-w-200 space-y-8">
      <PageTitle title={t(`due.${due}.title`)} />
      <Notice tone="warn" title={t(`due.${due}.why`)}>
        {t(`due.${due}.help`)}
      </Notice>
      {due === 'password' ? <PasswordForm onDone={onDone} /> : <SecondFactorSetup onDone={onDone} />}
    </div>
  );
}
