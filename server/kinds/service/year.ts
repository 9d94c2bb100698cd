import { say } from '../../kernel/texts/index.ts';
import { yearWords, type YearFigure } from '../../overview/year/figure.ts';
import { codeName } from '../../settings/codes/code-entries.ts';
import { codesOf } from '../../settings/codes/kept-codes.ts';
import { nameServices, servicesOf } from './year-store.ts';

/** A service's type in words, in the order of the city's list. */
const typeLines: NonNullable<YearFigure['lines']> = async (ctx) => {
  const types = await codesOf(ctx, 'service-type');
  return (line) => {
    const place = types.findIndex(({ key }) => key === line);
    const type = types[place];
    return { key: line, name: type ? codeName(type, ctx.language) : line, place };
  };
};

const ofServices = {
  group: 'supply',
  unit: 'services',
  measure: 'count',
  shared: true,
  // Everybody who belongs to the municipality sees its services.
  async tell(ctx, ids) {
    const services = await nameServices(ctx.db, ctx.municipality.id, ids);
    return new Map(
      services.map(({ id, name, organisation_name }) => [
        id,
        {
          title: say(ctx.language, 'year.service', { service: name, organisation: organisation_name }),
          path: `services/${id}`,
        },
      ]),
    );
  },
} as const satisfies Partial<YearFigure>;

/** What there is to turn to. No service says when it was begun: they are counted by when they were found. */
export const serviceYear: readonly YearFigure[] = [
  {
    key: 'services-found',
    ...yearWords('services-found'),
    ...ofServices,
    origin: 'M',
    counts: 'within',
    times: 'instants',
    rows: (ctx) => ({ query: servicesOf(ctx.db, ctx.municipality.id, 'entered') }),
    lines: typeLines,
  },
  {
    key: 'services-open',
    ...yearWords('services-open'),
    ...ofServices,
    origin: 'G',
    counts: 'on-last-day',
    times: 'instants',
    rows: (ctx) => ({ query: servicesOf(ctx.db, ctx.municipality.id, 'entered') }),
    lines: typeLines,
  },
  {
    key: 'services-confirmed',
    ...yearWords('services-confirmed'),
    ...ofServices,
    origin: 'G',
    counts: 'within',
    times: 'days',
    keepsLatest: true,
    rows: (ctx) => ({ query: servicesOf(ctx.db, ctx.municipality.id, 'confirmed') }),
  },
];
