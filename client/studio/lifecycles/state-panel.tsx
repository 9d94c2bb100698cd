import { useTranslation } from 'react-i18next';
import {
  listStates,
  listSteps,
  moveState,
  setFirst,
  setStateEnd,
  setStateStage,
  setStateTags,
  setStateWords,
} from '../../../workflows/edit.ts';
import { Checkbox, CheckboxGroup } from '../../components/choice-group.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Select } from '../../components/select.tsx';
import { SmallButton } from '../kit/action-menu.tsx';
import { RemoveState } from './remove-state.tsx';
import { StepList } from './step-list.tsx';
import { TurnFields } from './turn-fields.tsx';
import { TwoLanguages } from './two-languages.tsx';
import { useMarkWords } from './mark-words.ts';
import { useNames, type StateProps } from './words.ts';

/** One state: its words and place, whose turn it is, and what can be done in it. */
export function StatePanel(props: StateProps) {
  const { workflow, path } = props;
  const { t } = useTranslation('lifecycles');
  const names = useNames(workflow);
  if (path === '')
    return (
      <div className="space-y-6">
        <h2>{t('everywhere')}</h2>
        <p className="prose-line">{t('everywhereHelp')}</p>
        <StepList {...props} />
      </div>
    );
  return (
    <div className="space-y-8">
      <div className="space-y-4">
        <h2>{t('state.title', { name: names.state(path) })}</h2>
        <StateWords {...props} />
      </div>
      <StepList {...props} />
      <TurnFields {...props} />
      <Standing {...props} />
    </div>
  );
}

function StateWords({ workflow, edit, path }: StateProps) {
  const { t } = useTranslation('lifecycles');
  const texts = workflow.states[path]?.texts;
  return (
    <TwoLanguages
      lines={(['name', 'meaning', 'todo'] as const).map((name) => ({
        name,
        label: t(`state.${name}`),
        ja: texts?.ja[name] ?? '',
        en: texts?.en?.[name] ?? '',
        isLong: name !== 'name',
        isRequired: name !== 'todo',
      }))}
      onChange={(language, name, value) =>
        edit(
          setStateWords(workflow, path, language, name === 'meaning' || name === 'todo' ? name : 'name', value),
          `state ${path} ${language} ${name}`,
        )
      }
    />
  );
}

/** Where it stands among the others, and what it is to the server. */
function Standing({ workflow, edit, offers, path, onGo }: StateProps) {
  const { t } = useTranslation('lifecycles');
  const names = useNames(workflow);
  const wordOf = useMarkWords();
  const row = listStates(workflow).find((candidate) => candidate.path === path);
  if (!row) return null;
  const stages = workflow.stages ?? [];
  const isBare = row.steps === 0 && row.inner.length === 0;
  const offered = offers.tags.filter(({ key }) => key !== 'open');
  const own = row.tags
    .filter((tag) => !offered.some(({ key }) => key === tag))
    .map((key) => ({ key, why: null, named: [] }));
  const tags = [...offered, ...own];
  return (
    <section className="space-y-4 border-t border-solid-gray-300 pt-6">
      <h3>{t('state.standing')}</h3>
      {stages.length > 0 && (
        <Select
          label={t('state.stage')}
          value={row.notes.stage ?? ''}
          empty={row.depth > 0 ? t('state.stageAround') : t('stage.none')}
          choices={stages.map(({ key }) => ({ value: key, label: names.stage(key) }))}
          onChange={(stage) => edit(setStateStage(workflow, path, stage === '' ? null : stage))}
        />
      )}
      <Checkbox
        label={row.depth === 0 ? t('state.first') : t('state.firstWithin')}
        value={row.isFirst}
        // Something has to be the first: another one is chosen there.
        onChange={(isFirst) => isFirst && edit(setFirst(workflow, path))}
        help={row.isFirst ? t('state.firstHelp') : undefined}
      />
      {(isBare || row.isEnd) && (
        <Checkbox
          label={t('state.end')}
          help={t('state.endHelp')}
          value={row.isEnd}
          onChange={(isEnd) => edit(setStateEnd(workflow, path, isEnd))}
        />
      )}
      {tags.length > 0 && (
        <Disclosure title={t('state.tags', { count: row.tags.length })}>
          <CheckboxGroup
            label={t('state.tagsLabel')}
            help={t('state.tagsHelp')}
            value={row.tags}
            choices={tags.map((tag) => ({ value: tag.key, label: wordOf('tag', tag) }))}
            onChange={(chosen) =>
              // `open` is never chosen, and never lost.
              edit(
                setStateTags(workflow, path, [
                  ...row.tags.filter((tag) => chosen.includes(tag) || !tags.some(({ key }) => key === tag)),
                  ...chosen.filter((tag) => !row.tags.includes(tag)),
                ]),
              )
            }
          />
        </Disclosure>
      )}
      <div className="flex flex-wrap gap-2">
        <SmallButton onPress={() => edit(moveState(workflow, path, -1))}>{t('up')}</SmallButton>
        <SmallButton onPress={() => edit(moveState(workflow, path, 1))}>{t('down')}</SmallButton>
        <RemoveState
          workflow={workflow}
          edit={edit}
          path={path}
          onGone={() => onGo(row.notes.stage ? { kind: 'stage', key: row.notes.stage } : { kind: 'whole' })}
        />
      </div>
      {listSteps(workflow, path).length === 0 && row.inner.length === 0 && !row.isEnd && (
        <p className="text-solid-gray-700">{t('state.noStepsHelp')}</p>
      )}
    </section>
  );
}
