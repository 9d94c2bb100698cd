import type { ReactNode } from 'react';

/** Nothing is here: why, and the first thing to do. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="rounded-8 bg-solid-gray-50 px-6 py-8">
      <p className="font-bold">{title}</p>
      {children && <div className="mt-2 space-y-4 *:[p]:max-w-[40em]">{children}</div>}
    </div>
  );
}
