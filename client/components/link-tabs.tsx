import { Link } from 'react-router';

type Item = { key: string; name: string; to: string };

/** Ways of looking at the same things, one beside another, that live in the address. */
export function LinkTabs({ label, items, current }: { label: string; items: readonly Item[]; current: string }) {
  return (
    <nav aria-label={label} className="no-print flex flex-wrap gap-1 border-b border-solid-gray-420">
      {items.map(({ key, name, to }) => (
        <Link
          key={key}
          to={to}
          replace
          aria-current={key === current ? 'true' : undefined}
          className="flex min-h-12 items-center border-b-4 border-transparent px-3 hover:underline aria-[current=true]:border-blue-900 aria-[current=true]:font-bold aria-[current=true]:text-blue-1000"
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
