import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listStates, moveStage, removeStage, setName, setStageName } from '../../../workflows/edit.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Select } from '../../components/select.tsx';
import { SmallButton } from '../kit/action-menu.tsx';
import { TwoLanguages } from './two-languages.tsx';
import { useNames, type Shared } from './words.ts';

type Props = Pick<Shared, 'workflow' | 'edit'>;

/** What the lifecycle itself is called. */
export function WholePanel({ workflow, edit }: Props) {
  const { t } = useTranslation('lifecycles');
  const { ja, en } = workflow.texts;
  return (
    <div className="space-y-6">
      <h2>{t('whole.title')}</h2>
      <TwoLanguages
        lines={[
          { name: 'name', label: t('whole.name'), ja: ja.name, en: en?.name ?? '', isRequired: true },
          {
            name: 'description',
            label: t('whole.description'),
            ja: ja.description ?? '',
            en: en?.description ?? '',
            isLong: true,
          },
        ]}
        onChange={(language, name, value) =>
          edit(
            setName(workflow, language, name === 'name' ? 'name' : 'description', value),
            `whole ${language} ${name}`,
          )
        }
      />
      <p className="prose-line text-solid-gray-700">{t('whole.help')}</p>
    </div>
  );
}

/** A stage: what it is called, its place, and what becomes of its states when it goes. */
export function StagePanel({ workflow, edit, stage, onGone }: Props & { stage: string; onGone: () => void }) {
  const { t } = useTranslation('lifecycles');
  const names = useNames(workflow);
  const [isAsked, setAsked] = useState(false);
  const [into, setInto] = useState('');
  const text = workflow.stages?.find(({ key }) => key === stage)?.text;
  const inIt = listStates(workflow).filter(({ notes }) => notes.stage === stage);
  const others = (workflow.stages ?? []).filter(({ key }) => key !== stage);
  const remove = () => {
    edit(removeStage(workflow, stage, into === '' ? null : into));
    setAsked(false);
    onGone();
  };
  return (
    <div className="space-y-6">
      <h2>{t('stage.title', { name: names.stage(stage) })}</h2>
      <TwoLanguages
        lines={[{ name: 'name', label: t('stage.name'), ja: text?.ja ?? '', en: text?.en ?? '', isRequired: true }]}
        onChange={(language, _name, value) =>
          edit(setStageName(workflow, stage, language, value), `stage ${stage} ${language}`)
        }
      />
      <p className="prose-line text-solid-gray-700">{t('stage.help')}</p>
      <div className="flex flex-wrap gap-2">
        <SmallButton onPress={() => edit(moveStage(workflow, stage, -1))}>{t('up')}</SmallButton>
        <SmallButton onPress={() => edit(moveStage(workflow, stage, 1))}>{t('down')}</SmallButton>
        <SmallButton onPress={() => setAsked(true)}>{t('remove')}</SmallButton>
      </div>
      <Dialog title={t('stage.remove', { name: names.stage(stage) })} isOpen={isAsked} onClose={() => setAsked(false)}>
        <div className="space-y-6">
          <p>
            {inIt.length === 0
              ? t('stage.isEmpty')
              : t('stage.holds', { states: names.list(inIt.map(({ path }) => names.state(path))) })}
          </p>
          {inIt.length > 0 && others.length > 0 && (
            <Select
              label={t('stage.into')}
              value={into}
              empty={t('stage.none')}
              choices={others.map(({ key }) => ({ value: key, label: names.stage(key) }))}
              onChange={setInto}
            />
          )}
          <div className="flex flex-wrap gap-3">
            <Button kind="danger" onPress={remove}>
              {t('remove')}
            </Button>
            <Button kind="text" onPress={() => setAsked(false)}>
              {t('common:action.cancel')}
            </Button>
          </div>
        </div>
      </Dialog>
    </div>
  );
}
