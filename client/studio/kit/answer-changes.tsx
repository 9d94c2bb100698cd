import { useQueries } from '@tanstack/react-query';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Badge, type Tone } from '../../components/badge.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { Checkbox } from '../../components/choice-group.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import type { Definition, FormChanges, RuleComparison } from '../../lib/contract.ts';
import { definitionPlace } from '../../lib/definition-place.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { getOptions, useGet } from '../../lib/queries.ts';
import { useDefinitionPaths } from './definition.tsx';
import { Differences } from './differences.tsx';

type Change = FormChanges['changes'][number];
type Use = Change['used'][number];

const levels = ['loses', 'asks', 'harmless'] as const;
const tones: Record<Change['level'], Tone> = { loses: 'bad', asks: 'attention', harmless: 'good' };

/** What the drafts of these forms change that somebody must have seen before they are published; null until that is known. */
export function useFormChanges(forms: readonly Definition[], effectiveOn: string): Change[] | null {
  const { api } = usePaths();
  return useQueries({
    queries: forms.map(({ kind, key }) =>
      getOptions<FormChanges>(api(`definitions/${kind}/${key}/changes`), { effectiveOn }),
    ),
    combine: (results) =>
      results.every(({ data }) => data)
        ? results.flatMap(({ data }) => (data?.changes ?? []).filter(({ level }) => level !== 'harmless'))
        : null,
  });
}

type Props = {
  definition: Definition;
  isOther: boolean;
  /** The day from which it shall count. */ effectiveOn: string;
  /** The ids of this form's changes that have been confirmed. */ confirmed: string[];
  onConfirm: (confirmed: string[]) => void;
};

/** What publishing a form's draft does to what was answered and begun, by how much it hurts, with what uses each field. */
export function AnswerChanges({ definition, isOther, effectiveOn, confirmed, onConfirm }: Props) {
  const { t } = useTranslation('rules');
  const { api, page } = useDefinitionPaths(definition);
  const changes = useGet<FormChanges>(api('changes'), { effectiveOn });
  const toggle = (ids: string[], isOn: boolean) =>
    onConfirm(isOn ? [...new Set([...confirmed, ...ids])] : confirmed.filter((id) => !ids.includes(id)));
  if (definition.current + definition.latest === 0) return null;
  return (
    <Section
      title={isOther ? t('publish.answersOther', { name: definition.name }) : t('publish.answers')}
      actions={<ButtonLink to={page('versions')}>{t('version.title')}</ButtonLink>}
    >
      <Loaded query={changes}>
        {({ base, stored, halfDone, askedBy, changes: all }) =>
          base !== null && (
            <div className="space-y-6">
              <div>
                <p className="prose-line">{t('publish.answersAll', { stored, halfDone })}</p>
                {askedBy.length > 0 && <Uses words={t('publish.askedBy')} uses={askedBy} />}
              </div>
              {all.length === 0 && <p>{t('publish.noChange')}</p>}
              {all.length > 0 && all.every(({ level }) => level === 'harmless') && (
                <Notice tone="success" title={t('publish.onlyHarmless')} />
              )}
              {levels.map((level) => (
                <Level
                  key={level}
                  level={level}
                  changes={all.filter((change) => change.level === level)}
                  confirmed={confirmed}
                  onToggle={toggle}
                />
              ))}
              <Detail definition={definition} from={base} />
            </div>
          )
        }
      </Loaded>
    </Section>
  );
}

type LevelProps = {
  level: Change['level'];
  changes: Change[];
  confirmed: string[];
  onToggle: (ids: string[], isOn: boolean) => void;
};

const frames: Record<Change['level'], string> = {
  loses: 'border-2 border-red-900',
  asks: 'border-2 border-orange-800',
  harmless: 'border border-solid-gray-300',
};

function Level({ level, changes, confirmed, onToggle }: LevelProps) {
  const { t } = useTranslation('rules');
  if (changes.length === 0) return null;
  const ids = changes.map(({ id }) => id);
  return (
    <div className={`space-y-3 rounded-8 p-4 ${frames[level]}`}>
      <h3 className="flex flex-wrap items-center gap-2">
        <Badge tone={tones[level]}>{t(`publish.level.${level}`)}</Badge>
        <span>{t('publish.count', { count: changes.length })}</span>
      </h3>
      <p className="prose-line text-solid-gray-700">{t(`publish.levelHelp.${level}`)}</p>
      <ul className="divide-y divide-solid-gray-200">
        {changes.map((change, index) => (
          <li key={index} className="space-y-1 py-3">
            <p className="font-bold wrap-anywhere">{change.message}</p>
            <p>{t('publish.touches', change)}</p>
            {change.path !== '' &&
              (change.used.length > 0 ? (
                <Uses words={t('publish.usedIn')} uses={change.used} />
              ) : (
                <p className="text-solid-gray-700">{t('publish.usedNowhere')}</p>
              ))}
            {level === 'loses' && (
              <Checkbox
                label={t('publish.confirmLoss', {
                  change: change.message,
                  stored: change.stored,
                  halfDone: change.halfDone,
                })}
                value={confirmed.includes(change.id)}
                onChange={(isOn) => onToggle([change.id], isOn)}
              />
            )}
          </li>
        ))}
      </ul>
      {level === 'asks' && (
        <Checkbox
          label={t('publish.confirmAsks', { count: changes.length })}
          value={ids.every((id) => confirmed.includes(id))}
          onChange={(isOn) => onToggle(ids, isOn)}
        />
      )}
    </div>
  );
}

/** Who uses a field, each a way to its page. */
function Uses({ words, uses }: { words: string; uses: readonly Use[] }) {
  const { t } = useTranslation('rules');
  const { page } = usePaths();
  const placeOf = ({ what, key }: Use): string => page(what === 'list' ? key : definitionPlace({ kind: what, key }));
  return (
    <p className="wrap-anywhere">
      {words}
      {uses.map((use, index) => (
        <Fragment key={index}>
          {index > 0 && t('common:list.separator')}
          <Link className="link" to={placeOf(use)}>
            {use.detail === '' ? use.name : t('publish.use', use)}
          </Link>
        </Fragment>
      ))}
    </p>
  );
}

/** Every difference, place by place. */
function Detail({ definition, from }: { definition: Definition; from: number }) {
  const { t } = useTranslation('rules');
  const { api } = useDefinitionPaths(definition);
  const comparison = useGet<RuleComparison>(api('compare'), { from, to: 'draft' });
  return (
    <Disclosure title={t('publish.details')}>
      <Loaded query={comparison}>{({ differences }) => <Differences differences={differences} />}</Loaded>
    </Disclosure>
  );
}
