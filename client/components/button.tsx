import type { ReactNode } from 'react';
import { useId } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Link } from 'react-router';

export type ButtonKind = 'primary' | 'secondary' | 'text' | 'danger';

const base =
  'inline-flex min-h-12 items-center justify-center gap-2 rounded-8 px-4 py-2 text-center leading-tight font-bold no-print aria-disabled:border-solid-gray-300 aria-disabled:bg-solid-gray-50 aria-disabled:text-solid-gray-700';
const kinds: Record<ButtonKind, string> = {
  primary: 'border border-transparent bg-blue-900 text-white hover:bg-blue-1000 hover:underline min-w-24',
  secondary:
    'border border-blue-900 bg-white text-blue-900 hover:bg-blue-200 hover:text-blue-1000 hover:underline min-w-24',
  text: 'text-blue-1000 underline underline-offset-4 hover:bg-blue-50 hover:decoration-3 px-2',
  danger: 'border border-red-900 bg-white text-red-900 hover:bg-red-50 hover:underline min-w-24',
};

type Props = {
  children: ReactNode;
  kind?: ButtonKind;
  type?: 'button' | 'submit';
  onPress?: () => void;
  /** Why it cannot be pressed now, in words. It stays reachable, and says so. */
  reason?: string | null;
  busy?: boolean;
  className?: string;
  /** `aria-label` where the word alone would not tell this one from its neighbours. */
  label?: string;
  slot?: string;
  expanded?: boolean;
};

/** A button with a verb on it. Never dead: give `reason` instead of taking it away. */
export function Button({
  children,
  kind = 'secondary',
  type = 'button',
  onPress,
  reason,
  busy,
  className = '',
  label,
  slot,
  expanded,
}: Props) {
  const reasonId = useId();
  const closed = Boolean(reason);
  return (
    <span className="inline-flex flex-col gap-1">
      <AriaButton
        type={closed || busy ? 'button' : type}
        slot={slot}
        onPress={closed || busy ? undefined : onPress}
        aria-label={label}
        aria-expanded={expanded}
        aria-describedby={closed ? reasonId : undefined}
        render={(props) => <button {...props} aria-disabled={closed || busy || undefined} />}
        className={`${base} ${kinds[kind]} ${className}`}
      >
        {children}
      </AriaButton>
      {closed && (
        <span id={reasonId} className="text-dns-14N-130 text-solid-gray-700">
          {reason}
        </span>
      )}
    </span>
  );
}

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export function ButtonLink({
  to,
  children,
  kind = 'secondary',
  label,
  onClick,
}: Pick<Props, 'children' | 'kind' | 'label'> & { to: string; onClick?: () => void }) {
  return (
    <Link to={to} aria-label={label} onClick={onClick} className={`${base} ${kinds[kind]}`}>
      {children}
    </Link>
  );
}
