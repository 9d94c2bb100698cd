import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { DateField } from '../../components/date-field.tsx';
import type { InvitationLink, User } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { HandedLink } from './handed-link.tsx';
import { lackOf, MembershipFields } from './membership-fields.tsx';
import type { MembershipAnswers } from './membership-fields.tsx';

/** Offers an account one more role; afterwards the link stands here, this once. */
export function MembershipNewForm({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const { today } = useMunicipality();
  const save = useSend<InvitationLink>();
  const [answers, setAnswers] = useState<MembershipAnswers>({ role: '', areaId: '', organisationId: '' });
  const [startsOn, setStartsOn] = useState<string | null>(today);
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (lackOf(answers).length > 0 || !startsOn) return;
    save.mutate({
      path: api(`users/${user.id}/memberships`),
      body: { ...answers, organisationId: answers.organisationId || null, startsOn },
    });
  };
  if (save.data) return <HandedLink link={save.data} person={user} onClose={onClose} />;
  return (
    <Form onSubmit={submit}>
      <p className="prose-line">{t('user.addRoleHelp')}</p>
      <MembershipFields answers={answers} onChange={setAnswers} tried={tried} />
      <DateField
        label={t('user.from')}
        required
        value={startsOn}
        onChange={setStartsOn}
        error={tried && !startsOn ? t('form:issue.required') : null}
      />
      <FormEnd save={save} label={t('link.make')} onCancel={onClose} />
    </Form>
  );
}

/** A later last day for a role, or none any more. */
export function MembershipProlongForm({
  userId,
  membership,
  onClose,
}: {
  userId: string;
  membership: User['memberships'][number];
  onClose: () => void;
}) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const save = useSend();
  const [endsOn, setEndsOn] = useState<string | null>(membership.endsOn);
  const submit = () =>
    save.mutate(
      {
        method: 'PATCH',
        path: api(`users/${userId}/memberships/${membership.id}`),
        version: membership.version,
        body: { endsOn },
      },
      { onSuccess: onClose },
    );
  return (
    <Form onSubmit={submit}>
      <p className="prose-line">
        {t('user.prolongHelp', { role: t(`common:role.${membership.role}`), area: membership.area.name })}
      </p>
      <DateField
        label={t('user.lastDay')}
        required={false}
        help={t('user.lastDayHelp')}
        value={endsOn}
        onChange={setEndsOn}
      />
      <FormEnd save={save} onCancel={onClose} />
    </Form>
  );
}
