import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hangsOn, listStates, removeState } from '../../../workflows/edit.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Select } from '../../components/select.tsx';
import { SmallButton } from '../kit/action-menu.tsx';
import { useNames, type Shared } from './words.ts';

type Props = Pick<Shared, 'workflow' | 'edit'> & { path: string; onGone: () => void };

/** Asks, before a state goes, what becomes of what hangs on it: steps that lead here, states within, steps that are only here. */
export function RemoveState({ workflow, edit, path, onGone }: Props) {
  const { t } = useTranslation('lifecycles');
  const names = useNames(workflow);
  const [isAsked, setAsked] = useState(false);
  const [into, setInto] = useState('');
  const { leadHere, inner, only, isFirst, isLast } = hangsOn(workflow, path);
  const others = listStates(workflow).filter((row) => row.path !== path && !row.path.startsWith(`${path}.`));
  const remove = () => {
    edit(removeState(workflow, path, into === '' ? null : into));
    setAsked(false);
    onGone();
  };
  const lines = [
    inner.length > 0 && t('state.goneInner', { states: names.list(inner.map(names.state)) }),
    only.length > 0 && t('state.goneSteps', { steps: names.list(only.map(names.step)) }),
    leadHere.length > 0 &&
      t('state.leadHere', {
        steps: names.list([
          ...new Set(
            leadHere.map(({ event, from }) => t('step.at', { state: names.state(from), step: names.step(event) })),
          ),
        ]),
      }),
    isFirst && t('state.wasFirst'),
  ].filter((line) => line !== false);
  return (
    <>
      <SmallButton
        onPress={() => {
          setInto('');
          setAsked(true);
        }}
      >
        {t('remove')}
      </SmallButton>
      <Dialog title={t('state.remove', { name: names.state(path) })} isOpen={isAsked} onClose={() => setAsked(false)}>
        <div className="space-y-6">
          {isLast ? (
            <p>{t('state.isLast')}</p>
          ) : lines.length === 0 ? (
            <p>{t('state.nothingHangs')}</p>
          ) : (
            <ul className="list-disc space-y-2 pl-6">
              {lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
          {!isLast && leadHere.length > 0 && (
            <Select
              label={t('state.ledTo')}
              value={into}
              empty={t('state.stepsToo')}
              choices={others.map((row) => ({ value: row.path, label: names.stateAt(row.path) }))}
              onChange={setInto}
            />
          )}
          <p className="text-solid-gray-700">{t('state.underWay')}</p>
          <div className="flex flex-wrap gap-3">
            {!isLast && (
              <Button kind="danger" onPress={remove}>
                {t('remove')}
              </Button>
            )}
            <Button kind="text" onPress={() => setAsked(false)}>
              {t('common:action.cancel')}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
