import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { Button } from '../../components/button.tsx';
import { RadioGroup } from '../../components/choice-group.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { AccountLinked, CouncilRecord, Member, Page, User } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { HandedLink } from './handed-link.tsx';

/** Gives a member of a council an account: an invitation to a new one, or one of the same name that is there. */
export function MemberAccountForm({
  councilId,
  memberId,
  onClose,
}: {
  councilId: string;
  memberId: string;
  onClose: () => void;
}) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const council = useGet<CouncilRecord>(api(`councils/${councilId}`));
  return (
    <Loaded query={council} lines={4}>
      {(council) => {
        const member = council.members.find(({ id }) => id === memberId);
        return member ? (
          <AccountForm council={council} member={member} onClose={onClose} />
        ) : (
          <Notice tone="warn" title={t('user.noMember')} />
        );
      }}
    </Loaded>
  );
}

function AccountForm({ council, member, onClose }: { council: CouncilRecord; member: Member; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const alike = useGet<Page<User>>(api('users'), { q: member.name });
  const save = useSend<AccountLinked>();
  const [account, setAccount] = useState('');
  const [email, setEmail] = useState('');
  const [tried, setTried] = useState(false);
  const accounts = (alike.data?.items ?? []).filter(({ disabled }) => !disabled);
  const isNew = account === '';
  const submit = () => {
    setTried(true);
    if (isNew && !email.trim()) return;
    save.mutate({
      path: api(`councils/${council.id}/members/${member.id}/account`),
      body: isNew ? { email: email.trim() } : { userId: account },
    });
  };
  const person = { name: member.name, email: accounts.find(({ id }) => id === account)?.email ?? email };
  if (save.data?.invitation) return <HandedLink link={save.data.invitation} person={person} onClose={onClose} />;
  if (save.data)
    return (
      <div className="space-y-6">
        <Notice tone="success" announce title={t('user.linked', { name: member.name })} />
        <Button onPress={onClose}>{t('common:action.close')}</Button>
      </div>
    );
  return (
    <Form onSubmit={submit}>
      <p className="prose-line">
        {t('user.memberHelp', { name: member.name, council: council.localName ?? council.name })}
      </p>
      {accounts.length > 0 && (
        <RadioGroup
          label={t('user.whichAccount')}
          required
          value={account}
          onChange={setAccount}
          choices={[
            { value: '', label: t('user.newAccount') },
            ...accounts.map((account) => ({ value: account.id, label: t('user.thisAccount', account) })),
          ]}
        />
      )}
      {isNew && (
        <TextField
          label={t('user.email')}
          type="email"
          required
          value={email}
          onChange={setEmail}
          error={tried && !email.trim() ? t('form:issue.required') : null}
        />
      )}
      <FormEnd save={save} label={isNew ? t('user.create') : undefined} onCancel={onClose} />
    </Form>
  );
}
