import { useTranslation } from 'react-i18next';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { AnswerList } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { Table } from '../../components/table.tsx';
import type { Me } from '../../lib/contract.ts';
import { formatShortDay } from '../../lib/dates.ts';
import { useMe } from '../../lib/queries.ts';
import { PasswordForm } from './password-form.tsx';
import { SecondFactor } from './second-factor.tsx';
import { SessionList } from './session-list.tsx';
import { TokenList } from './token-list.tsx';

/** The account: who I am here, my password, my second factor, my access tokens. */
export function AccountPage() {
  const me = useMe();
  return <Loaded query={me}>{(me) => me && <Account me={me} />}</Loaded>;
}

function Account({ me }: { me: Me }) {
  const { t } = useTranslation('session');
  return (
    <div className="max-w-200 space-y-12">
      <div>
        <Breadcrumb items={[{ name: t('account.home'), to: '/' }, { name: t('account.title') }]} />
        <PageTitle title={t('account.title')} />
      </div>
      <AnswerList
        answers={[
          { label: t('account.name'), value: me.name },
          { label: t('account.email'), value: me.email },
        ]}
      />
      <Section title={t('account.roles')}>
        <Table
          caption={t('account.roles')}
          rows={me.memberships}
          columns={[
            {
              key: 'municipality',
              header: t('account.municipality'),
              cell: (membership) => membership.municipality.name,
            },
            { key: 'role', header: t('account.role'), cell: (membership) => t(`common:role.${membership.role}`) },
            { key: 'area', header: t('account.area'), cell: (membership) => membership.area.name },
            {
              key: 'term',
              header: t('account.term'),
              cell: (membership) =>
                t('account.from', { day: formatShortDay(membership.startsOn) }) +
                (membership.endsOn ? t('account.until', { day: formatShortDay(membership.endsOn) }) : ''),
            },
          ]}
        />
      </Section>
      <Section title={t('password.title')}>
        <PasswordForm />
      </Section>
      <Section title={t('factor.title')}>
        <SecondFactor />
      </Section>
      <Section title={t('sessions.title')}>
        <SessionList />
      </Section>
      <Section title={t('tokens.title')}>
        <TokenList />
      </Section>
    </div>
  );
}
