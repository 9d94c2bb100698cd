import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { send } from '../lib/api.ts';
import { forgetDrafts } from '../lib/drafts.ts';
import { meKey } from '../lib/queries.ts';

/** Ends the session and forgets all that was shown or typed under it. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await send('DELETE', '/session');
    forgetDrafts();
    await navigate('/sign-in');
    client.clear();
    client.setQueryData(meKey, null);
  };
}
