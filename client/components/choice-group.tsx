import { useId } from 'react';
import { useFurigana } from './furigana.tsx';
import { ErrorText, HelpText, labelText, RequirementBadge } from './field.tsx';
import type { FieldProps } from './field.tsx';
import type { Choice } from './select.tsx';

const optionRow = 'flex min-h-11 items-start gap-3 rounded-8 px-2 py-2 hover:bg-solid-gray-50';
const box = 'mt-0.5 size-6 shrink-0 accent-blue-900';

type GroupProps = FieldProps & { children: (describedBy: string | undefined) => React.ReactNode };

function Group({ label, help, error, required, id, className = '', children }: GroupProps) {
  const withFurigana = useFurigana();
  const ownId = useId();
  const groupId = id ?? ownId;
  const described =
    [help ? `${groupId}-help` : '', error ? `${groupId}-error` : ''].filter(Boolean).join(' ') || undefined;
  return (
    <fieldset id={groupId} tabIndex={-1} className={`flex flex-col ${className}`} aria-describedby={described}>
      <legend className="flex flex-wrap items-baseline gap-x-2">
        <span className={labelText}>{withFurigana(label)}</span>
        <RequirementBadge required={required} />
      </legend>
      {help && <HelpText id={`${groupId}-help`}>{help}</HelpText>}
      <div className="mt-1 flex flex-col">{children(described)}</div>
      {error && <ErrorText id={`${groupId}-error`}>{error}</ErrorText>}
    </fieldset>
  );
}

type RadioProps = FieldProps & {
  value: string;
  onChange: (value: string) => void;
  choices: (Choice & { help?: string })[];
};

/** One of a few, all in sight. */
export function RadioGroup({ value, onChange, choices, ...field }: RadioProps) {
  const name = useId();
  const withFurigana = useFurigana();
  return (
    <Group {...field}>
      {() =>
        choices.map((choice) => (
          <label key={choice.value} className={optionRow}>
            <input
              type="radio"
              className={box}
              name={name}
              value={choice.value}
              checked={value === choice.value}
              required={field.required}
              onChange={() => onChange(choice.value)}
            />
            <span>
              {withFurigana(choice.label)}
              {choice.help && <span className="block text-dns-14N-130 text-solid-gray-700">{choice.help}</span>}
            </span>
          </label>
        ))
      }
    </Group>
  );
}

type CheckboxesProps = FieldProps & {
  value: string[];
  onChange: (value: string[]) => void;
  choices: Choice[];
  /** What else belongs to the same question, below. */ children?: React.ReactNode;
};

/** Any number of a few. */
export function CheckboxGroup({ value, onChange, choices, children, ...field }: CheckboxesProps) {
  const withFurigana = useFurigana();
  return (
    <Group {...field}>
      {() => (
        <>
          {choices.map((choice) => (
            <label key={choice.value} className={optionRow}>
              <input
                type="checkbox"
                className={box}
                checked={value.includes(choice.value)}
                aria-invalid={field.error ? true : undefined}
                onChange={(event) =>
                  onChange(
                    choices
                      .map((choice) => choice.value)
                      .filter((item) => (item === choice.value ? event.target.checked : value.includes(item))),
                  )
                }
              />
              <span>{withFurigana(choice.label)}</span>
            </label>
          ))}
          {children}
        </>
      )}
    </Group>
  );
}

type CheckboxProps = {
  label: string;
  help?: React.ReactNode;
  error?: string | null;
  id?: string;
  value: boolean;
  onChange: (value: boolean) => void;
};

/** Yes or no to one sentence. */
export function Checkbox({ label, help, error, id, value, onChange }: CheckboxProps) {
  const ownId = useId();
  const controlId = id ?? ownId;
  const withFurigana = useFurigana();
  return (
    <div className="flex flex-col gap-1">
      <label className={optionRow}>
        <input
          id={controlId}
          type="checkbox"
          className={box}
          checked={value}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${controlId}-error` : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{withFurigana(label)}</span>
      </label>
      {help && <HelpText>{help}</HelpText>}
      {error && <ErrorText id={`${controlId}-error`}>{error}</ErrorText>}
    </div>
  );
}
