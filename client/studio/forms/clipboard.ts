import { useEffect, useState, type KeyboardEvent } from 'react';
import { clipField, readClip, type Clip } from '../../../forms/clipboard.ts';
import type { Form } from '../../../forms/types.ts';

const store = 'sasaeai.form-clip';

function read(): Clip | null {
  try {
    const text = localStorage.getItem(store);
    const clip = text === null ? null : readClip(text, Date.now());
    if (text !== null && !clip) localStorage.removeItem(store);
    return clip;
  } catch {
    return null;
  }
}

/** The one field that was cut or copied last, in this window or another. `put`: false where the browser keeps nothing; `look` reads it anew. */
export function useClip(): { clip: Clip | null; put: (clip: Clip) => boolean; look: () => Clip | null } {
  const [clip, setClip] = useState(read);
  useEffect(() => {
    const hear = (event: StorageEvent) => (event.key === store || event.key === null) && setClip(read());
    window.addEventListener('storage', hear);
    return () => window.removeEventListener('storage', hear);
  }, []);
  const look = () => {
    const onClipboard = read();
    setClip(onClipboard);
    return onClipboard;
  };
  const put = (next: Clip) => {
    try {
      localStorage.setItem(store, JSON.stringify(next));
    } catch {
      return false;
    }
    return look() !== null;
  };
  return { clip, put, look };
}

/** A field as it is put on the clipboard now; undefined where it cannot be. */
export const takeClip = (form: Form, path: string, isCut: boolean): Clip | undefined =>
  clipField(form, path, isCut, Date.now());

/** What Ctrl or ⌘ with X, C or V asks for, and the field that it was pressed on; null for anything else, and in text. */
export function readClipKey(event: KeyboardEvent): { act: 'cut' | 'copy' | 'paste'; path: string } | null {
  const acts = { x: 'cut', c: 'copy', v: 'paste' } as const;
  const act = Object.entries(acts).find(([key]) => key === event.key.toLowerCase())?.[1];
  if (!act || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return null;
  if (!(event.target instanceof HTMLElement) || event.target.matches('input, textarea, select')) return null;
  const at = event.target.closest<HTMLElement>('[data-field], [role="row"][data-key]');
  const path = at?.dataset['field'] ?? at?.dataset['key'];
  return path === undefined ? null : { act, path };
}
