import { useEffect } from 'react';

/** What stands at the head of each printed page as long as a sheet is shown: pages get apart. */
export function useSheetName(name: string | undefined): void {
  useEffect(() => {
    if (!name) return;
    document.documentElement.style.setProperty('--sheet', JSON.stringify(name));
    return () => void document.documentElement.style.removeProperty('--sheet');
  }, [name]);
}
