import type { FileAnswer } from './contract.ts';

/** Gives the reader a file to keep. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

/** The same for a file that the server made. */
export function saveAnswer({ name, type, content }: FileAnswer): void {
  saveFile(
    name,
    Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0)),
    type,
  );
}
