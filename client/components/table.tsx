import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';

export type Column<T> = {
  key: string;
  header: string;
  cell: (row: T) => ReactNode;
  numeric?: boolean;
  /** Kept on one line: dates, numbers, short words. */ short?: boolean;
  /** Left out of the cards. */ deskOnly?: boolean;
  /** Holds a button, which is as high as the row. */ button?: boolean;
};

type Props<T extends { id: string }> = {
  /** What the table is of; read aloud, not shown. */
  caption: string;
  columns: [Column<T>, ...Column<T>[]];
  rows: T[];
  /** Where a row leads: the first column becomes its link and the whole row opens it; j and k walk the rows. */
  to?: (row: T) => string;
};

/** A table on a desk; below 1,024 px (so on a phone, and on a desk at 200 % zoom) each row is a card. */
export function Table<T extends { id: string }>({ caption, columns, rows, to }: Props<T>) {
  const table = useRef<HTMLTableElement>(null);
  useRowKeys(table, Boolean(to));
  return (
    // The roles are written out because cards are display:block, which takes them away in browsers.
    <table ref={table} role="table" className="w-full text-left max-lg:block">
      <caption className="sr-only">{caption}</caption>
      <thead role="rowgroup" className="border-b-2 border-solid-gray-600 max-lg:sr-only">
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column.key}
              role="columnheader"
              scope="col"
              className={`px-3 py-2 leading-snug font-bold first:pl-0 ${column.numeric ? 'text-right' : ''} ${column.short ? 'whitespace-nowrap' : ''} ${column.button ? 'no-print' : ''}`}
            >
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="max-lg:block max-lg:space-y-3">
        {rows.map((row) => (
          <tr
            key={row.id}
            role="row"
            className={`relative border-b border-solid-gray-420 align-top max-lg:block max-lg:rounded-8 max-lg:border max-lg:p-4 ${to ? 'hover:bg-blue-50' : ''}`}
          >
            {columns.map((column, index) => (
              <td
                key={column.key}
                role="cell"
                className={`px-3 ${column.button ? 'py-0' : 'py-3'} leading-snug first:pl-0 max-lg:flex max-lg:gap-3 max-lg:p-0 max-lg:py-1 ${column.numeric ? 'text-right max-lg:text-left' : ''} ${column.short ? 'lg:whitespace-nowrap' : ''} ${column.deskOnly ? 'max-lg:hidden' : ''} ${column.button ? 'no-print' : ''}`}
              >
                {index > 0 && (
                  <span
                    aria-hidden="true"
                    className="hidden w-28 shrink-0 text-dns-14N-130 text-solid-gray-700 max-lg:block"
                  >
                    {column.header}
                  </span>
                )}
                <span className="min-w-0">
                  {index === 0 && to ? (
                    <Link
                      data-row-link
                      to={to(row)}
                      className="link inline-flex min-h-6 items-center font-bold after:absolute after:inset-0"
                    >
                      {column.cell(row)}
                    </Link>
                  ) : (
                    column.cell(row)
                  )}
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** j and k go to the next and the former row. */
function useRowKeys(table: React.RefObject<HTMLTableElement | null>, on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const walk = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key !== 'j' && event.key !== 'k') return;
      const links = [...(table.current?.querySelectorAll<HTMLAnchorElement>('[data-row-link]') ?? [])];
      const here = links.findIndex((link) => link === document.activeElement);
      links[Math.max(0, Math.min(links.length - 1, here + (event.key === 'j' ? 1 : -1)))]?.focus();
    };
    document.addEventListener('keydown', walk);
    return () => document.removeEventListener('keydown', walk);
  }, [table, on]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
