import type { NeedRecord } from '../../lib/contract.ts';

/** Whether the need's facts may be handed to a service; a community's need is nobody's secret. The server checks it again. */
export function consentsToService({ consent, consentScope }: Pick<NeedRecord, 'consent' | 'consentScope'>): boolean {
  return consent === 'not-needed' || (consent === 'given' && consentScope.includes('service'));
}
