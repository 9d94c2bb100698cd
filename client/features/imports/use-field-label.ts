import { useTranslation } from 'react-i18next';
import type { ImportField, ImportPreview } from '../../lib/contract.ts';

/** What a field of a list is called: in the words of a city's own form, or in the program's. */
export function useFieldLabel({ fields }: Pick<ImportPreview, 'fields'>): (field: string) => string {
  const { t } = useTranslation('imports');
  const labels = new Map(fields.map(({ field, label }) => [field, label]));
  // What has no label is a field of the program's own.
  return (field) => labels.get(field) ?? t(`field.${field as ImportField}`);
}
