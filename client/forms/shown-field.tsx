import { getUiOptions, type FieldProps } from '@rjsf/utils';
import { useTranslation } from 'react-i18next';
import { WithFurigana } from '../components/furigana.tsx';
import { shownAs } from '../../forms/walk.ts';

/** What stands between the fields of a form: a heading, an explanation, a line to be signed on paper. */
export function ShownField({ schema, uiSchema, name }: FieldProps) {
  const { t } = useTranslation('form');
  const title = schema.title ?? name;
  const { help } = getUiOptions(uiSchema);
  const text = typeof help === 'string' && (
    <p className="prose-line whitespace-pre-wrap">
      <WithFurigana>{help}</WithFurigana>
    </p>
  );
  switch (shownAs(schema)) {
    case 'page':
    case 'heading':
      return (
        <div className="space-y-2 border-t border-solid-gray-420 pt-6">
          <h2>
            <WithFurigana>{title}</WithFurigana>
          </h2>
          {text}
        </div>
      );
    case 'signature':
      return (
        <div className="space-y-2">
          <p className="flex items-end gap-3">
            <span className="font-bold">
              <WithFurigana>{title}</WithFurigana>
            </span>
            <span className="h-10 min-w-0 flex-1 border-b border-solid-gray-900" />
          </p>
          <p className="text-dns-16N-130 text-solid-gray-700 print:hidden">{t('signHere')}</p>
          {text}
        </div>
      );
    default:
      return (
        <div className="space-y-1 rounded-8 bg-solid-gray-50 p-4">
          <p className="font-bold">
            <WithFurigana>{title}</WithFurigana>
          </p>
          {text}
        </div>
      );
  }
}
