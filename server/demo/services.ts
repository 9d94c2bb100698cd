import { confirmCapacity, createService } from '../kinds/service/index.ts';
import type { Stage } from './stage.ts';

export function planServices(stage: Stage): void {
  const admin = stage.email('administrator');
  for (const service of stage.city.services) {
    stage.add(-900, () =>
      stage.as(admin, -900, async (ctx) => {
        const { id } = await createService(ctx, {
          organisationId: stage.id(`organisation:${service.organisation}`),
          type: service.type,
          name: service.name,
          nameKana: service.nameKana,
          areaIds: service.areas.map((area) => stage.id(`area:${area}`)),
          description: null,
          eligibility: service.eligibility,
          urgencies: ['low', 'normal', 'high'],
          fee: service.fee,
          feeYen: service.feeYen,
          days: service.days,
          hours: null,
          capacity: service.capacity,
          phone:
            stage.city.organisations.find((organisation) => organisation.key === service.organisation)?.phone ?? null,
          url: null,
          address: null,
          latitude: null,
          longitude: null,
        });
        stage.keep(`service:${service.key}`, id);
      }),
    );
    stage.add(service.confirmed, () =>
      stage.as(admin, service.confirmed, (ctx) =>
        confirmCapacity(ctx, stage.id(`service:${service.key}`), 1, service.capacity),
      ),
    );
  }
}
