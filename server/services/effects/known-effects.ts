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
