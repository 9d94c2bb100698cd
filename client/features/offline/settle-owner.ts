import { useEffect } from 'react';
import { get } from '../../lib/api.ts';
import type { Me } from '../../lib/contract.ts';
import { readOwner, setOwner } from '../../lib/device.ts';
import { listOwners } from '../../lib/device-store.ts';

/** What lies on the device for who is signed in is theirs again, and what lies there for anybody else is shown no more. */
export async function settleOwner(me: Pick<Me, 'id' | 'name'>): Promise<void> {
  if (readOwner()?.user === me.id) return;
  const mine = (await listOwners()).find(({ user }) => user === me.id);
  setOwner(mine ? { ...mine, name: me.name } : null);
}

/**
 * For pages that ask nobody who is signed in before they are shown: somebody else may be since the last page that asked, or that one was left before it had
 * its answer. Without an answer, or with nobody signed in, the owner stays.
 */
export function useSettledOwner(): void {
  useEffect(() => {
    get<Me>('/me')
      .then(settleOwner)
      .catch(() => undefined);
  }, []);
}
