import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Disclosure } from '../../components/disclosure.tsx';
import { Icon } from '../../components/icon.tsx';
import type { Diagram as Drawing } from '../../lib/contract.ts';
import { layOut } from './lay-out.ts';
import type { PlacedEdge, Picture } from './lay-out.ts';

/** The lifecycle drawn: where the council stands, where it has been, which ways are open; and the same as a list. */
export function Diagram({ diagram }: { diagram: Drawing }) {
  const { t } = useTranslation('councils');
  const frame = useRef<HTMLDivElement>(null);
  const picture = layOut(diagram);
  const { x, y } = picture.nodes.find((node) => node.current) ?? { x: 0, y: 0 };
  useEffect(() => {
    frame.current?.scrollTo({ left: x - frame.current.clientWidth / 2, top: y - frame.current.clientHeight / 2 });
  }, [x, y]);
  return (
    <div className="space-y-4">
      <p className="text-solid-gray-700">{t('diagram.of', { name: diagram.workflow.name, number: diagram.workflow.number })}</p>
      <Legend />
      <div ref={frame} tabIndex={0} role="group" aria-label={t('diagram.label')} className="max-h-160 overflow-auto rounded-8 border border-solid-gray-420 print:max-h-none">
        <div className="relative mx-auto" style={{ width: picture.width, height: picture.height }} aria-hidden="true">
          {picture.frames.map((frame) => <Frame key={frame.id} frame={frame} />)}
          <svg width={picture.width} height={picture.height} className="absolute inset-0">
            <defs>
              <marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="12" markerHeight="12" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0 0 10 5 0 10Z" fill="context-stroke" /></marker>
            </defs>
            {picture.edges.map((edge, index) => <path key={index} d={toPath(edge)} fill="none" markerEnd="url(#arrow)" strokeWidth={edge.open ? 3 : 1.5} className={edge.open ? 'stroke-blue-900' : 'stroke-solid-gray-600'} />)}
          </svg>
          {picture.edges.map((edge, index) => <span key={index} className={`absolute w-max max-w-42 -translate-1/2 bg-white px-1 text-center text-[0.875rem] leading-tight ${edge.open ? 'font-bold text-blue-1000' : 'text-solid-gray-700'}`} style={{ left: edge.label.x, top: edge.label.y }}>{edge.name}</span>)}
          {picture.nodes.map((node) => <State key={node.id} node={node} />)}
        </div>
      </div>
      <Disclosure title={t('diagram.asList')}><StateList diagram={diagram} /></Disclosure>
    </div>
  );
}

function look(node: { current: boolean; visited: boolean }): string {
  if (node.current) return 'border-4 border-blue-900 bg-blue-50 font-bold';
  return node.visited ? 'border-2 border-green-800 bg-white' : 'border border-dashed border-solid-gray-600 bg-white text-solid-gray-700';
}

type Placed = Picture['nodes'][number];

const area = ({ x, y, width, height }: Placed) => ({ width, height, left: x - width / 2, top: y - height / 2 });

function Again({ steps }: { steps: Placed['again'] }) {
  return steps.map((step, index) => <span key={index} className={`mt-1 inline-block text-[0.875rem] leading-tight ${step.open ? 'font-bold text-blue-1000' : 'font-normal text-solid-gray-700'}`}><Icon name="again" className="mr-1 size-4" />{step.name}</span>);
}

function Frame({ frame }: { frame: Placed }) {
  return (
    <div className="absolute rounded-8 border border-solid-gray-300 bg-solid-gray-50" style={area(frame)}>
      <p className="flex flex-wrap gap-x-3 px-2 text-[0.875rem] leading-tight">{frame.name}<Again steps={frame.again} /></p>
    </div>
  );
}

function State({ node }: { node: Placed }) {
  const { t } = useTranslation('councils');
  return (
    <div title={node.meaning} className={`absolute flex flex-col justify-center rounded-8 px-2 text-center leading-tight ${look(node)}`} style={area(node)}>
      {node.stage && <span className="text-[0.875rem] font-normal text-solid-gray-700">{node.stage.name}</span>}
      <span>{node.visited && !node.current && <Icon name="check" className="mr-1 size-4 text-green-800" />}{node.name}</span>
      {node.current && <span className="text-[0.875rem] text-blue-1000">{t('diagram.here')}</span>}
      <Again steps={node.again} />
    </div>
  );
}

function Legend() {
  const { t } = useTranslation('councils');
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1 text-dns-14N-130">
      <li className="flex items-center gap-2"><span className="size-5 rounded-4 border-4 border-blue-900 bg-blue-50" />{t('diagram.here')}</li>
      <li className="flex items-center gap-2"><span className="size-5 rounded-4 border-2 border-green-800" />{t('diagram.passed')}</li>
      <li className="flex items-center gap-2"><span className="size-5 rounded-4 border border-dashed border-solid-gray-600" />{t('diagram.ahead')}</li>
      <li className="flex items-center gap-2"><span className="h-0.75 w-6 bg-blue-900" />{t('diagram.openWay')}</li>
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
          {node.current ? t('common:paren', { text: t('diagram.here') }) : node.visited ? t('common:paren', { text: t('diagram.passed') }) : ''}
          <span className="block">{node.meaning}</span>
          <ul className="list-disc pl-6">
            {diagram.edges.filter((edge) => edge.from === node.id).map((edge, index) => <li key={index}>{t('diagram.leads', { step: edge.name, to: name(edge.to) })}{edge.open && t('common:paren', { text: t('diagram.openWay') })}</li>)}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function toPath({ points }: PlacedEdge): string {
  return points.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('');
}
