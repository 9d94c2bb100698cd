import type { ReactNode } from 'react';

const shapes = {
  check: <path d="m5 12.500 4.500 4.500L19 7.500" />,
  cross: <path d="m6 6 12 12M18 6 6 18" />,
  question: (
    <>
      <path d="M9 9a3 3 0 1 1 4.300 2.700c-.900.500-1.300 1.100-1.300 2.300" />
      <path d="M12 17.500v.100" />
    </>
  ),
  info: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v6M12 7v.100" />
    </>
  ),
  success: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="m8 12.500 3 3 5.500-6" />
    </>
  ),
  warn: (
    <>
      <path d="M12 3.500 22 20.500H2Z" />
      <path d="M12 10v5M12 17.500v.100" />
    </>
  ),
  error: (
    <>
      <path d="M8.300 3h7.400L21 8.300v7.400L15.700 21H8.300L3 15.700V8.300Z" />
      <path d="M12 7.500v6M12 16.500v.100" />
    </>
  ),
  paper: (
    <>
      <path d="M6 3h8l4 4v14H6Z" />
      <path d="M14 3v4h4M9 13h6M9 17h6" />
    </>
  ),
  down: <path d="m6 9 6 6 6-6" />,
  right: <path d="m9 6 6 6-6 6" />,
  menu: <path d="M4 6h16M4 12h16M4 18h16" />,
  calendar: (
    <>
      <rect x="4" y="5" width="16" height="15" rx="1" />
      <path d="M4 10h16M8 3v4M16 3v4" />
    </>
  ),
  lock: (
    <>
      <rect x="5" y="11" width="14" height="9" rx="1" />
      <path d="M8 11V8a4 4 0 0 1 8 0v3" />
    </>
  ),
  again: (
    <>
      <path d="M19 12a7 7 0 1 1-2.200-5.100" />
      <path d="M20 3v5h-5" />
    </>
  ),
  here: <circle cx="12" cy="12" r="5" fill="currentColor" />,
  search: (
    <>
      <circle cx="10.500" cy="10.500" r="6.500" />
      <path d="m15.500 15.500 5 5" />
    </>
  ),
  person: (
    <>
      <circle cx="12" cy="8" r="4" />
      <path d="M4.500 20a7.500 7.500 0 0 1 15 0" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

/** A picture beside a word; it never stands alone, so it says nothing to a screen reader. */
export function Icon({ name, className = 'size-5' }: { name: IconName; className?: string }) {
  return (
    <svg
      className={`${className} inline-block shrink-0`}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes[name]}
    </svg>
  );
}
