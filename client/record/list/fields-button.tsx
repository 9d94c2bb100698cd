import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ListFieldsDialog } from './list-fields-dialog.tsx';
import type { ListOf } from './list-of.ts';
import type { ListFields } from './use-list-fields.ts';

/** Opens the choice of columns, conditions and order, and says how many of them are chosen. */
export function FieldsButton({ list, fields }: { list: ListOf; fields: ListFields }) {
  const { t } = useTranslation('lists');
  const [isOpen, setIsOpen] = useState(false);
  const { known, values, set } = fields;
  const chosen = values.fields.length + values.where.length + values.hide.length + (values.sortBy ? 1 : 0);
  return (
    <>
      <div className="justify-self-start">
        <Button onPress={() => setIsOpen(true)}>
          {list.hasFields
            ? chosen > 0
              ? t('fields.openCount', { number: chosen })
              : t('fields.open')
            : chosen > 0
              ? t('fields.openColumnsCount', { number: chosen })
              : t('fields.openColumns')}
        </Button>
      </div>
      {isOpen && (
        <ListFieldsDialog list={list} known={known} values={values} onChoose={set} onClose={() => setIsOpen(false)} />
      )}
    </>
  );
}
