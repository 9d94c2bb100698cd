import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { Form } from '../../components/form.tsx';
import { Button } from '../../components/button.tsx';
import { AnswerList } from '../../components/key-facts.tsx';
import { LanguageSwitch } from '../../components/language-switch.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { ApiProblem, send } from '../../lib/api.ts';
import type { InvitationAccepted, InvitationSeen, Me } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { useMe } from '../../lib/queries.ts';
import { NewPasswordField, isShort } from './password-fields.tsx';
import { rememberCity } from './remembered-city.ts';

/** What a link leads to, and how it is accepted. The secret stands behind the `#`: it is sent in bodies only. */
export function InvitationPage() {
  const { t } = useTranslation('session');
  const { hash } = useLocation();
  const secret = hash.slice(1);
  const me = useMe();
  const seen = useQuery({
    queryKey: ['invitation', secret],
    queryFn: () => send<InvitationSeen>('POST', '/invitations/look', { secret }),
    retry: false,
    staleTime: Infinity,
  });
  return (
    <main className="mx-auto max-w-180 space-y-8 px-4 py-8 sm:py-16">
      <div className="flex items-center justify-between gap-4">
        <p className="flex items-center gap-2 text-[1.25rem] font-bold">
          <img src="/icon.svg" alt="" className="size-8" />
          {t('common:product')}
        </p>
        <LanguageSwitch />
      </div>
      {seen.error ? (
        <>
          <PageTitle title={t('invitation.title.role')} />
          <ProblemNotice error={seen.error} />
        </>
      ) : (
        <Loaded query={seen}>{(seen) => <Seen secret={secret} seen={seen} me={me.data ?? null} />}</Loaded>
      )}
    </main>
  );
}

function Seen({ secret, seen, me }: { secret: string; seen: InvitationSeen; me: Me | null }) {
  const { t } = useTranslation('session');
  const giver = seen.givenBy ?? t('invitation.operator');
  const roles = seen.roles.map(
    (role) =>
      t('invitation.role', { role: t(`common:role.${role.role}`), area: role.area }) +
      (role.organisation ? t('common:paren', { text: role.organisation }) : ''),
  );
  return (
    <>
      <PageTitle
        title={t(`invitation.title.${seen.kind}`)}
        lead={t(`invitation.lead.${seen.kind}`, { giver, municipality: seen.municipality.name })}
      />
      <AnswerList
        answers={[
          { label: t('invitation.municipality'), value: seen.municipality.name },
          { label: t('invitation.name'), value: seen.name },
          { label: t('invitation.email'), value: seen.email },
          ...(seen.newEmail ? [{ label: t('invitation.newEmail'), value: seen.newEmail }] : []),
          ...(roles.length > 0
            ? [{ label: t('invitation.roles'), value: roles.join(t('common:list.separator')) }]
            : []),
          { label: t('invitation.giver'), value: giver },
          { label: t('invitation.until'), value: formatInstant(seen.expiresAt) },
        ]}
      />
      {seen.needs.signIn && me === null ? (
        <SignInFirst secret={secret} seen={seen} />
      ) : (
        <AcceptForm secret={secret} seen={seen} me={me} />
      )}
    </>
  );
}

/** The account has a password: whoever accepts shows that it is theirs. */
function SignInFirst({ secret, seen }: { secret: string; seen: InvitationSeen }) {
  const { t } = useTranslation('session');
  const navigate = useNavigate();
  const back = encodeURIComponent(`/invitation#${secret}`);
  return (
    <div className="space-y-6">
      <Notice title={t('invitation.signInFirst')}>{t('invitation.signInFirstHelp', { email: seen.email })}</Notice>
      <Button kind="primary" onPress={() => void navigate(`/sign-in?city=${seen.municipality.code}#back=${back}`)}>
        {t('signIn.submit')}
      </Button>
    </div>
  );
}

function AcceptForm({ secret, seen, me }: { secret: string; seen: InvitationSeen; me: Me | null }) {
  const { t } = useTranslation('session');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error | null>(null);
  const [accepted, setAccepted] = useState<InvitationAccepted | null>(null);
  const weak =
    problem instanceof ApiProblem
      ? problem.problem.issues?.find((issue) => issue.path === '/password')?.message
      : undefined;

  const accept = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await send<InvitationAccepted>(
        'POST',
        seen.needs.signIn ? '/me/invitations' : '/invitations/accept',
        { secret, ...(seen.needs.password && { password }) },
      );
      rememberCity(answer.municipality);
      if (!seen.needs.signIn) return setAccepted(answer);
      client.clear();
      await navigate('/', { replace: true });
    } catch (error) {
      setProblem(error as Error);
    } finally {
      setBusy(false);
    }
  };
  const submit = () => {
    setTried(true);
    if (!seen.needs.password || !isShort(password)) void accept();
  };

  if (accepted) {
    return (
      <div className="space-y-6">
        <Notice tone="success" announce intoView title={t('invitation.done')}>
          {t('invitation.doneHelp', { email: accepted.email })}
        </Notice>
        <Button
          kind="primary"
          onPress={() => void navigate(`/sign-in?city=${accepted.municipality}`, { replace: true })}
        >
          {t('invitation.toSignIn')}
        </Button>
      </div>
    );
  }
  return (
    <Form className="max-w-110 space-y-6" onSubmit={submit}>
      {seen.needs.signIn && me && <p>{t('invitation.signedInAs', { name: me.name, email: me.email })}</p>}
      {seen.needs.signIn && seen.needs.password && (
        <Notice title={t('invitation.newPassword')}>{t('invitation.newPasswordHelp')}</Notice>
      )}
      {problem && !weak && <ProblemNotice error={problem} />}
      {seen.needs.password && (
        <>
          <input type="hidden" autoComplete="username" value={seen.email} readOnly />
          <NewPasswordField value={password} onChange={setPassword} tried={tried} error={weak} />
        </>
      )}
      <Button type="submit" kind="primary" busy={busy}>
        {t(`invitation.accept.${seen.needs.password && !seen.needs.signIn ? 'password' : 'role'}`)}
      </Button>
    </Form>
  );
}
