import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/choice-group.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useSend } from '../../lib/queries.ts';
import type { ListView } from '../../lib/contract.ts';
import type { ListOf } from './list-of.ts';
import type { Views } from './use-views.ts';

type Props = {
  list: ListOf;
  views: Views;
  /** Null: a new one. */ view: ListView | null;
  onClose: () => void;
  onRemove?: () => void;
};

/** Saves how the list stands now as a view, or changes one. */
export function ViewDialog({ list, views, view, onClose, onRemove }: Props) {
  const { t } = useTranslation('lists');
  const save = useSend<{ id: string }>();
  const [name, setName] = useState(view?.name ?? '');
  const [role, setRole] = useState<string>(view?.role ?? '');
  const [isDefault, setIsDefault] = useState(view?.isDefault ?? false);
  const [rewrites, setRewrites] = useState(false);
  const done = ({ id }: { id: string }) => {
    if (!view) views.setChosen(id);
    onClose();
  };
  const keep = () =>
    view
      ? save.mutate(
          {
            method: 'PATCH',
            path: `${list.path}/views/${view.id}`,
            body: { name, isDefault, ...(rewrites ? { query: views.query } : {}) },
            version: view.version,
          },
          { onSuccess: done },
        )
      : save.mutate(
          { path: `${list.path}/views`, body: { name, role: role || null, isDefault, query: views.query } },
          { onSuccess: done },
        );
  return (
    <Dialog title={view ? t('views.changeTitle', { name: view.name }) : t('views.save')} isOpen onClose={onClose}>
      <div className="space-y-6">
        {!view && <p>{t('views.lead')}</p>}
        <SaveProblem error={save.error} onReload={save.reset} />
        <TextField
          label={t('views.name')}
          help={t('views.nameHelp')}
          value={name}
          onChange={setName}
          maxLength={60}
          required
        />
        {!view && views.mayShare && (
          <Select
            label={t('views.for')}
            help={t('views.forHelp')}
            value={role}
            empty={t('views.forMe')}
            choices={list.readers.map((value) => ({ value, label: t(`common:role.${value}`) }))}
            onChange={setRole}
          />
        )}
        <Checkbox
          label={t(role ? 'views.defaultShared' : 'views.defaultOwn')}
          value={isDefault}
          onChange={setIsDefault}
        />
        {view && views.isChanged && <Checkbox label={t('views.rewrite')} value={rewrites} onChange={setRewrites} />}
        <div className="flex flex-wrap gap-3">
          <Button
            kind="primary"
            busy={save.isPending}
            reason={name.trim() === '' ? t('views.nameMissing') : null}
            onPress={keep}
          >
            {t('views.keep')}
          </Button>
          <Button onPress={onClose}>{t('common:action.cancel')}</Button>
          {onRemove && (
            <Button kind="text" onPress={onRemove}>
              {t('views.remove')}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
