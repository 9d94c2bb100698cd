import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { CapacityBadge } from '../../components/capacity-badge.tsx';
import type { Candidate } from '../../lib/contract.ts';
import { formatDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { Explanation } from '../../record/explanation.tsx';

/** A service in the ranking: who, how much room, what for, why here, and つなぐ. */
export function CandidateCard({
  candidate,
  closed,
  onRefer,
}: {
  candidate: Candidate;
  closed: string | null;
  onRefer: () => void;
}) {
  const { t } = useTranslation('needs');
  const { service, rank, score, explanation } = candidate;
  const reasons = [
    ...new Set(
      explanation.rules.flatMap((rule) => (rule.counts && rule.held === 'held' && rule.reason ? [rule.reason] : [])),
    ),
  ];
  return (
    <li className={`surface space-y-4 ${rank === 1 ? 'border-2 border-blue-900' : ''}`}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <p className="text-dns-14N-130 text-solid-gray-700">
            {t('candidate.rank', { rank })}
            {'\u3000'}
            {t('candidate.score', { score })}
          </p>
          <ServiceName service={service} />
        </div>
        <Button
          kind={rank === 1 ? 'primary' : 'secondary'}
          reason={closed}
          label={t('refer.label', { service: service.name })}
          onPress={onRefer}
        >
          {t('refer.button')}
        </Button>
      </div>
      <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-3">
        <Fact label={t('candidate.capacity')}>
          <CapacityBadge capacity={service.capacity} />
          <span className="mt-1 block text-dns-14N-130 text-solid-gray-700">
            {service.capacityConfirmedOn
              ? t('candidate.confirmed', { day: formatDay(service.capacityConfirmedOn) })
              : t('candidate.unconfirmed')}
          </span>
        </Fact>
        <Fact label={t('candidate.fee')}>{service.fee ?? t('candidate.unknown')}</Fact>
        <Fact label={t('candidate.phone')}>{service.phone ?? t('candidate.unknown')}</Fact>
      </dl>
      {reasons.length > 0 && (
        <ul className="list-disc pl-6">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <Explanation explanation={explanation} hideSentence={reasons.length > 0} />
    </li>
  );
}

/** A service that the rules left out, and why. */
export function LeftOutCard({ candidate: { service, leftOut, explanation } }: { candidate: Candidate }) {
  return (
    <li className="surface space-y-2 bg-solid-gray-50">
      <ServiceName service={service} />
      <p className="prose-line">{leftOut}</p>
      <Explanation explanation={explanation} hideSentence />
    </li>
  );
}

function ServiceName({ service }: { service: Candidate['service'] }) {
  const { page } = usePaths();
  return (
    <>
      <h3>
        <Link to={page(`services/${service.id}`)} className="link">
          {service.name}
        </Link>
      </h3>
      <p>
        {service.organisation.name}
        {'\u3000'}
        <span className="text-solid-gray-700">{service.type}</span>
      </p>
    </>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-dns-14N-130 text-solid-gray-700">{label}</dt>
      <dd className="mt-1">{children}</dd>
    </div>
  );
}
