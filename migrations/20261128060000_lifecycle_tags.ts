import type { Knex } from 'knex';

/*
 * Tags and marks for the lifecycle versions published before there were any, matched by the ids that were shipped. A city's
 * own states have none: they count as open, unless they are final.
 */

const tags: Record<string, Record<string, string[]>> = {
  need: {
    received: ['new'],
    assessed: ['seeking'],
    referred: ['referred'],
    beingMet: ['supported'],
    unmet: ['unmet', 'lacking'],
    atCouncil: ['at-council', 'lacking'],
    closed: ['over'],
  },
  referral: {
    sent: ['waiting'],
    accepted: ['accepted'],
    inProgress: ['supporting'],
    completed: ['completed', 'over'],
    refused: ['refused', 'given-back', 'over'],
    withdrawn: ['withdrawn', 'over'],
    stopped: ['stopped', 'given-back', 'over'],
  },
  proposal: {
    draft: ['draft'],
    sent: ['sent'],
    received: ['received'],
    underStudy: ['under-study'],
    adopted: ['adopted', 'over'],
    notAdopted: ['not-adopted', 'over'],
    passedOn: ['passed-on', 'over'],
    noted: ['noted', 'over'],
    discarded: ['discarded', 'over'],
  },
  council: { stopped: ['over'] },
};

const marks: Record<string, Record<string, string>> = {
  need: {
    ASSESS: 'assess',
    REFER: 'refer',
    ACCEPTED: 'accepted',
    REFUSED: 'refused',
    WITHDRAWN: 'withdrawn',
    COMPLETED: 'completed',
    STOPPED: 'stopped',
    NOBODY_LEFT: 'nobody-left',
    DECLARE_UNMET: 'declare-unmet',
    TAKE_TO_COUNCIL: 'take-to-council',
    CLOSE: 'close',
    REOPEN: 'reopen',
  },
  referral: {
    ACCEPT: 'accept',
    REFUSE: 'refuse',
    START: 'start',
    COMPLETE: 'complete',
    STOP: 'stop',
    WITHDRAW: 'withdraw',
  },
  proposal: {
    SEND: 'send',
    DISCARD: 'discard',
    RECEIVE: 'receive',
    ADOPT: 'adopt',
    STUDY: 'study',
    NOT_ADOPT: 'not-adopt',
    PASS_ON: 'pass-on',
    NOTE: 'note',
  },
};

type Loose = Record<string, unknown>;
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const membersOf = (holder: unknown, name: string): Loose => {
  const inner = isObject(holder) ? holder[name] : undefined;
  return isObject(inner) ? inner : {};
};
const only = <T>(entries: [string, T][]): Record<string, T> | undefined =>
  entries.length > 0 ? Object.fromEntries(entries) : undefined;

/** Effects named the need's event by its id: now by its mark, so that they reach a need whose events are called otherwise. */
function nameByMark(actions: unknown): unknown[] | null {
  let changed = false;
  const named = [actions].flat().map((action: unknown) => {
    const params = membersOf(action, 'params');
    const event = typeof params.event === 'string' ? params.event : '';
    const does = Object.hasOwn(marks.need ?? {}, event) ? marks.need?.[event] : undefined;
    if (!isObject(action) || action.type !== 'sendEvent' || params.to !== 'need' || does === undefined) return action;
    changed = true;
    const { event: _event, ...others } = params;
    return { ...action, params: { ...others, does } };
  });
  return changed ? named : null;
}

function patchState(state: unknown, shipped: string[]): Loose | null {
  const own = isObject(state) ? [state.tags].flat().filter((tag) => typeof tag === 'string') : [];
  const missing = shipped.filter((tag) => !own.includes(tag));
  const on = only(
    Object.entries(membersOf(state, 'on')).flatMap(([event, transition]): [string, unknown][] => {
      const actions = isObject(transition) ? nameByMark(transition.actions) : null;
      return actions ? [[event, { actions }]] : [];
    }),
  );
  return missing.length > 0 || on
    ? { ...(missing.length > 0 ? { tags: [...own, ...missing] } : {}), ...(on ? { on } : {}) }
    : null;
}

function supplementOf(body: Loose): Loose | null {
  const subject = String(body.subject);
  const ofSubject = <T>(all: Record<string, T>): T | undefined =>
    Object.hasOwn(all, subject) ? all[subject] : undefined;
  const known = ofSubject(tags) ?? {};
  const states = only(
    Object.entries(membersOf(body.machine, 'states')).flatMap(([name, state]): [string, Loose][] => {
      const patch = patchState(state, (Object.hasOwn(known, name) ? known[name] : undefined) ?? []);
      return patch ? [[name, patch]] : [];
    }),
  );
  const steps = only(
    Object.entries(ofSubject(marks) ?? {}).flatMap(([event, does]): [string, Loose][] =>
      isObject(membersOf(body, 'steps')[event]) ? [[event, { does }]] : [],
    ),
  );
  return states || steps ? { ...(states ? { machine: { states } } : {}), ...(steps ? { steps } : {}) } : null;
}

export async function up(knex: Knex): Promise<void> {
  const rows: { id: string; body: string }[] = await knex('definitions')
    .where({ kind: 'workflow' })
    .whereNull('supplement')
    .select('id', 'body');
  for (const { id, body } of rows) {
    const supplement = supplementOf(JSON.parse(body) as Loose);
    if (supplement)
      await knex('definitions')
        .where({ id })
        .update({ supplement: JSON.stringify(supplement) });
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex('definitions').where({ kind: 'workflow' }).update({ supplement: null });
}
