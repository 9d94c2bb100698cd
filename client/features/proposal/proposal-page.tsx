import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import type { Link as Named, ProposalRecord } from '../../lib/contract.ts';
import { formatDay, formatFiscalYear, toDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { PrintLink } from '../../record/print-link.tsx';
import { StepsPanel } from '../../record/steps-panel.tsx';
import { Story } from '../../record/story.tsx';
import { Tasks } from '../../record/tasks.tsx';
import { Ties } from '../../record/ties.tsx';
import { Exchange } from './exchange.tsx';
import { KindWord, ProposalBadge } from './proposal-badges.tsx';

/** One proposal or report: the exchange as a conversation, and what can be done next. */
export function ProposalPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const proposal = useGet<ProposalRecord>(api(`proposals/${id}`));
  return <Loaded query={proposal}>{(proposal) => <ProposalView proposal={proposal} />}</Loaded>;
}

function ProposalView({ proposal }: { proposal: ProposalRecord }) {
  const { t } = useTranslation('proposals');
  const { api, page } = usePaths();
  const { can } = useMunicipality();
  const { standing } = proposal;
  // What the state asks for is said to who can do it.
  const open = proposal.steps.some((step) => step.open);
  const title = t('numbered', { number: proposal.number, title: proposal.title });
  return (
    <div className="space-y-10">
      <div className="space-y-6">
        <div>
          <Breadcrumb items={[{ name: t('list.title'), to: page('proposals') }, { name: title }]} />
          <PageTitle
            title={title}
            aside={<ProposalBadge proposal={proposal} />}
            lead={<p>{standing.meaning}</p>}
            actions={
              proposal.can['edit'] && <ButtonLink to={page(`proposals/${proposal.id}/edit`)}>{t('edit')}</ButtonLink>
            }
          />
        </div>
        <KeyFacts
          facts={[
            { label: t('column.kind'), value: <KindWord kind={proposal.kind} /> },
            { label: t('column.from'), value: <CouncilLink council={proposal.from} /> },
            { label: t('column.to'), value: <CouncilLink council={proposal.to} /> },
            { label: t('column.sent'), value: proposal.sentAt ? formatDay(toDay(proposal.sentAt)) : t('notSent') },
            ...(proposal.fiscalYear === null
              ? []
              : [{ label: t('plan.year'), value: formatFiscalYear(`${proposal.fiscalYear}-04-01`) }]),
            ...(proposal.dueOn === null ? [] : [{ label: t('plan.due'), value: formatDay(proposal.dueOn) }]),
          ]}
        />
      </div>
      <div className="grid gap-10 lg:grid-cols-[3fr_2fr]">
        <Section title={t('exchange.title')}>
          <Exchange proposal={proposal} />
        </Section>
        <Section title={t('next')}>
          {!open && !standing.done ? (
            <p>{t('waiting', { to: (standing.tags.includes('draft') ? proposal.from : proposal.to).name })}</p>
          ) : (
            standing.todo && <p>{standing.todo}</p>
          )}
          <StepsPanel
            steps={proposal.steps}
            path={api(`proposals/${proposal.id}`)}
            kind="proposal"
            version={proposal.version}
            nothing={t('nothingNext')}
          />
        </Section>
      </div>
      {can['councils'] && (
        <Section title={t('tasks:title')}>
          <Tasks of={{ proposal: proposal.id }} councilId={proposal.from.id} />
        </Section>
      )}
      <Ties kind="proposal" id={proposal.id} />
      <Disclosure printed title={t('story')}>
        <Story happenings={proposal.story} />
      </Disclosure>
      <PrintLink kind="proposal" id={proposal.id} />
    </div>
  );
}

function CouncilLink({ council }: { council: Named }) {
  const { can } = useMunicipality();
  const { page } = usePaths();
  return can['councils'] ? (
    <Link to={page(`councils/${council.id}`)} className="link">
      {council.name}
    </Link>
  ) : (
    council.name
  );
}
