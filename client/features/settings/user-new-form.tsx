import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { AlikeNotice } from '../../components/alike-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { isNamedAlike } from '../../lib/alike.ts';
import type { Page, User, UserInvited } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { HandedLink } from './handed-link.tsx';
import { lackOf, MembershipFields } from './membership-fields.tsx';
import type { MembershipAnswers } from './membership-fields.tsx';

/** Invites a person to a first role; afterwards the link stands here, this once. */
export function UserNewForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const save = useSend<UserInvited>();
  const [answers, setAnswers] = useState({ name: '', nameKana: '', email: '' });
  const [membership, setMembership] = useState<MembershipAnswers>({ role: '', areaId: '', organisationId: '' });
  const [tried, setTried] = useState(false);
  /** The name once it is typed: whether somebody has it. */
  const [typedName, setTypedName] = useState('');
  const named = useGet<Page<User>>(typedName === '' ? null : api('users'), { q: typedName }).data?.items ?? [];
  const alike = named.filter(({ name }) => isNamedAlike(name, answers.name));
  const required = t('form:issue.required');
  const submit = () => {
    setTried(true);
    if (!answers.name.trim() || !answers.email.trim() || lackOf(membership).length > 0) return;
    save.mutate({
      path: api('users'),
      body: {
        ...answers,
        email: answers.email.trim(),
        memberships: [{ ...membership, organisationId: membership.organisationId || null }],
      },
    });
  };
  if (save.data) {
    return (
      <div className="space-y-6">
        {!save.data.isNew && (
          <Notice tone="warn" title={t('user.knownHere')}>
            {t('user.knownHereHelp')}
          </Notice>
        )}
        <HandedLink link={save.data.invitation} person={answers} onClose={onClose} />
      </div>
    );
  }
  return (
    <Form onSubmit={submit}>
      <p className="prose-line">{t('user.inviteHelp')}</p>
      <TextField
        label={t('user.name')}
        required
        value={answers.name}
        onChange={(name) => setAnswers({ ...answers, name })}
        onBlur={() => setTypedName(answers.name.trim())}
        error={tried && !answers.name.trim() ? required : null}
      />
      <AlikeNotice
        title={t('user.alike')}
        items={alike.map(({ id, name, email }) => ({
          id,
          text: `${name}（${email}）`,
          to: page(`settings/users/${id}`),
        }))}
      />
      <TextField
        label={t('field.kana')}
        required={false}
        value={answers.nameKana}
        onChange={(nameKana) => setAnswers({ ...answers, nameKana })}
      />
      <TextField
        label={t('user.email')}
        type="email"
        required
        value={answers.email}
        onChange={(email) => setAnswers({ ...answers, email })}
        error={tried && !answers.email.trim() ? required : null}
      />
      <MembershipFields answers={membership} onChange={setMembership} tried={tried} />
      <FormEnd save={save} label={t('user.create')} onCancel={onClose} />
    </Form>
  );
}
