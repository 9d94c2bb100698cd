import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../components/date-field.tsx';
import type { User } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { onSubmit } from '../../lib/on-submit.ts';
import { useSend } from '../../lib/queries.ts';
import { FormEnd } from './form-end.tsx';
import { lackOf, MembershipFields } from './membership-fields.tsx';
import type { MembershipAnswers } from './membership-fields.tsx';

/** One more role for an account. */
export function MembershipNewForm({ userId, onClose }: { userId: string; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const { today } = useMunicipality();
  const save = useSend();
  const [answers, setAnswers] = useState<MembershipAnswers>({ role: '', areaId: '', organisationId: '' });
  const [startsOn, setStartsOn] = useState<string | null>(today);
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (lackOf(answers).length > 0 || !startsOn) return;
    save.mutate({ path: api(`users/${userId}/memberships`), body: { ...answers, organisationId: answers.organisationId || null, startsOn } }, { onSuccess: onClose });
  };
  return (
    <form noValidate className="space-y-6" onSubmit={onSubmit(submit)}>
      <MembershipFields answers={answers} onChange={setAnswers} tried={tried} />
      <DateField label={t('user.from')} required value={startsOn} onChange={setStartsOn} error={tried && !startsOn ? t('form:issue.required') : null} />
      <FormEnd save={save} onCancel={onClose} />
    </form>
  );
}

/** The last day of a role. */
export function MembershipEndForm({ userId, membership, onClose }: { userId: string; membership: User['memberships'][number]; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const { today } = useMunicipality();
  const save = useSend();
  const [endsOn, setEndsOn] = useState<string | null>(membership.endsOn ?? today);
  const submit = () => save.mutate({ method: 'PATCH', path: api(`users/${userId}/memberships/${membership.id}`), version: membership.version, body: { endsOn } }, { onSuccess: onClose });
  return (
    <form noValidate className="space-y-6" onSubmit={onSubmit(submit)}>
      <p className="prose-line">{t('user.endRoleHelp', { role: t(`common:role.${membership.role}`), area: membership.area.name })}</p>
      <DateField label={t('user.lastDay')} required={false} value={endsOn} onChange={setEndsOn} />
      <FormEnd save={save} onCancel={onClose} />
    </form>
  );
}
