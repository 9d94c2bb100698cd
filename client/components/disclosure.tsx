import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** Words that open to more. The browser's own details element, so it prints and is found by search. */
export function Disclosure({
  title,
  children,
  open,
  printed,
}: {
  title: ReactNode;
  children: ReactNode;
  open?: boolean;
  /** On paper it is open. */
  printed?: boolean;
}) {
  return (
    <details open={open} data-printed={printed || undefined}>
      <summary className="link inline-flex min-h-11 cursor-pointer list-none items-center gap-1 py-1 [&::-webkit-details-marker]:hidden">
        <Icon name="right" className="size-5 transition-transform [details[open]>summary>&]:rotate-90" />
        {title}
      </summary>
      <div className="mt-1 border-l-2 border-solid-gray-200 py-1 pl-4">{children}</div>
    </details>
  );
}
