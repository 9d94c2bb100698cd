import { z } from 'zod';
import { subjectOf } from '../../../registers/index.ts';
import { route, type Route } from '../../http/route.ts';
import { dataFilter } from '../../records/contract.ts';
import { looksAtList } from '../../registers/routes.ts';
import type { YearFigure } from '../year/figure.ts';
import * as contract from './contract.ts';
import { readGantt } from './read-gantt.ts';

const params = z.object({ municipality: z.string(), register: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/) });

/** `declared`: the figures of the kinds, by which what happened is counted. */
export const ganttRoutes = (declared: readonly YearFigure[]): Route[] => [
  route({
    method: 'get',
    path: '/municipalities/{municipality}/registers/{register}/gantt',
    tag: 'records',
    summary: 'Records of a register drawn by time, what happened beside what was planned',
    access: 'municipality',
    params,
    query: dataFilter,
    answer: contract.gantt,
    looks: 'given',
    handle: async (ctx, { params: { register }, query }) => {
      const { body, shown } = await readGantt(ctx, declared, subjectOf(register), query);
      return { body, looks: looksAtList(ctx, register, 'list', shown, query) };
    },
  }),
];
