import type { SentBy } from '../../workflows/index.ts';

/** The effects that a lifecycle or the server may ask for. A lifecycle that names another one is refused when it is uploaded. */
export const knownEffects = [
  'recordMeeting',
  'examineMeeting',
  'establishCouncil',
  'appointCoordinator',
  'addMembers',
  'sendEvent',
  'seekNext',
  'recordAnswer',
  'raiseFinding',
  'evaluateEscalation',
  'evaluateWatch',
  'daily',
] as const;

export type KnownEffect = (typeof knownEffects)[number];

/** The events that the effects above send by themselves. Whatever sends one must be told here, so that circles are found before they run. */
export const sentBy: SentBy = ({ type, params }) => {
  if (type === 'sendEvent')
    return {
      to: 'need',
      ...(typeof params.does === 'string' ? { does: params.does } : { event: String(params.event) }),
    };
  return type === 'seekNext' ? { to: 'need', does: 'nobody-left' } : null;
};
