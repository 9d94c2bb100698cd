import { z } from 'zod';
import { route, type Route } from '../../http/route.ts';
import { showing } from '../../kernel/looks.ts';
import { xlsxType } from '../../lists/write-export.ts';
import * as contract from './contract.ts';
import { writeYear } from './export-year.ts';
import type { YearFigure } from './figure.ts';
import { readYearRecords } from './read-records.ts';
import { readYear } from './read-year.ts';
import { registerFigures } from './register-figures.ts';

const base = '/municipalities/{municipality}/year';

/** `declared`: the figures of the kinds; those of registers come from what the municipality keeps. */
export const yearRoutes = (declared: readonly YearFigure[]): Route[] => [
  route({
    method: 'get',
    path: base,
    tag: 'home',
    summary: 'The year’s sheet: what was done in an area, by quarter, beside the year before',
    access: 'municipality',
    query: contract.yearQuery,
    answer: contract.year,
    handle: async (ctx, { query }) => ({
      body: await readYear(ctx, [...declared, ...(await registerFigures(ctx))], query),
    }),
  }),
  route({
    method: 'get',
    path: `${base}/export`,
    tag: 'home',
    summary: 'The year’s sheet as .xlsx, with what each figure means',
    access: 'municipality',
    query: contract.yearQuery,
    file: xlsxType,
    looks: 'given',
    handle: async (ctx, { query }) => {
      const year = await readYear(ctx, [...declared, ...(await registerFigures(ctx))], query);
      return {
        file: {
          name: `year-${ctx.municipality.code}-${year.year}.xlsx`,
          type: xlsxType,
          content: writeYear(ctx, year),
        },
        looks: [{ action: 'year.export', details: { area: year.area.name, years: year.year } }],
      };
    },
  }),
  route({
    method: 'get',
    path: `${base}/{figure}/records`,
    tag: 'home',
    summary: 'The records behind a figure of the year’s sheet, as the asker may be told of them',
    access: 'municipality',
    params: z.object({ municipality: z.string(), figure: z.string().max(100) }),
    query: contract.yearRecordsQuery,
    answer: contract.yearRecords,
    looks: 'given',
    handle: async (ctx, { params, query }) => {
      const figures = [...declared, ...(await registerFigures(ctx))];
      const { body, shows } = await readYearRecords(ctx, figures, params.figure, query);
      return { body, looks: showing('year.records', shows) };
    },
  }),
];
