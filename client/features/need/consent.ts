import type { NeedRecord } from '../../lib/contract.ts';

/** Whether the need's facts may be handed to a service. The server checks it again. */
export const consentsToService = ({ consentedTo }: Pick<NeedRecord, 'consentedTo'>): boolean =>
  consentedTo.includes('service');
