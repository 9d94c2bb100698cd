import type { QueryClient } from '@tanstack/react-query';
import { send } from './api.ts';
import { isDeviceUsed, setOwner } from './device.ts';
import { forgetDrafts } from './drafts.ts';
import { meKey } from './queries.ts';

/** Ends the session and forgets all that was shown or typed under it; what is on the device is shown to nobody until its owner signs in again. `leave`: to the sign-in page. */
export async function endSession(client: QueryClient, leave: () => Promise<void> | void): Promise<void> {
  await send('DELETE', '/session');
  if (isDeviceUsed()) setOwner(null);
  forgetDrafts();
  await leave();
  client.clear();
  client.setQueryData(meKey, null);
}
