import { useTranslation } from 'react-i18next';
import { Disclosure } from '../../components/disclosure.tsx';
import { AnswerList, AnswerValue } from '../../components/key-facts.tsx';
import type { Happening, ProposalRecord } from '../../lib/contract.ts';
import { formatDay, formatInstant } from '../../lib/dates.ts';
import { Explanation } from '../../record/explanation.tsx';

/** Who said what: the sender's words with their evidence, and what came back, oldest first. */
export function Exchange({ proposal }: { proposal: ProposalRecord }) {
  const { t } = useTranslation('proposals');
  const [, ...later] = proposal.story.toReversed();
  return (
    <ol className="space-y-6">
      <li>
        <Words proposal={proposal} />
      </li>
      {later.map((happening) => (
        <li key={happening.id}>
          {happening.event === 'JOIN' ? (
            <p className="text-center text-solid-gray-700">
              {t('exchange.joined', { at: formatInstant(happening.at), ...happening.details })}
            </p>
          ) : happening.answers.length > 0 ? (
            <Reply from={proposal.to.name} happening={happening} />
          ) : (
            <p className="text-center text-solid-gray-700">
              {t('exchange.moved', { at: formatInstant(happening.at), by: happening.by, name: happening.name })}
            </p>
          )}
        </li>
      ))}
      {!proposal.standing.done && proposal.sentAt && !proposal.answer && (
        <li className="text-center text-solid-gray-700">{t('exchange.waiting', { to: proposal.to.name })}</li>
      )}
    </ol>
  );
}

/** The sender's side, to the left. */
function Words({ proposal }: { proposal: ProposalRecord }) {
  return (
    <article className="mr-6 space-y-4 rounded-8 border border-solid-gray-420 border-l-8 border-l-blue-900 p-4 sm:mr-12">
      <header>
        <h3>{proposal.from.name}</h3>
        <p className="text-dns-14N-130 text-solid-gray-700">
          {proposal.createdBy}
          {'\u3000'}
          {formatInstant(proposal.sentAt ?? proposal.createdAt)}
        </p>
      </header>
      <dl className="space-y-4">
        {proposal.answers.map((answer) => (
          <div key={answer.label}>
            <dt className="font-bold">{answer.label}</dt>
            <dd className="prose-line whitespace-pre-wrap">
              <AnswerValue value={answer.value} files={answer.files} />
            </dd>
          </div>
        ))}
      </dl>
      <Evidence evidence={proposal.evidence} />
    </article>
  );
}

function Evidence({ evidence: { explanation, needs, meetings } }: { evidence: ProposalRecord['evidence'] }) {
  const { t } = useTranslation('proposals');
  if (!explanation && needs.length === 0 && meetings.length === 0) return null;
  return (
    <section aria-label={t('evidence.title')} className="space-y-3 rounded-8 bg-solid-gray-50 p-4">
      <h4 className="font-bold">{t('evidence.title')}</h4>
      {explanation && <Explanation explanation={explanation} />}
      {needs.length > 0 && (
        <Disclosure printed title={t('evidence.needs', { count: needs.length })}>
          <ul className="list-disc pl-6">
            {needs.map((need) => (
              <li key={need.number}>{t('evidence.need', need)}</li>
            ))}
          </ul>
        </Disclosure>
      )}
      {meetings.length > 0 && (
        <Disclosure printed title={t('evidence.meetings', { count: meetings.length })}>
          <ul className="list-disc pl-6">
            {meetings.map((meeting, index) => (
              <li key={index}>{t('evidence.meeting', { title: meeting.title, day: formatDay(meeting.heldOn) })}</li>
            ))}
          </ul>
        </Disclosure>
      )}
    </section>
  );
}

/** The receiver's side, to the right. */
function Reply({ from, happening }: { from: string; happening: Happening }) {
  return (
    <article className="ml-6 space-y-3 rounded-8 border border-solid-gray-420 border-r-8 border-r-green-800 bg-green-50 p-4 sm:ml-12">
      <header>
        <h3>{from}</h3>
        <p className="text-dns-14N-130">
          {happening.by}
          {'\u3000'}
          {formatInstant(happening.at)}
        </p>
      </header>
      <p className="font-bold">{happening.to}</p>
      <AnswerList answers={happening.answers} />
    </article>
  );
}
