import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { CapacityBadge } from '../../components/capacity-badge.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { AnswerList, KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import type { ServiceRecord } from '../../lib/contract.ts';
import { formatDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { Ties } from '../../record/ties.tsx';
import { CapacityPanel } from './capacity-panel.tsx';
import { CloseForm } from './close-form.tsx';
import { Freshness } from './freshness.tsx';

/** One service of the directory. */
export function ServicePage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const service = useGet<ServiceRecord>(api(`services/${id}`));
  return <Loaded query={service}>{(service) => <ServiceView service={service} />}</Loaded>;
}

function ServiceView({ service }: { service: ServiceRecord }) {
  const { t } = useTranslation('services');
  const { api, page } = usePaths();
  const [closing, setClosing] = useState(false);
  const edit = service.can['edit'];
  return (
    <div className="space-y-10">
      <div className="space-y-6">
        <div>
          <Breadcrumb items={[{ name: t('title'), to: page('services') }, { name: service.name }]} />
          <PageTitle
            title={service.name}
            aside={service.closed ? <Badge>{t('closed.badge')}</Badge> : <CapacityBadge capacity={service.capacity} />}
            lead={service.nameKana}
            actions={
              edit && (
                <>
                  <ButtonLink to={page(`services/${service.id}/edit`)}>{t('edit.title')}</ButtonLink>
                  {!service.organisationClosed && (
                    <Button kind={service.closed ? 'secondary' : 'danger'} onPress={() => setClosing(true)}>
                      {t(service.closed ? 'close.reopen' : 'close.action')}
                    </Button>
                  )}
                </>
              )
            }
          />
        </div>
        <KeyFacts
          facts={[
            {
              label: t('column.organisation'),
              value: (
                <Link to={page(`services/organisations/${service.organisation.id}`)} className="link">
                  {service.organisation.name}
                </Link>
              ),
            },
            { label: t('column.type'), value: service.type.name },
            {
              label: t('column.capacity'),
              value: (
                <>
                  {service.fullUntil && (
                    <span className="block">{t('capacity.fullUntil', { day: formatDay(service.fullUntil) })}</span>
                  )}
                  <Freshness confirmedOn={service.capacityConfirmedOn} by={service.capacityConfirmedBy} />
                </>
              ),
            },
            {
              label: t('field.phone'),
              value: service.phone ? (
                <a className="link" href={`tel:${service.phone}`}>
                  {service.phone}
                </a>
              ) : (
                t('unknown')
              ),
            },
          ]}
        />
      </div>
      {service.can['setCapacity'] && !service.closed && <CapacityPanel service={service} />}
      <Section title={t('detail')}>
        <ServiceDetail service={service} />
      </Section>
      <Ties kind="service" id={service.id} />
      <Dialog
        title={t(service.closed ? 'close.reopen' : 'close.action')}
        isOpen={closing}
        onClose={() => setClosing(false)}
      >
        <CloseForm
          path={api(`services/${service.id}`)}
          record={service}
          words="close"
          onClose={() => setClosing(false)}
        />
      </Dialog>
    </div>
  );
}

function ServiceDetail({ service }: { service: ServiceRecord }) {
  const { t } = useTranslation('services');
  const { page } = usePaths();
  const separator = t('common:list.separator');
  return (
    <AnswerList
      answers={[
        { label: t('field.areas'), value: service.areas.map((area) => area.name).join(separator) },
        { label: t('field.description'), value: service.description },
        { label: t('field.eligibility'), value: service.eligibility },
        {
          label: t('field.urgencies'),
          value: service.urgencies.map((urgency) => t(`urgency.${urgency}`, urgency)).join(separator),
        },
        { label: t('field.fee'), value: service.fee },
        {
          label: t('field.feeYen'),
          value: service.feeYen === null ? null : t('yen', { yen: service.feeYen.toLocaleString('ja-JP') }),
        },
        { label: t('field.days'), value: service.days.map((day) => t(`day.${day}`)).join(separator) },
        { label: t('field.hours'), value: service.hours },
        { label: t('field.address'), value: service.address },
        { label: t('field.url'), value: service.url && <Website url={service.url} /> },
        ...(service.from
          ? [
              {
                label: t('field.from'),
                value: (
                  <Link to={page(service.from.path)} className="link">
                    {service.from.title}
                  </Link>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

/** Only web addresses become links; what else stands there is shown as it is. */
export function Website({ url }: { url: string }) {
  return /^https?:\/\//.test(url) ? (
    <a className="link" href={url} rel="noreferrer" target="_blank">
      {url}
    </a>
  ) : (
    url
  );
}
