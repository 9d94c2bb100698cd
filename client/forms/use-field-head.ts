import { getUiOptions, type FieldProps } from '@rjsf/utils';
import { isRequired, isSet, useSaid } from './logic.tsx';

/** What stands above a field that is drawn whole by its own code: label, help, whether it is asked for; and whether the form's logic sets it. */
export function useFieldHead({ uiSchema, schema, name, required }: FieldProps) {
  const isAsked = useSaid(isRequired);
  const isSetByLogic = useSaid(isSet);
  const options = getUiOptions(uiSchema);
  const help = options.help ?? options.description ?? schema.description;
  return {
    options,
    label: options.title ?? schema.title ?? name,
    help: typeof help === 'string' ? help : undefined,
    required: isAsked || (required ?? false),
    isSetByLogic,
  };
}
