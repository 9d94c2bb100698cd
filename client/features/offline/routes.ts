import { firstPage } from '../../lib/routes.ts';

/** Open without a session: they are read where no server can say who it is. What is shown is the owner's on this device alone. */
export const openRoutes = [
  firstPage(':municipality/offline', () => import('./queue-page.tsx'), 'QueuePage'),
  firstPage(':municipality/offline/:key', () => import('./device-form-page.tsx'), 'DeviceFormPage'),
];
