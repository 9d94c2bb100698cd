import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { readOwner } from '../lib/device.ts';
import { endSession } from '../lib/end-session.ts';

/** Ends the session. Where something unsent lies on the device, its page asks first. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    const owner = readOwner();
    if (owner) {
      const { listDrafts } = await import('../lib/device-store.ts');
      if ((await listDrafts(owner)).length > 0) return navigate(`/${owner.code}/offline?leaving=1`);
    }
    await endSession(client, () => navigate('/sign-in'));
  };
}
