import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../components/text-field.tsx';
import { usePaths } from '../../lib/municipality.tsx';
import { onSubmit } from '../../lib/on-submit.ts';
import { useSend } from '../../lib/queries.ts';
import { FormEnd } from './form-end.tsx';
import { lackOf, MembershipFields } from './membership-fields.tsx';
import type { MembershipAnswers } from './membership-fields.tsx';

const leastCharacters = 12;

/** A new account with its first role. */
export function UserNewForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const save = useSend();
  const [answers, setAnswers] = useState({ name: '', nameKana: '', email: '', password: '' });
  const [membership, setMembership] = useState<MembershipAnswers>({ role: '', areaId: '', organisationId: '' });
  const [tried, setTried] = useState(false);
  const required = t('form:issue.required');
  const short = [...answers.password].length < leastCharacters;
  const submit = () => {
    setTried(true);
    if (!answers.name.trim() || !answers.email.trim() || short || lackOf(membership).length > 0) return;
    save.mutate({ path: api('users'), body: { ...answers, memberships: [{ ...membership, organisationId: membership.organisationId || null }] } }, { onSuccess: onClose });
  };
  return (
    <form noValidate className="space-y-6" onSubmit={onSubmit(submit)}>
      <TextField label={t('user.name')} required value={answers.name} onChange={(name) => setAnswers({ ...answers, name })} error={tried && !answers.name.trim() ? required : null} />
      <TextField label={t('field.kana')} required={false} value={answers.nameKana} onChange={(nameKana) => setAnswers({ ...answers, nameKana })} />
      <TextField label={t('user.email')} type="email" required value={answers.email} onChange={(email) => setAnswers({ ...answers, email })} error={tried && !answers.email.trim() ? required : null} />
      <TextField label={t('user.password')} type="password" autoComplete="new-password" required help={t('user.passwordHelp', { n: leastCharacters })} value={answers.password} onChange={(password) => setAnswers({ ...answers, password })} error={tried && short ? t('form:issue.minLength', { n: leastCharacters }) : null} />
      <MembershipFields answers={membership} onChange={setMembership} tried={tried} />
      <FormEnd save={save} label={t('user.create')} onCancel={onClose} />
    </form>
  );
}
