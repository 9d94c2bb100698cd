import { useSearchParams } from 'react-router';
import { usePaths } from '../lib/municipality.tsx';
import { useSend } from '../lib/queries.ts';

const PARAM = 'item';

/** What a page that begins a record is led to with, so that the record is tied to the item of a meeting's agenda of which it is made. */
export const fromItem = (meetingId: string, itemId: string): string => `${PARAM}=${meetingId}.${itemId}`;

/** The item that a page was led to from, as it stands in the address; null: none. */
export const useFromItem = (): string | null => useSearchParams()[0].get(PARAM);

/** Ties a record that has just been begun to the item of the agenda, where the page was led to from one. The record is there also where that fails. */
export function useFollowUp(): (kind: string, id: string) => Promise<void> {
  const [meetingId, itemId] = (useFromItem() ?? '').split('.');
  const { api } = usePaths();
  const { mutateAsync } = useSend();
  return async (kind, id) => {
    if (!meetingId || !itemId) return;
    // Who may not, or whose meeting is gone, has begun the record all the same.
    await mutateAsync({ path: api(`meetings/${meetingId}/items/${itemId}/follows`), body: { kind, id } }).catch(
      () => undefined,
    );
  };
}
