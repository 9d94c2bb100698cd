import { useTranslation } from 'react-i18next';
import { Disclosure } from '../components/disclosure.tsx';
import { Icon } from '../components/icon.tsx';
import type { Explanation as Words, ExplanationNode } from '../lib/contract.ts';
import { formatInstant } from '../lib/dates.ts';

type Held = ExplanationNode['held'];

const marks = {
  held: { icon: 'check', look: 'text-green-900' },
  'not-held': { icon: 'cross', look: 'text-solid-gray-700' },
  unknown: { icon: 'question', look: 'text-solid-gray-700' },
} as const satisfies Record<Held, unknown>;

/** A decision in words: the sentence, what is missing, and 「判断の根拠」 with every condition and its real value: first of the rules that decided, then of what else was looked at. */
export function Explanation({
  explanation,
  open,
  hideSentence,
}: {
  explanation: Words;
  open?: boolean;
  hideSentence?: boolean;
}) {
  const { t } = useTranslation();
  // Points decide nothing about what is left out.
  const decides = (rule: Words['rules'][number]): boolean =>
    rule.counts && !(explanation.excluded && rule.points !== undefined);
  const deciding = explanation.rules.filter(decides);
  const others = explanation.rules.filter((rule) => !decides(rule));
  return (
    <div className="space-y-2">
      {!hideSentence && <p className="prose-line">{explanation.sentence}</p>}
      {explanation.near.length > 0 && (
        <ul className="space-y-1">
          {explanation.near.map((near) => (
            <li key={near} className="flex gap-2">
              <Icon name="info" className="mt-1 size-5 text-blue-900" />
              {near}
            </li>
          ))}
        </ul>
      )}
      <Disclosure title={t('explanation.why')} open={open}>
        <div className="space-y-4">
          {(deciding.length > 0 ? deciding : others).map((rule) => (
            <RuleTold key={rule.name} rule={rule} />
          ))}
          {deciding.length > 0 && others.length > 0 && (
            <Disclosure title={t('explanation.others', { count: others.length })}>
              <div className="space-y-4">
                {others.map((rule) => (
                  <RuleTold key={rule.name} rule={rule} />
                ))}
              </div>
            </Disclosure>
          )}
          <p className="text-dns-14N-130 text-solid-gray-700">
            {t(explanation.ruleSet.number === 0 ? 'explanation.draft' : 'explanation.ruleSet', explanation.ruleSet)}
            {explanation.score !== undefined &&
              !explanation.excluded &&
              ` ／ ${t('explanation.score', { score: explanation.score })}`}
            {explanation.decidedAt && ` ／ ${formatInstant(explanation.decidedAt)}`}
          </p>
        </div>
      </Disclosure>
    </div>
  );
}

type Told = Pick<Words['rules'][number], 'title' | 'held' | 'points' | 'counts' | 'reason' | 'tree'>;

/** One rule with every condition and whether it held. */
export function RuleTold({ rule }: { rule: Told }) {
  const { t } = useTranslation();
  return (
    <div className="space-y-1">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <Mark held={rule.held} />
        <span className="font-bold">{rule.title}</span>
        {rule.points !== undefined && (
          <span className="text-solid-gray-700 tabular-nums">
            {t('explanation.points', { points: rule.points > 0 ? `+${rule.points}` : String(rule.points) })}
          </span>
        )}
      </p>
      {rule.counts && rule.reason && <p className="pl-7">{rule.reason}</p>}
      <Tree nodes={[rule.tree]} />
    </div>
  );
}

function Tree({ nodes }: { nodes: ExplanationNode[] }) {
  return (
    <ul className="space-y-1 pl-7">
      {nodes.map((node, index) => (
        <li key={index}>
          <span className="flex gap-2">
            <Mark held={node.held} />
            <span>
              {node.text}
              {node.near && <span className="ml-2 text-orange-1000">{node.near}</span>}
            </span>
          </span>
          {node.children && node.children.length > 0 && <Tree nodes={node.children} />}
        </li>
      ))}
    </ul>
  );
}

function Mark({ held }: { held: Held }) {
  const { t } = useTranslation();
  const { icon, look } = marks[held];
  return (
    <span className={`inline-flex shrink-0 items-center gap-0.5 text-dns-14B-130 whitespace-nowrap ${look}`}>
      <Icon name={icon} className="size-5" />
      {t(`explanation.${held}`)}
    </span>
  );
}
