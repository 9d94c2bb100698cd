import type { ReactNode } from 'react';
import { useId } from 'react';

/** Columns one after another, as a board has them; on a phone one below another. */
export function Board({ children }: { children: ReactNode }) {
  return <div className="grid gap-6 sm:grid-cols-2 lg:grid-cols-3">{children}</div>;
}

/** A column with how many there are of it. */
export function BoardColumn({ name, count, children }: { name: string; count: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0 space-y-3 rounded-8 bg-solid-gray-50 p-4">
      <h2 id={id} className="text-[1.125rem]">
        {name}
        <span className="ml-2 font-normal tabular-nums">{count}</span>
      </h2>
      {children}
    </section>
  );
}
