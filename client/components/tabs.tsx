import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';

type Item = { id: string; name: string; count?: number; content: ReactNode };

/** At most four, never one inside another. */
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
  return (
    <AriaTabs selectedKey={selected} onSelectionChange={(key) => onSelect?.(String(key))} className="flex flex-col">
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
  );
}
