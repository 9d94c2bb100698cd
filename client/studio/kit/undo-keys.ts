import { useEffect } from 'react';
import type { Draft } from './use-draft.ts';

/** Ctrl+Z and Ctrl+Shift+Z (⌘ too), outside of text: there the field's own undo stays. */
export function useUndoKeys({ undo, redo }: Draft): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || !['z', 'Z', 'y'].includes(event.key)) return;
      if (
        event.target instanceof HTMLElement &&
        event.target.matches('textarea, input:not([type=radio]):not([type=checkbox])')
      )
        return;
      event.preventDefault();
      event.shiftKey || event.key === 'y' ? redo() : undo();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
}
