import { dropDeviceFile, keepDeviceFile, readDeviceFile } from '../lib/device-store.ts';
import type { FileRoom } from './file-room.ts';

/** Files that are chosen in a draft lie beside it on the device. */
export const deviceFiles = (draft: string): FileRoom => ({
  keep: async (file, kind) => {
    const { name, type, size } = file;
    return { id: await keepDeviceFile(draft, kind, file, file), name, type, size };
  },
  drop: dropDeviceFile,
  show: async (id) => {
    const file = await readDeviceFile(id);
    return file ? toDataUrl(file.bytes) : null;
  },
});

const toDataUrl = (bytes: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')));
    reader.readAsDataURL(bytes);
  });
