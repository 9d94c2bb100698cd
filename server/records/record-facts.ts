import { z } from 'zod';
import { answerOf, fieldOfRole } from '../../forms/index.ts';
import { subjectOf } from '../../registers/index.ts';
import { defineFact } from '../decisions/computed-facts.ts';
import { definitionById } from '../definitions/definitions.ts';
import { areasOf } from '../settings/areas/kept-areas.ts';
import { consents } from './data-description.ts';
import { listStandingRows } from './data-store.ts';
import { standingsNamed } from './standings.ts';

const key = z.string().min(1).max(200);

/** Facts that hang on registers' records alone. */
export const recordFacts = [
  defineFact({
    key: 'rows-past',
    text: { ja: '日付を過ぎている行の数', en: 'Rows whose day is over' },
    unit: { ja: '件' },
    params: z.object({ field: key }),
    fields: ['field'],
    read(ctx, { answers }, { field }) {
      const [list = '', inner = ''] = field.split('[].');
      const rows = answers[list];
      if (!Array.isArray(rows)) return Promise.resolve(0);
      const days = rows.map((row: unknown) =>
        typeof row === 'object' && row !== null ? (row as Record<string, unknown>)[inner] : undefined,
      );
      return Promise.resolve(days.filter((day) => typeof day === 'string' && day < ctx.today).length);
    },
  }),
  defineFact({
    key: 'records-standing',
    text: { ja: '同じ圏域の、ほかの台帳の記録', en: 'Records of a register in the same area' },
    unit: { ja: '件' },
    counts: true,
    // `field`: where the kind of help stands among their answers; left out: in the field of that role, and where there is none all count.
    params: z.object({ register: key, standing: key, field: key.optional() }),
    async read(ctx, { areaPath, type }, { register, standing, field }) {
      const kind = subjectOf(register);
      const standings = await standingsNamed(ctx, kind, standing);
      if (standings.length === 0) return 0;
      const areas = (await areasOf(ctx)).filter(({ path }) => areaPath.startsWith(path) || path.startsWith(areaPath));
      const areaIds = areas.map(({ id }) => id);
      let count = 0;
      for (const row of await listStandingRows(ctx.db, ctx.municipality.id, kind, standings, areaIds)) {
        const { body: form } = await definitionById(ctx, 'form', row.form_id);
        const answers = JSON.parse(row.answers) as Record<string, unknown>;
        const types = field === undefined ? answerOf(form, answers, 'service-type') : answers[field];
        const isOfType = types === undefined || type === undefined || [types].flat().includes(type);
        const agrees = fieldOfRole(form, 'consent') === undefined || consents(ctx, form, answers);
        if (isOfType && agrees) count += 1;
      }
      return count;
    },
  }),
];
