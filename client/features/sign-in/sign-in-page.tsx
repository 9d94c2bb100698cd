import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { Form } from '../../components/form.tsx';
import { Button } from '../../components/button.tsx';
import { LanguageSwitch } from '../../components/language-switch.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ApiProblem, send } from '../../lib/api.ts';
import type { Me, SignInPage as Offer } from '../../lib/contract.ts';
import { meKey, useGet } from '../../lib/queries.ts';
import { rememberCity, rememberedCity } from './remembered-city.ts';

type Credentials = { municipality: string | undefined; email: string; password: string; code?: string };

/** Sign in, and back to where one wanted to go. */
export function SignInPage() {
  const { t } = useTranslation('session');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const offer = useGet<Offer>('/sign-in');
  const [chosenCity, setChosenCity] = useState<string | null>(null);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  /** Who has been asked for a code. */
  const [credentials, setCredentials] = useState<Credentials | null>(null);
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  // A link's secret never goes to a server's log: where one is gone back to, it stands behind the `#`.
  const back = new URLSearchParams(useLocation().hash.slice(1)).get('back') ?? search.get('back');
  const cities = offer.data?.municipalities ?? [];
  // Chosen here, named by the link, of the page that was asked for, or the one of last time.
  const wanted = [chosenCity, search.get('city'), back?.split('/')[1], rememberedCity()];
  const city = cities.length === 1 ? cities[0]?.code : wanted.find((code) => cities.some((city) => city.code === code));

  const signIn = async (who: Credentials) => {
    setBusy(true);
    setProblem(null);
    try {
      await send<Me>('POST', '/session', who);
      if (who.municipality) rememberCity(who.municipality);
      client.clear();
      await client.invalidateQueries({ queryKey: meKey });
      await navigate(isOwnPath(back) ? back : '/', { replace: true });
    } catch (error) {
      const codeNeeded = error instanceof ApiProblem && error.problem.code === 'codeNeeded';
      if (codeNeeded) {
        setTried(false);
        setCredentials(who);
      } else setProblem(error as Error);
    } finally {
      setBusy(false);
    }
  };

  const submit = () => {
    setTried(true);
    if (credentials) return void (code.trim() && signIn({ ...credentials, code }));
    if (city && email.trim() && password) void signIn({ municipality: city, email: email.trim(), password });
  };

  const startAgain = () => {
    setCredentials(null);
    setCode('');
    setPassword('');
    setProblem(null);
    setTried(false);
  };

  return (
    <main className="mx-auto max-w-180 space-y-8 px-4 py-8 sm:py-16">
      <div className="flex items-center justify-between gap-4">
        <p className="flex items-center gap-2 text-[1.25rem] font-bold">
          <img src="/icon.svg" alt="" className="size-8" />
          {t('common:product')}
        </p>
        <LanguageSwitch />
      </div>
      <PageTitle
        title={t(credentials ? 'signIn.codeTitle' : 'signIn.title')}
        lead={t(credentials ? 'signIn.codeLead' : 'signIn.lead')}
      />
      {back && !problem && !credentials && <Notice title={t('signIn.again')}>{t('signIn.againHelp')}</Notice>}
      {problem && <ProblemNotice error={problem} />}
      {credentials ? (
        <Form key="code" className="max-w-110 space-y-6" onSubmit={submit}>
          <TextField
            label={t('factor.code')}
            name="code"
            help={t('signIn.codeHelp')}
            autoComplete="one-time-code"
            value={code}
            onChange={setCode}
            error={tried && !code.trim() ? t('form:issue.required') : null}
          />
          <div className="flex flex-wrap gap-3">
            <Button type="submit" kind="primary" busy={busy}>
              {t('signIn.submit')}
            </Button>
            <Button kind="text" onPress={startAgain}>
              {t('signIn.startAgain')}
            </Button>
          </div>
        </Form>
      ) : (
        <Form className="max-w-110 space-y-6" onSubmit={submit}>
          {cities.length > 1 && (
            <Select
              label={t('signIn.city')}
              value={city ?? ''}
              onChange={setChosenCity}
              choices={cities.map((city) => ({ value: city.code, label: city.name }))}
              error={tried && !city ? t('form:issue.required') : null}
            />
          )}
          <TextField
            label={t('signIn.email')}
            type="email"
            name="email"
            autoComplete="username"
            value={email}
            onChange={setEmail}
            error={tried && !email.trim() ? t('form:issue.required') : null}
          />
          <TextField
            label={t('signIn.password')}
            type="password"
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            error={tried && !password ? t('form:issue.required') : null}
          />
          <Button type="submit" kind="primary" busy={busy}>
            {t('signIn.submit')}
          </Button>
        </Form>
      )}
      {!credentials && offer.data && offer.data.demo.length > 0 && (
        <DemoAccounts
          offer={offer.data}
          onChoose={(chosen) =>
            void signIn({
              municipality: chosen.municipality.code,
              email: chosen.email,
              password: offer.data.demoPassword ?? '',
            })
          }
        />
      )}
    </main>
  );
}

/** Only a path of this site: never to where a link from elsewhere wants to lead. */
function isOwnPath(path: string | null): path is string {
  return path !== null && /^\/(?![/\\])/.test(path);
}

function DemoAccounts({ offer, onChoose }: { offer: Offer; onChoose: (account: Offer['demo'][number]) => void }) {
  const { t } = useTranslation('session');
  // An account with several roles comes once for each of them.
  const accounts = [
    ...new Map(offer.demo.map((account) => [`${account.municipality.code} ${account.email}`, account])).values(),
  ];
  const municipalities = [
    ...new Map(accounts.map((account) => [account.municipality.code, account.municipality])).values(),
  ];
  return (
    <section className="space-y-4 rounded-8 bg-solid-gray-50 p-4 sm:p-6">
      <h2>{t('demo.title')}</h2>
      <p className="prose-line">
        {t('demo.help')}
        {offer.demoPassword && t('demo.password', { password: offer.demoPassword })}
      </p>
      {municipalities.map((municipality) => (
        <div key={municipality.code} className="space-y-2">
          <h3>{municipality.name}</h3>
          <ul className="grid gap-2 sm:grid-cols-2">
            {accounts
              .filter((account) => account.municipality.code === municipality.code)
              .map((account) => (
                <li key={account.email}>
                  <button
                    type="button"
                    onClick={() => onChoose(account)}
                    className="surface flex h-full min-h-14 w-full flex-col text-left hover:bg-blue-50"
                  >
                    <span className="font-bold text-blue-1000 underline underline-offset-4">{account.role}</span>
                    <span>
                      {account.name}
                      {t('common:paren', { text: account.areas.join(t('common:list.separator')) })}
                    </span>
                    <span className="text-dns-14N-130 text-solid-gray-700">{account.email}</span>
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
