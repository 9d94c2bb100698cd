import { useTranslation } from 'react-i18next';
import { layInColumns, listDependences, type Dependence } from '../../../../forms/logic/depend.ts';
import type { Form, LogicRule } from '../../../../forms/types.ts';
import { ArrowHead } from '../../../components/arrow-head.tsx';
import { Table } from '../../../components/table.tsx';
import { useRuleWords } from './rule-words.ts';

/** What depends on what: a picture, and the same as a table. */
export function DependPanel({ form, rules }: { form: Form; rules: readonly LogicRule[] }) {
  const { t } = useTranslation('builder');
  const { titleOf, say } = useRuleWords(form);
  const all = listDependences(form, rules);
  if (all.length === 0) return <p>{t('logic.depend.none')}</p>;
  return (
    <div className="space-y-6">
      <p className="prose-line text-solid-gray-700">{t('logic.depend.help')}</p>
      <Picture all={all} titleOf={titleOf} />
      <Table
        caption={t('logic.depend.caption')}
        rows={all.map((dependence, index) => ({ ...dependence, id: String(index) }))}
        columns={[
          { key: 'from', header: t('logic.depend.from'), cell: ({ from }) => titleOf(from) },
          { key: 'to', header: t('logic.depend.to'), cell: ({ to }) => titleOf(to) },
          {
            key: 'how',
            header: t('logic.depend.how'),
            cell: ({ rule }) => (rule ? say(rule) : t('logic.depend.schema')),
          },
        ]}
      />
    </div>
  );
}

const box = { width: 176, height: 56 };
const gap = { x: 80, y: 16 };

/** Fields as boxes, those that others hang on at the left. Who cannot see it, or has no room for it, has the table. */
function Picture({ all, titleOf }: { all: readonly Dependence[]; titleOf: (path: string) => string }) {
  // What a field's own answer decides about it, the table tells.
  const columns = layInColumns(all.filter(({ from, to }) => from !== to));
  const places = new Map(
    columns.flatMap((column, x) =>
      column.map((path, y) => [path, { x: x * (box.width + gap.x), y: y * (box.height + gap.y) }] as const),
    ),
  );
  const width = columns.length * (box.width + gap.x) - gap.x;
  const height = Math.max(...columns.map(({ length }) => length)) * (box.height + gap.y) - gap.y;
  const pairs = new Map(all.map((each) => [`${each.from} ${each.to}`, each]));
  return (
    <div className="overflow-x-auto rounded-12 bg-solid-gray-50 p-4 max-sm:hidden" aria-hidden="true">
      <div className="relative" style={{ width, height }}>
        <svg className="absolute inset-0" width={width} height={height}>
          <defs>
            <ArrowHead id="depends" size={10} />
          </defs>
          {[...pairs].map(([key, { from, to, rule }]) => {
            const [start, end] = [places.get(from), places.get(to)];
            return (
              start &&
              end &&
              from !== to && (
                <path
                  key={key}
                  d={curve(start, end)}
                  fill="none"
                  className="stroke-solid-gray-700"
                  strokeWidth={1.5}
                  strokeDasharray={rule ? undefined : '6 4'}
                  markerEnd="url(#depends)"
                />
              )
            );
          })}
        </svg>
        {[...places].map(([path, { x, y }]) => (
          <div
            key={path}
            className="absolute flex items-center rounded-8 border border-solid-gray-536 bg-white px-3 leading-tight"
            style={{ left: x, top: y, ...box }}
          >
            <span className="line-clamp-2">{titleOf(path)}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

type Point = { x: number; y: number };

/** From the right of one box to the left of another; back over itself where a circle leads back. */
function curve(start: Point, end: Point): string {
  const [x1, y1] = [start.x + box.width, start.y + box.height / 2];
  const [x2, y2] = [end.x, end.y + box.height / 2];
  const bend = Math.max(gap.x / 2, (x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 2} ${y2}`;
}
