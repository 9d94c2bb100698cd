import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { InvitationLink, User } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { HandedLink } from './handed-link.tsx';

/** Asks once more, and then shows the link: of a new password, or of an invitation issued again (`path` below the user). */
export function LinkForm({
  user,
  path,
  help,
  onClose,
}: {
  user: User;
  path: string;
  help: string;
  onClose: () => void;
}) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const make = useSend<InvitationLink>();
  if (make.data) return <HandedLink link={make.data} person={user} onClose={onClose} />;
  return (
    <Form className="space-y-6" onSubmit={() => make.mutate({ path: api(`users/${user.id}/${path}`) })}>
      <p className="prose-line">{help}</p>
      <FormEnd save={make} label={t('link.make')} onCancel={onClose} />
    </Form>
  );
}

/** Takes the new address, and then shows the link that goes there. */
export function EmailLinkForm({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const make = useSend<InvitationLink>();
  const [email, setEmail] = useState('');
  const [tried, setTried] = useState(false);
  if (make.data)
    return <HandedLink link={make.data} person={{ name: user.name, email: email.trim() }} onClose={onClose} />;
  const submit = () => {
    setTried(true);
    if (email.trim()) make.mutate({ path: api(`users/${user.id}/email-link`), body: { email: email.trim() } });
  };
  return (
    <Form onSubmit={submit}>
      <p className="prose-line">{t('user.emailLinkHelp', { email: user.email })}</p>
      <TextField
        label={t('user.newEmail')}
        type="email"
        required
        value={email}
        onChange={setEmail}
        error={tried && !email.trim() ? t('form:issue.required') : null}
      />
      <FormEnd save={make} label={t('link.make')} onCancel={onClose} />
    </Form>
  );
}

/** Withdraws an invitation. */
export function WithdrawForm({
  user,
  invitationId,
  onClose,
}: {
  user: User;
  invitationId: string;
  onClose: () => void;
}) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const withdraw = useSend();
  return (
    <Form
      className="space-y-6"
      onSubmit={() =>
        withdraw.mutate(
          { method: 'DELETE', path: api(`users/${user.id}/invitations/${invitationId}`) },
          { onSuccess: onClose },
        )
      }
    >
      <p className="prose-line">{t('invitation.withdrawHelp')}</p>
      <FormEnd save={withdraw} label={t('invitation.withdraw')} onCancel={onClose} />
    </Form>
  );
}
