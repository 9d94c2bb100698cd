import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { DateField } from '../../components/date-field.tsx';
import type { InvitationLink, User } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { HandedLink } from './handed-link.tsx';
import { lackOf, MembershipFields, type MembershipAnswers } from './membership-fields.tsx';

/** Another role in place of one, from a day on; afterwards the link stands here, and the way to hand over what is open. */
export function RoleChangeForm({
  user,
  membership,
  onClose,
}: {
  user: User;
  membership: User['memberships'][number];
  onClose: () => void;
}) {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const save = useSend<InvitationLink>();
  const [answers, setAnswers] = useState<MembershipAnswers>({
    role: '',
    areaId: membership.area.id,
    organisationId: membership.organisation?.id ?? '',
  });
  const [startsOn, setStartsOn] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (lackOf(answers).length > 0 || !startsOn) return;
    save.mutate({
      path: api(`users/${user.id}/memberships/${membership.id}/role`),
      version: membership.version,
      body: { ...answers, organisationId: answers.organisationId || null, startsOn },
    });
  };
  if (save.data)
    return (
      <div className="space-y-6">
        <HandedLink link={save.data} person={user} onClose={onClose} />
        <ButtonLink to={page(`handovers/new?user=${user.id}&membership=${membership.id}`)}>
          {t('user.handOver')}
        </ButtonLink>
      </div>
    );
  return (
    <Form onSubmit={submit}>
      <p className="prose-line">
        {t('user.changeRoleHelp', { role: t(`common:role.${membership.role}`), area: membership.area.name })}
      </p>
      <MembershipFields answers={answers} onChange={setAnswers} tried={tried} />
      <DateField
        label={t('user.newFrom')}
        required
        value={startsOn}
        onChange={setStartsOn}
        error={tried && !startsOn ? t('form:issue.required') : null}
      />
      <FormEnd save={save} label={t('user.changeRole')} onCancel={onClose} />
    </Form>
  );
}
