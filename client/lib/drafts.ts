const prefix = 'sasaeai.draft.';

/** What was kept of a form in this browser window, or null. */
export function readDraft(key: string): Record<string, unknown> | null {
  try {
    const text = sessionStorage.getItem(prefix + key);
    return text ? (JSON.parse(text) as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Keeps answers in this browser window; false when the browser would not. */
export function writeDraft(key: string, answers: Record<string, unknown>): boolean {
  try {
    sessionStorage.setItem(prefix + key, JSON.stringify(answers));
    return true;
  } catch {
    return false;
  }
}

export function forgetDraft(key: string): void {
  sessionStorage.removeItem(prefix + key);
}

/** Drops all drafts of this window: another person may sign in next. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
}
