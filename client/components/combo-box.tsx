import { Button } from 'react-aria-components/Button';
import { ComboBox as AriaComboBox, ComboBoxStateContext } from 'react-aria-components/ComboBox';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { useContext, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { WithFurigana } from './furigana.tsx';
import { finds } from '../lib/finds.ts';
import { ErrorText, fieldColumn, labelText, RequirementBadge } from './field.tsx';
import type { FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';
import type { Choice } from './select.tsx';

type Props = FieldProps & { value: string; onChange: (value: string) => void; choices: Choice[] };

/** One of a long list, found by typing. `value` is empty while nothing is chosen. */
export function ComboBox({ value, onChange, choices, label, help, error, required, id, className = '' }: Props) {
  const { t } = useTranslation();
  return (
    <AriaComboBox
      id={id}
      className={`${fieldColumn} ${className}`}
      defaultItems={choices}
      selectedKey={value || null}
      onSelectionChange={(key) => onChange(key === null ? '' : String(key))}
      isRequired={required}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      menuTrigger="focus"
      defaultFilter={finds}
    >
      <Head label={label} help={help} required={required} />
      <div className="relative">
        <Input className="box pr-12" />
        <OpenList label={t('field.openList')} />
      </div>
      <Wrong error={error} />
      <List>
        <ListBox
          className="outline-none"
          renderEmptyState={() => <p className="px-4 py-2 text-solid-gray-700">{t('field.noMatch')}</p>}
        >
          {(choice: Choice) => (
            <ListBoxItem
              id={choice.value}
              textValue={choice.label}
              className="flex min-h-11 cursor-pointer items-center gap-2 px-4 py-2 data-focused:bg-blue-50 data-focused:underline data-selected:font-bold"
            >
              {choice.label}
            </ListBoxItem>
          )}
        </ListBox>
      </List>
    </AriaComboBox>
  );
}

type SeekProps = FieldProps & {
  choices: (Choice & { note: string })[];
  /** What is typed. */
  sought: string;
  /** What is said where there is nothing to choose from. */
  nothing: string;
  isReadOnly: boolean;
  onSeek: (sought: string) => void;
  /** Somebody is about to choose. */
  onAsk: () => void;
  onChoose: (value: string) => void;
};

/** The same where whoever shows it finds what fits: nothing stays chosen in it. */
export function SeekBox({
  choices,
  sought,
  nothing,
  isReadOnly,
  onSeek,
  onAsk,
  onChoose,
  label,
  help,
  error,
  required,
  id,
  className = '',
}: SeekProps) {
  const { t } = useTranslation();
  // The list closes by itself only where something is chosen: until it has.
  const [closing, setClosing] = useState<string | null>(null);
  return (
    <AriaComboBox
      id={id}
      className={`${fieldColumn} ${className}`}
      items={choices}
      inputValue={sought}
      onInputChange={onSeek}
      selectedKey={closing}
      onSelectionChange={(key) => {
        if (key === null) return;
        setClosing(String(key));
        onChoose(String(key));
      }}
      onOpenChange={(isOpen) => isOpen || setClosing(null)}
      onFocus={onAsk}
      onBlur={() => onSeek('')}
      isInvalid={Boolean(error)}
      isReadOnly={isReadOnly}
      validationBehavior="aria"
      menuTrigger="focus"
      allowsEmptyCollection
    >
      <Head label={label} help={help} required={required} />
      <div className="relative">
        <Input className="box pr-12" aria-required={required} />
        <OpenList label={t('field.openList')} />
      </div>
      <Wrong error={error} />
      <List>
        <ListBox
          className="outline-none"
          renderEmptyState={() => <p className="px-4 py-2 text-solid-gray-700">{nothing}</p>}
        >
          {(choice: SeekProps['choices'][number]) => (
            <ListBoxItem
              id={choice.value}
              textValue={choice.label}
              className="flex min-h-11 cursor-pointer flex-col justify-center px-4 py-2 data-focused:bg-blue-50 data-focused:underline"
            >
              <span>{choice.label}</span>
              {choice.note && <span className="text-dns-14N-130 text-solid-gray-700">{choice.note}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </List>
    </AriaComboBox>
  );
}

function Head({ label, help, required }: Pick<FieldProps, 'label' | 'help' | 'required'>) {
  return (
    <>
      <span className="flex flex-wrap items-baseline gap-x-2">
        <Label className={labelText}>
          <WithFurigana>{label}</WithFurigana>
        </Label>
        <RequirementBadge required={required} />
      </span>
      {help && (
        <Text slot="description" className="text-dns-16N-130 text-solid-gray-700">
          <WithFurigana>{help}</WithFurigana>
        </Text>
      )}
    </>
  );
}

function OpenList({ label }: { label: string }) {
  return (
    <Button className="absolute inset-y-0 right-0 flex w-11 items-center justify-center" aria-label={label}>
      <Icon name="down" />
    </Button>
  );
}

function Wrong({ error }: Pick<FieldProps, 'error'>) {
  return (
    error && (
      <Text slot="errorMessage">
        <ErrorText>{error}</ErrorText>
      </Text>
    )
  );
}

/** What is chosen from. Scrolling is no answer: the list stays open and goes along with its field. */
function List({ children }: { children: ReactNode }) {
  const state = useContext(ComboBoxStateContext);
  return (
    <Popover
      isOpen={state?.isOpen ?? false}
      // It is asked to shut only by scrolling: a choice, Escape and leaving the field shut the state itself. Places are taken anew when the window changes.
      onOpenChange={() => dispatchEvent(new Event('resize'))}
      className="w-(--trigger-width) overflow-auto rounded-8 border border-solid-gray-420 bg-white py-2 shadow-2"
    >
      {children}
    </Popover>
  );
}
