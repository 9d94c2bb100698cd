import { useEffect, useState, type KeyboardEvent } from 'react';
import { clipField, readClip, type Clip } from '../../../forms/clipboard.ts';
import type { Form } from '../../../forms/types.ts';

const store = 'sasaeai.form-clip';

function read(): Clip[] {
  try {
    const text = localStorage.getItem(store);
    if (text === null) return [];
    const clips = readTexts(text).map((each) => readClip(each, Date.now()));
    const whole = clips.filter((clip) => clip !== null);
    if (whole.length === clips.length) return whole;
    localStorage.removeItem(store);
    return [];
  } catch {
    return [];
  }
}

/** One field as itself, several as a list of texts. */
function readTexts(text: string): string[] {
  const kept: unknown = JSON.parse(text);
  return Array.isArray(kept) ? kept.map(String) : [text];
}

/** The fields that were cut or copied last, in this window or another. `put`: false where the browser keeps nothing; `look` reads them anew. */
export function useClip(): { clips: Clip[]; put: (clips: readonly Clip[]) => boolean; look: () => Clip[] } {
  const [clips, setClips] = useState(read);
  useEffect(() => {
    const hear = (event: StorageEvent) => (event.key === store || event.key === null) && setClips(read());
    window.addEventListener('storage', hear);
    return () => window.removeEventListener('storage', hear);
  }, []);
  const look = () => {
    const onClipboard = read();
    setClips(onClipboard);
    return onClipboard;
  };
  const put = (next: readonly Clip[]) => {
    try {
      const [only, ...more] = next.map((clip) => JSON.stringify(clip));
      localStorage.setItem(store, more.length > 0 ? JSON.stringify([only, ...more]) : (only ?? ''));
    } catch {
      return false;
    }
    return look().length > 0;
  };
  return { clips, put, look };
}

/** A field as it is put on the clipboard now; undefined where it cannot be. */
export const takeClip = (form: Form, path: string, isCut: boolean): Clip | undefined =>
  clipField(form, path, isCut, Date.now());

/** The field that a key was pressed on; undefined for none, and in text. */
export function fieldOfKey({ target }: KeyboardEvent): string | undefined {
  if (!(target instanceof HTMLElement) || target.matches('input, textarea, select')) return undefined;
  const at = target.closest<HTMLElement>('[data-field], [role="row"][data-key]');
  return at?.dataset['field'] ?? at?.dataset['key'];
}

/** What Ctrl or ⌘ with X, C or V asks for, and the field that it was pressed on; null for anything else, and in text. */
export function readClipKey(event: KeyboardEvent): { act: 'cut' | 'copy' | 'paste'; path: string } | null {
  const acts = { x: 'cut', c: 'copy', v: 'paste' } as const;
  const act = Object.entries(acts).find(([key]) => key === event.key.toLowerCase())?.[1];
  if (!act || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return null;
  const path = fieldOfKey(event);
  return path === undefined ? null : { act, path };
}
