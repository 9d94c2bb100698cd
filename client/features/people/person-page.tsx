import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { Table } from '../../components/table.tsx';
import type { Need, PersonNeeds, PersonRecord } from '../../lib/contract.ts';
import { formatDay, formatShortDay, toDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { ReferralBadge, StateBadge } from '../../record/state-badges.tsx';
import { Ties } from '../../record/ties.tsx';

/** A resident: who it is, their needs, to whom these were handed, and needs that may be theirs. */
export function PersonPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const person = useGet<PersonRecord>(api(`people/${id}`));
  const needs = useGet<PersonNeeds>(api(`people/${id}/needs`));
  return (
    <Loaded query={person}>
      {(person) => (
        <div className="space-y-10">
          <Head person={person} />
          <Loaded query={needs}>{(theirs) => <Needs {...theirs} />}</Loaded>
          <Ties kind="person" id={person.id} />
          <Foot person={person} />
        </div>
      )}
    </Loaded>
  );
}

function Head({ person }: { person: PersonRecord }) {
  const { t } = useTranslation('people');
  const { page } = usePaths();
  const title = t('numbered', { number: person.number, name: person.name });
  return (
    <div className="space-y-6">
      <div>
        <Breadcrumb items={[{ name: t('list.title'), to: page('people') }, { name: title }]} />
        <PageTitle
          title={title}
          actions={
            person.can['edit'] && <ButtonLink to={page(`people/${person.id}/edit`)}>{t('edit.title')}</ButtonLink>
          }
        />
      </div>
      {person.erasedOn && <Notice title={t('erased', { day: formatDay(person.erasedOn) })} />}
      <KeyFacts
        facts={[
          { label: t('field.kana'), value: person.kana },
          { label: t('field.birth'), value: person.birth ? formatDay(person.birth) : '―' },
          { label: t('field.telephone'), value: person.telephone ?? '―' },
          { label: t('field.area'), value: person.area.name },
        ]}
      />
    </div>
  );
}

function Needs({ needs, referrals, likely }: PersonNeeds) {
  const { t } = useTranslation('people');
  const { page } = usePaths();
  return (
    <>
      <Section title={t('needs.title')}>
        {needs.length === 0 ? (
          <EmptyState title={t('needs.empty')} />
        ) : (
          <NeedTable caption={t('needs.title')} needs={needs} to={(need) => page(`needs/${need.id}`)} />
        )}
      </Section>
      {referrals.length > 0 && (
        <Section title={t('referrals')}>
          <Table
            caption={t('referrals')}
            rows={referrals}
            to={(referral) => page(`referrals/${referral.id}`)}
            columns={[
              { key: 'service', header: t('needs:referrals.service'), cell: (referral) => referral.service.name },
              {
                key: 'need',
                header: t('needs:column.title'),
                cell: (referral) => t('needs:numbered', { number: referral.need.number, title: referral.need.title }),
              },
              {
                key: 'state',
                header: t('needs:column.state'),
                cell: (referral) => <ReferralBadge standing={referral.standing} />,
              },
              {
                key: 'sent',
                header: t('needs:referrals.sent'),
                short: true,
                cell: (referral) => formatShortDay(toDay(referral.createdAt)),
              },
            ]}
          />
        </Section>
      )}
      {likely.length > 0 && (
        <Section title={t('likely.title')}>
          <p className="prose-line">{t('likely.help')}</p>
          <NeedTable caption={t('likely.title')} needs={likely} to={(need) => page(`needs/${need.id}/person`)} />
        </Section>
      )}
    </>
  );
}

export function NeedTable({ caption, needs, to }: { caption: string; needs: Need[]; to: (need: Need) => string }) {
  const { t } = useTranslation('needs');
  return (
    <Table
      caption={caption}
      rows={needs}
      to={to}
      columns={[
        {
          key: 'title',
          header: t('column.title'),
          cell: (need) => t('numbered', { number: need.number, title: need.title }),
        },
        {
          key: 'state',
          header: t('column.state'),
          cell: (need) => <StateBadge standing={need.standing} />,
        },
        { key: 'area', header: t('column.area'), cell: (need) => need.area.name },
        {
          key: 'received',
          header: t('column.received'),
          short: true,
          cell: (need) => formatShortDay(need.receivedOn),
        },
      ]}
    />
  );
}

function Foot({ person }: { person: PersonRecord }) {
  const { t } = useTranslation('people');
  const { page } = usePaths();
  const { can } = useMunicipality();
  const links = [
    ...(person.can['looks'] ? [{ to: 'looks', name: t('needs:looks.title') }] : []),
    ...(person.can['erase'] ? [{ to: 'data', name: t('data.title') }] : []),
  ];
  return (
    <ul className="no-print">
      {can['audit'] && (
        <li>
          <Link className="link inline-flex min-h-11 items-center" to={page(`settings/audit?resident=${person.id}`)}>
            {t('audit')}
          </Link>
        </li>
      )}
      {links.map(({ to, name }) => (
        <li key={to}>
          <Link className="link inline-flex min-h-11 items-center" to={page(`people/${person.id}/${to}`)}>
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
