/** What somebody at the page does. Synthetic clicks of screen readers are among them. */
const acts = ['pointerdown', 'keydown', 'click', 'input'] as const;
/** A request so soon after an act is likely to come of it. */
const afterwardsMs = 10_000;

/** A page that has just been opened was opened by somebody. */
let lastAct = Date.now();

for (const act of acts) addEventListener(act, () => void (lastAct = Date.now()), { capture: true, passive: true });

/**
 * Does the page ask by itself? Polling, drafts saved by a timer and what is read anew when the window comes back must not keep
 * the session of somebody who has gone home.
 */
export const isIdle = (): boolean => Date.now() - lastAct > afterwardsMs;
