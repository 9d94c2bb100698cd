import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { CapacityBadge } from '../../components/capacity-badge.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { AnswerList } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { Table } from '../../components/table.tsx';
import type { OrganisationRecord } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { ClosingForm } from '../../record/closing-form.tsx';
import { Ties } from '../../record/ties.tsx';
import { CloseForm } from './close-form.tsx';
import { OrganisationField } from './organisation-field.tsx';
import { Website } from './service-page.tsx';

/** One organisation with its services. */
export function OrganisationPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const organisation = useGet<OrganisationRecord>(api(`organisations/${id}`));
  return <Loaded query={organisation}>{(organisation) => <OrganisationView organisation={organisation} />}</Loaded>;
}

function OrganisationView({ organisation }: { organisation: OrganisationRecord }) {
  const { t } = useTranslation('services');
  const { can } = useMunicipality();
  const { api, page } = usePaths();
  const [closing, setClosing] = useState(false);
  const { id, closed } = organisation;
  const name = closed ? t('common:closedName', { name: organisation.name }) : organisation.name;
  return (
    <div className="space-y-10">
      <div>
        <Breadcrumb items={[{ name: t('organisations.title'), to: page('services/organisations') }, { name }]} />
        <PageTitle
          title={name}
          aside={<Badge>{organisation.kind.name}</Badge>}
          lead={organisation.nameKana}
          actions={
            <>
              {organisation.can['edit'] && (
                <ButtonLink to={page(`services/organisations/${id}/edit`)}>{t('organisations.edit')}</ButtonLink>
              )}
              {organisation.can['close'] && (
                <Button kind={closed ? 'secondary' : 'danger'} onPress={() => setClosing(true)}>
                  {t(closed ? 'closeOrganisation.reopen' : 'closeOrganisation.action')}
                </Button>
              )}
            </>
          }
        />
      </div>
      <Section
        title={t('organisations.services', { count: organisation.serviceList.length })}
        actions={
          organisation.can['edit'] &&
          can['services.create'] &&
          !closed && <ButtonLink to={page(`services/new?organisation=${id}`)}>{t('new.title')}</ButtonLink>
        }
      >
        {organisation.serviceList.length === 0 ? (
          <EmptyState title={t('organisations.noServices')} />
        ) : (
          <Table
            caption={t('views.services')}
            rows={organisation.serviceList}
            to={(service) => page(`services/${service.id}`)}
            columns={[
              { key: 'name', header: t('column.name'), cell: (service) => service.name },
              { key: 'type', header: t('column.type'), cell: (service) => service.type },
              {
                key: 'capacity',
                header: t('column.capacity'),
                cell: (service) => <CapacityBadge capacity={service.capacity} />,
              },
            ]}
          />
        )}
      </Section>
      <Ties kind="organisation" id={organisation.id} />
      <Section title={t('organisations.contact')}>
        <AnswerList
          answers={[
            { label: t('field.kind'), value: organisation.kind.name },
            {
              label: t('field.phone'),
              value: organisation.phone && (
                <a className="link" href={`tel:${organisation.phone}`}>
                  {organisation.phone}
                </a>
              ),
            },
            {
              label: t('field.email'),
              value: organisation.email && (
                <a className="link" href={`mailto:${organisation.email}`}>
                  {organisation.email}
                </a>
              ),
            },
            { label: t('field.url'), value: organisation.url && <Website url={organisation.url} /> },
            {
              label: t('field.address'),
              value: [organisation.postalCode && t('postal', { code: organisation.postalCode }), organisation.address]
                .filter(Boolean)
                .join('\n'),
            },
            { label: t('field.corporateNumber'), value: organisation.corporateNumber },
            { label: t('field.note'), value: organisation.note },
          ]}
        />
      </Section>
      <Dialog
        title={t(closed ? 'closeOrganisation.reopen' : 'closeOrganisation.action')}
        isOpen={closing}
        onClose={() => setClosing(false)}
      >
        {closed ? (
          <CloseForm
            path={api(`organisations/${id}`)}
            record={organisation}
            words="closeOrganisation"
            onClose={() => setClosing(false)}
          />
        ) : (
          <ClosingForm
            kind="organisation"
            record={organisation}
            action={t('closeOrganisation.action')}
            successors={(chosen) => <OrganisationField id="closing-successor" {...chosen} required={false} but={id} />}
            onClose={() => setClosing(false)}
          />
        )}
      </Dialog>
    </div>
  );
}
