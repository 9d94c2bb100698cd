import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { barToChoices, convertToChoices } from '../../../forms/convert.ts';
import type { Item } from '../../../forms/outline.ts';
import type { Form } from '../../../forms/types.ts';
import { Loaded } from '../../components/loaded.tsx';
import type { StoredValues } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { SmallButton } from '../kit/action-menu.tsx';
import type { Edit } from './words.ts';

type Props = { form: Form; item: Item; edit: Edit };

/** Makes choices of what was written in a text so far: shown first, each with how often. */
export function ToChoices({ form, item, edit }: Props) {
  const { t } = useTranslation('builder');
  const [isAsked, setAsked] = useState(false);
  const isPersonal = barToChoices(form, item) === 'personal';
  return (
    <div className="space-y-2">
      <SmallButton closed={isPersonal} onPress={() => setAsked(true)}>
        {t('convert.toChoices')}
      </SmallButton>
      {isPersonal ? (
        <p className="text-dns-14N-130 text-solid-gray-700">{t('convert.toChoicesPersonal')}</p>
      ) : (
        isAsked && <Values form={form} item={item} edit={edit} />
      )}
    </div>
  );
}

function Values({ form, item, edit }: Props) {
  const { t } = useTranslation('builder');
  const { api } = usePaths();
  const query = useGet<StoredValues>(api(`definitions/form/${form.key}/values`), { path: item.path });
  return (
    <Loaded query={query}>
      {({ values, isTooMany, withheld }) => (
        <div className="space-y-2" role="status">
          {values.length === 0 ? (
            <p>{t(isTooMany ? 'convert.toChoicesMany' : 'convert.toChoicesNone')}</p>
          ) : (
            <>
              <p>{t('convert.toChoicesHelp')}</p>
              <ul className="list-disc pl-6">
                {values.map(({ value, count }) => (
                  <li key={value} className="wrap-anywhere">
                    {t('convert.toChoicesCount', { value, count })}
                  </li>
                ))}
              </ul>
            </>
          )}
          {withheld > 0 && <p>{t('convert.toChoicesWithheld', { count: withheld })}</p>}
          {values.length > 0 && (
            <SmallButton
              onPress={() =>
                edit(
                  convertToChoices(
                    form,
                    item,
                    values.map(({ value }) => value),
                  ),
                )
              }
            >
              {t('convert.toChoicesDo', { count: values.length })}
            </SmallButton>
          )}
        </div>
      )}
    </Loaded>
  );
}
