const store = 'sasaeai.city';

/** The code of the municipality that this browser signed in to last, or was invited by; null: none yet. */
export function rememberedCity(): string | null {
  try {
    return localStorage.getItem(store);
  } catch {
    return null;
  }
}

export function rememberCity(code: string): void {
  try {
    localStorage.setItem(store, code);
  } catch {
    // The browser keeps nothing: it is asked for again next time.
  }
}
