import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ArrowHead } from '../components/arrow-head.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { Icon } from '../components/icon.tsx';
import type { Diagram as Drawing } from '../lib/contract.ts';
import { arrange, laneHeight, route, type Column, type Line, type Places, type State, type Way } from './lay-out.ts';

type Guide = { name: (id: string) => string; columnOf: (id: string) => number };
const GuideContext = createContext<Guide>({ name: (id) => id, columnOf: () => 0 });

type Sheet = { lines: Line[]; lanes: number; overflows: boolean };

/** The workflow drawn: where the council stands, where it has been, which ways are open; and the same as a list. On a narrow page the stages stand below each other and each step says where it leads. */
export function Diagram({ diagram, isPlan }: { diagram: Drawing; /** No record is in it. */ isPlan?: boolean }) {
  const { t } = useTranslation('councils');
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => arrange(diagram), [diagram]);
  const guide = useMemo(() => guideTo(diagram, columns), [diagram, columns]);
  const [sheet, setSheet] = useState<Sheet>({ lines: [], lanes: 0, overflows: false });
  useEffect(() => {
    const [box, around] = [canvas.current, frame.current];
    if (!box || !around) return;
    const draw = () =>
      setSheet({ overflows: around.scrollWidth > around.clientWidth, ...route(columns, measure(box)) });
    const observer = new ResizeObserver(draw);
    observer.observe(box);
    for (const part of box.querySelectorAll('[data-state]')) observer.observe(part);
    const here = box.querySelector<HTMLElement>('[data-here]')?.getBoundingClientRect();
    if (here) around.scrollLeft = here.left - box.getBoundingClientRect().left - (around.clientWidth - here.width) / 2;
    return () => observer.disconnect();
  }, [columns]);
  return (
    <div className="space-y-4">
      {!isPlan && (
        <>
          <p className="text-solid-gray-700">
            {t('diagram.of', { name: diagram.workflow.name, number: diagram.workflow.number })}
          </p>
          <Legend />
        </>
      )}
      <GuideContext value={guide}>
        <div
          ref={frame}
          className="@container overflow-x-auto"
          role="group"
          aria-label={t('diagram.label')}
          tabIndex={sheet.overflows ? 0 : undefined}
        >
          <div ref={canvas} className="relative min-w-fit">
            <ol className="space-y-4 @4xl:grid @4xl:auto-cols-[minmax(8.5rem,22rem)] @4xl:grid-flow-col @4xl:justify-center @4xl:gap-x-11 @4xl:space-y-0 @4xl:px-6">
              {columns.map((column) => (
                <Stage key={column.key} column={column} />
              ))}
            </ol>
            <div className="hidden @4xl:block" style={{ height: sheet.lanes * laneHeight + laneHeight }} />
            <Lines lines={sheet.lines} />
          </div>
        </div>
      </GuideContext>
      <Disclosure title={t('diagram.asList')}>
        <StateList diagram={diagram} />
      </Disclosure>
    </div>
  );
}

function guideTo(diagram: Drawing, columns: Column[]): Guide {
  const nodes = new Map(diagram.nodes.map((node) => [node.id, node]));
  const places = new Map<string, number>();
  const note = (state: State) => {
    places.set(state.id, state.column);
    state.inner.forEach(note);
  };
  for (const { whole, states } of columns) (whole ? [whole] : states).forEach(note);
  return { name: (id) => nodes.get(id)?.name ?? id, columnOf: (id) => places.get(id) ?? 0 };
}

function measure(box: HTMLElement): Places {
  const origin = box.getBoundingClientRect();
  const place = (element: Element) => {
    const { left, right, top, height } = element.getBoundingClientRect();
    return {
      left: left - origin.left,
      right: right - origin.left,
      y: top - origin.top + height / 2,
      bottom: top - origin.top + height,
    };
  };
  const parts = (name: string) => [...box.querySelectorAll<HTMLElement>(`[data-${name}]`)];
  const columns = parts('column').map(place);
  return {
    width: box.clientWidth,
    bottom: Math.max(0, ...columns.map(({ bottom }) => bottom)),
    columns,
    states: new Map(
      parts('state').map((part) => [
        part.dataset['state'] ?? '',
        {
          ...place(part),
          column: Number(part.dataset['at']),
          entry: place(part.querySelector('[data-head]') ?? part).y,
        },
      ]),
    ),
    rows: new Map(
      parts('way').map((part) => {
        const { left, right } = place(part.closest('[data-state]') ?? part);
        return [part.dataset['way'] ?? '', { left, right, y: place(part).y }];
      }),
    ),
  };
}

const stroke = (way: Way) =>
  way.open
    ? 'stroke-blue-900 text-blue-900'
    : way.main
      ? 'stroke-solid-gray-700 text-solid-gray-700'
      : 'stroke-solid-gray-536 text-solid-gray-536';

function letters(way: Way): string {
  if (way.open) return way.tone === 'primary' ? 'font-bold text-blue-1000' : 'text-blue-1000';
  return way.main ? 'text-solid-gray-800' : 'text-solid-gray-700';
}

function Lines({ lines }: { lines: Line[] }) {
  return (
    <svg className="pointer-events-none absolute inset-0 hidden size-full @4xl:block" aria-hidden="true">
      <defs>
        <ArrowHead id="arrow" size={12} />
      </defs>
      {lines.map(({ way, points }) => (
        <path
          key={way.key}
          d={points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')}
          fill="none"
          strokeLinejoin="round"
          markerEnd="url(#arrow)"
          strokeWidth={way.main ? 3 : 1.5}
          className={stroke(way)}
        />
      ))}
    </svg>
  );
}

function Stage({ column: { whole, name, states } }: { column: Column }) {
  const current = [whole, ...states].some((state) => state?.current);
  return (
    <li data-column className={`rounded-8 ${current ? 'bg-blue-50' : 'bg-solid-gray-50'}`}>
      <div className="h-full p-3" {...(whole ? { 'data-state': whole.id, 'data-at': whole.column } : {})}>
        {(whole ?? name) && (
          <p className="pb-2 leading-tight font-bold" data-head={whole ? '' : undefined}>
            {whole?.name ?? name}
          </p>
        )}
        <States states={states} />
        {whole && <Ways state={whole} />}
      </div>
    </li>
  );
}

function States({ states }: { states: State[] }) {
  const last = states.at(-1);
  return (
    <ol>
      {states.map((state) => (
        <li key={state.id}>
          {state.inner.length > 0 ? <Holder state={state} /> : <Leaf state={state} />}
          {state.down.length > 0 ? <Down ways={state.down} /> : state !== last && <div className="h-4" />}
        </li>
      ))}
    </ol>
  );
}

function Down({ ways }: { ways: Way[] }) {
  const chief = ways.find(({ open }) => open) ?? ways.find(({ main }) => main) ?? ways[0];
  if (!chief) return null;
  const width = chief.main ? 'w-0.75' : 'w-0.5';
  return (
    <div className={`flex flex-col items-center ${stroke(chief)}`}>
      <span className={`h-2 ${width} bg-current`} />
      {ways.map((way) => (
        <span key={way.key} className={`px-1 text-center text-[0.875rem] leading-tight ${letters(way)}`}>
          {way.name}
        </span>
      ))}
      <span className={`mt-0.5 h-1.5 ${width} bg-current`} />
      <svg width="12" height="10" viewBox="0 0 12 10" aria-hidden="true">
        <path d="M0 0h12L6 10Z" fill="currentColor" />
      </svg>
    </div>
  );
}

function Holder({ state }: { state: State }) {
  return (
    <div
      className="rounded-8 border border-solid-gray-420 p-2"
      data-state={state.id}
      data-at={state.column}
      title={state.meaning}
    >
      <p className="pb-2 text-[0.875rem] leading-tight" data-head>
        {state.name}
      </p>
      <States states={state.inner} />
      <Ways state={state} />
    </div>
  );
}

function look(state: State): string {
  if (state.current) return 'border-4 border-blue-900 font-bold';
  return state.visited ? 'border-2 border-green-800' : 'border border-solid-gray-420';
}

function Leaf({ state }: { state: State }) {
  const { t } = useTranslation('councils');
  return (
    <div
      title={state.meaning}
      data-state={state.id}
      data-at={state.column}
      data-here={state.current ? '' : undefined}
      className={`rounded-8 bg-white p-2 ${look(state)}`}
    >
      {state.current && (
        <p className="mb-1 inline-flex items-center rounded-4 bg-blue-900 px-2 text-[0.875rem] leading-normal text-white">
          <Icon name="here" className="-ml-1 size-4" />
          {t('diagram.here')}
        </p>
      )}
      <p className="flex gap-1 leading-tight" data-head>
        {state.visited && !state.current && <Icon name="check" className="mt-0.5 size-4 text-green-800" />}
        {state.name}
      </p>
      <Ways state={state} />
    </div>
  );
}

function Ways({ state }: { state: State }) {
  const { t } = useTranslation('councils');
  const { name, columnOf } = useContext(GuideContext);
  const { again, away, inner } = state;
  if (again.length + away.length === 0) return null;
  return (
    <div className="mt-2 space-y-1.5 border-t border-solid-gray-300 pt-2 text-[0.875rem] leading-tight font-normal">
      {inner.length > 0 && <p className="text-solid-gray-700">{t('diagram.anywhere')}</p>}
      {again.length > 0 && (
        <ul className="space-y-1">
          {again.map((way) => (
            <li key={way.key} className={`flex gap-1 ${letters(way)}`}>
              <Icon name="again" className="mt-px size-4" />
              {way.name}
            </li>
          ))}
        </ul>
      )}
      {away.length > 0 && (
        <ul className="space-y-1.5">
          {away.map((way) => (
            <li
              key={way.key}
              data-way={way.key}
              className={`${letters(way)} ${columnOf(way.to) > state.column ? '@4xl:text-right' : ''}`}
            >
              {way.name}
              <span className="@4xl:hidden">{t('diagram.to', { to: name(way.to) })}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Legend() {
  const { t } = useTranslation('councils');
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1 text-dns-14N-130">
      <li className="flex items-center gap-2">
        <span className="size-5 rounded-4 border-4 border-blue-900" />
        {t('diagram.here')}
      </li>
      <li className="flex items-center gap-2">
        <span className="flex size-5 items-center justify-center rounded-4 border-2 border-green-800">
          <Icon name="check" className="size-4 text-green-800" />
        </span>
        {t('diagram.passed')}
      </li>
      <li className="flex items-center gap-2">
        <span className="size-5 rounded-4 border border-solid-gray-420" />
        {t('diagram.ahead')}
      </li>
      <li className="flex items-center gap-2 font-bold text-blue-1000">
        <span className="h-0.75 w-6 bg-blue-900" />
        {t('diagram.openWay')}
      </li>
      <li className="flex items-center gap-1">
        <Icon name="again" className="size-4" />
        {t('diagram.again')}
      </li>
    </ul>
  );
}

function StateList({ diagram }: { diagram: Drawing }) {
  const { t } = useTranslation('councils');
  const name = (id: string) => diagram.nodes.find((node) => node.id === id)?.name ?? id;
  return (
    <ol className="list-decimal space-y-3 pl-6">
      {diagram.nodes.map((node) => (
        <li key={node.id}>
          <span className="font-bold">{node.name}</span>
          {node.current
            ? t('common:paren', { text: t('diagram.here') })
            : node.visited
              ? t('common:paren', { text: t('diagram.passed') })
              : ''}
          <span className="block">{node.meaning}</span>
          <ul className="list-disc pl-6">
            {diagram.edges
              .filter((edge) => edge.from === node.id)
              .map((edge, index) => (
                <li key={index}>
                  {edge.to === edge.from
                    ? t('diagram.stays', { step: edge.name })
                    : t('diagram.leads', { step: edge.name, to: name(edge.to) })}
                  {edge.open && t('common:paren', { text: t('diagram.openWay') })}
                </li>
              ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
