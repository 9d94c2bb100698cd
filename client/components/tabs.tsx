import { useEffect, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';

type Item = { id: string; name: string; count?: number; content: ReactNode };

/** A few, never one inside another. On paper all of them, one below another. */
export function Tabs({
  label,
  items,
  selected,
  onSelect,
}: {
  label: string;
  items: [Item, ...Item[]];
  selected?: string;
  onSelect?: (id: string) => void;
}) {
  const { t } = useTranslation();
  const printing = usePrinting();
  return (
    <>
      <AriaTabs
        selectedKey={selected}
        onSelectionChange={(key) => onSelect?.(String(key))}
        // The ring is for what has the focus, not for all that lies around it.
        className={`flex flex-col shadow-none outline-none ${printing ? 'no-print' : ''}`}
      >
        <TabList aria-label={label} className="no-print flex flex-wrap gap-x-1 border-b border-solid-gray-420">
          {items.map((item) => (
            <Tab
              key={item.id}
              id={item.id}
              className="flex min-h-12 cursor-pointer items-center border-b-4 border-transparent px-2 py-2 leading-tight sm:px-3 text-solid-gray-700 hover:bg-solid-gray-50 hover:underline data-selected:border-blue-900 data-selected:font-bold data-selected:text-blue-1000"
            >
              {item.name}
              {item.count !== undefined && (
                <span className="whitespace-pre tabular-nums">{t('paren', { text: item.count })}</span>
              )}
            </Tab>
          ))}
        </TabList>
        {items.map((item) => (
          <TabPanel key={item.id} id={item.id} className="pt-6">
            {item.content}
          </TabPanel>
        ))}
      </AriaTabs>
      {printing &&
        items.map((item) => (
          <section key={item.id} className="space-y-4">
            <h2>{item.name}</h2>
            {item.content}
          </section>
        ))}
    </>
  );
}

/** The browser makes its pages from what stands there when `beforeprint` is over. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return printing;
}
