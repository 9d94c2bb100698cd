import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import type { Capacity, ServiceRecord } from '../../lib/contract.ts';
import { formatDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';

const capacities = ['has', 'none', 'waiting', 'ask'] as const satisfies Capacity[];

/** How much room there is, said with one press; the same word again confirms it as of today. */
export function CapacityPanel({ service }: { service: ServiceRecord }) {
  const { t } = useTranslation('services');
  const { today } = useMunicipality();
  const { api } = usePaths();
  const save = useSend();
  const set = (capacity: Capacity) =>
    save.mutate({
      method: 'PUT',
      path: api(`services/${service.id}/capacity`),
      body: { capacity },
      version: service.version,
    });
  return (
    <Section title={t('capacity.title')}>
      <div className="surface space-y-4">
        <p>{t('capacity.lead', { day: formatDay(today) })}</p>
        <div role="group" aria-label={t('capacity.title')} className="flex flex-wrap gap-3">
          {capacities.map((capacity) => (
            <Button
              key={capacity}
              kind={capacity === service.capacity ? 'primary' : 'secondary'}
              busy={save.isPending}
              label={t(capacity === service.capacity ? 'capacity.confirm' : 'capacity.change', {
                capacity: t(`common:capacity.${capacity}`),
              })}
              onPress={() => set(capacity)}
            >
              {capacity === service.capacity && <Icon name="check" />}
              {t(`common:capacity.${capacity}`)}
            </Button>
          ))}
        </div>
        {save.isSuccess && <Notice tone="success" announce title={t('capacity.saved', { day: formatDay(today) })} />}
        <SaveProblem error={save.error} onReload={save.reset} />
      </div>
    </Section>
  );
}
