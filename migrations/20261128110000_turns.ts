import type { Knex } from 'knex';

/*
 * Whose turn it is, for the lifecycle versions published before a state could say so, matched by the ids that were shipped.
 * Where several lifecycles had a state of that id, the first whose answers can be taken there is its. A city's own states have
 * none: they get what their kind says of every open record.
 */

type Loose = Record<string, unknown>;
type Turn = { answer?: { does: string } | { event: string } } & Loose;

type Words = [text: string, action?: string];

const turn = (roles: string[], ja: Words, en: Words, others: Omit<Turn, 'roles' | 'texts'>): Turn => {
  const words = ([text, action]: Words): Loose => ({ text, ...(action ? { action } : {}) });
  return { roles, texts: { ja: words(ja), en: words(en) }, ...others };
};

/** By subject and state. */
const shipped: Record<string, Record<string, Turn[][]>> = {
  need: {
    received: [
      [
        turn(
          ['tier2', 'centre'],
          ['No.{{number}}「{{title}}」の内容を、まだ確かめていません。', '内容を確かめる'],
          ['Nobody has looked into No.{{number}} “{{title}}” yet.', 'Look into it'],
          { answer: { does: 'assess' }, late: { days: { low: 14, normal: 7, high: 2 }, from: 'received-on' } },
        ),
      ],
    ],
    assessed: [
      [
        turn(
          ['tier2'],
          ['No.{{number}}「{{title}}」のつなぎ先を選んでください。', 'つなぎ先を選ぶ'],
          ['Choose who could help with No.{{number}} “{{title}}”.', 'Choose a service'],
          { answer: { does: 'refer' }, late: { days: { low: 14, normal: 7, high: 2 } } },
        ),
      ],
    ],
    referred: [[]],
    beingMet: [[]],
    unmet: [
      [
        turn(
          ['tier2'],
          ['No.{{number}}「{{title}}」はつなぎ先が見つかっていません。協議体で話し合ってください。', '協議体へつなぐ'],
          ['Nobody was found for No.{{number}} “{{title}}”. Discuss it in the council.', 'Take it to the council'],
          { answer: { does: 'take-to-council' }, late: { days: { low: 60, normal: 30, high: 14 } } },
        ),
      ],
    ],
    atCouncil: [
      [
        turn(
          ['tier2'],
          [
            'No.{{number}}「{{title}}」は{{day}}から協議体で検討中です。つなぎ先が見つかったら紹介し、要らなくなったら終了してください。',
            '様子を確かめる',
          ],
          [
            'No.{{number}} “{{title}}” has been with the council since {{day}}. Refer it when somebody is found, or close it.',
            'See how it stands',
          ],
          { answer: { does: 'refer' }, after: { days: 60 }, late: { days: 120 } },
        ),
      ],
    ],
  },
  referral: {
    sent: [
      [
        turn(
          ['provider'],
          ['「{{service}}」に紹介「{{title}}」が届いています。返事をしてください。', '返事をする'],
          ['“{{title}}” has been referred to “{{service}}”. Reply to it.', 'Reply'],
          { answer: { does: 'accept' }, late: { days: { low: 14, normal: 7, high: 2 } } },
        ),
        turn(
          ['tier2'],
          [
            '「{{service}}」から、{{day}}に送ったNo.{{number}}「{{title}}」の返事がまだありません。団体に連絡するか、取り下げて次の候補に紹介してください。',
            '紹介を確かめる',
          ],
          [
            '“{{service}}” has not replied to No.{{number}} “{{title}}”, referred on {{day}}. Get in touch, or withdraw it and ask the next one.',
            'See the referral',
          ],
          {
            answer: { does: 'withdraw' },
            after: { days: { low: 14, normal: 7, high: 2 } },
            late: { days: { low: 28, normal: 14, high: 4 } },
          },
        ),
      ],
    ],
    accepted: [
      [
        turn(
          ['provider'],
          ['「{{service}}」で引き受けた「{{title}}」を始めたら、記録してください。', '記録する'],
          ['When “{{service}}” has begun to help with “{{title}}”, record it.', 'Record it'],
          { answer: { does: 'start' }, late: { days: { low: 21, normal: 14, high: 7 } } },
        ),
        turn(
          ['tier2'],
          [
            '「{{service}}」が{{day}}に引き受けたNo.{{number}}「{{title}}」が、まだ始まっていません。団体に様子を聞いてください。',
            '紹介を確かめる',
          ],
          [
            '“{{service}}” accepted No.{{number}} “{{title}}” on {{day}} and has not begun. Ask how it goes.',
            'See the referral',
          ],
          {
            answer: { does: 'start' },
            after: { days: { low: 21, normal: 14, high: 7 } },
            late: { days: { low: 42, normal: 28, high: 14 } },
          },
        ),
      ],
    ],
    inProgress: [
      [
        turn(
          ['provider'],
          ['「{{service}}」で支援中の「{{title}}」が終わったら、記録してください。', '記録する'],
          ['When “{{service}}” has finished helping with “{{title}}”, record it.', 'Record it'],
          { answer: { does: 'complete' } },
        ),
      ],
    ],
  },
  proposal: {
    draft: [
      [
        turn(
          ['tier2'],
          ['「{{title}}」はまだ送っていません。', '送る'],
          ['“{{title}}” has not been sent yet.', 'Send it'],
          { answer: { does: 'send' }, late: { days: 30 } },
        ),
      ],
    ],
    sent: [
      [
        turn(
          ['tier1'],
          ['{{council}}から「{{title}}」が届いています。', '受け取る'],
          ['“{{title}}” has arrived from {{council}}.', 'Receive it'],
          { answer: { does: 'receive' }, late: { days: 7 } },
        ),
      ],
    ],
    received: [
      [
        turn(
          ['tier1'],
          ['{{council}}からの「{{title}}」への回答を決めてください。', '回答する'],
          ['Decide on the answer to “{{title}}” from {{council}}.', 'Answer'],
          { answer: { does: 'adopt' }, late: { days: 60 } },
        ),
      ],
      [
        turn(
          ['tier1'],
          ['{{council}}からの「{{title}}」の内容を確かめ、共有したことを記録してください。', '共有を記録する'],
          ['Read “{{title}}” from {{council}} and record that it has been shared.', 'Record it'],
          { answer: { does: 'note' }, late: { days: 30 } },
        ),
      ],
    ],
    underStudy: [
      [
        turn(
          ['tier1'],
          ['{{council}}からの「{{title}}」を検討しています。結論が出たら回答してください。', '回答する'],
          ['“{{title}}” from {{council}} is under study. Answer when it is decided.', 'Answer'],
          { answer: { does: 'adopt' }, late: { days: 90 } },
        ),
      ],
    ],
  },
  council: {
    preparation: [
      [
        turn(['tier2', 'tier1'], ['{{title}}は「{{state}}」です。'], ['{{title}} is at “{{state}}”.'], {
          answer: { event: 'HOLD_ROUNDTABLE' },
          late: { days: 60, from: 'last-meeting-on' },
        }),
      ],
    ],
    establishment: [
      [
        turn(['tier2', 'tier1'], ['{{title}}は「{{state}}」です。'], ['{{title}} is at “{{state}}”.'], {
          answer: { event: 'FOUND_COUNCIL' },
          late: { days: 60 },
        }),
      ],
      [
        turn(['tier2', 'tier1'], ['{{title}}は「{{state}}」です。'], ['{{title}} is at “{{state}}”.'], {
          answer: { event: 'ELECT_COORDINATOR' },
          late: { days: 60 },
        }),
      ],
    ],
    'operation.active': [
      [
        turn(
          ['tier2', 'tier1'],
          ['{{title}}の会議の記録が、しばらくありません。開いたら記録してください。'],
          ['{{title}} has no meeting on record for some time. Record it when one is held.'],
          {
            answer: { event: 'HOLD_COUNCIL_MEETING' },
            after: { days: 60, from: 'last-meeting-on' },
            late: { days: 120, from: 'last-meeting-on' },
          },
        ),
      ],
    ],
    'operation.paused': [
      [
        turn(
          ['tier2', 'tier1'],
          ['{{title}}は{{day}}から休止中です。再開するか、解散するかを決めてください。'],
          ['{{title}} has been paused since {{day}}. Resume it, or decide to dissolve it.'],
          { answer: { event: 'RESUME' }, after: { days: 90 }, late: { days: 180 } },
        ),
      ],
    ],
    'preparation.study': [
      [
        turn(['tier2', 'tier1'], ['{{title}}は「{{state}}」です。'], ['{{title}} is at “{{state}}”.'], {
          answer: { event: 'HOLD_STUDY_MEETING' },
          late: { days: 60, from: 'last-meeting-on' },
        }),
      ],
    ],
    'preparation.briefing': [
      [
        turn(['tier2', 'tier1'], ['{{title}}は「{{state}}」です。'], ['{{title}} is at “{{state}}”.'], {
          answer: { event: 'BRIEF_DISTRICT_COUNCIL' },
          late: { days: 60 },
        }),
      ],
    ],
    'preparation.localStudy': [
      [
        turn(['tier2', 'tier1'], ['{{title}}は「{{state}}」です。'], ['{{title}} is at “{{state}}”.'], {
          answer: { event: 'HOLD_LOCAL_STUDY_MEETING' },
          late: { days: 60, from: 'last-meeting-on' },
        }),
      ],
    ],
    'preparation.selection': [
      [
        turn(['tier2', 'tier1'], ['{{title}}は「{{state}}」です。'], ['{{title}} is at “{{state}}”.'], {
          answer: { event: 'SELECT_MEMBERS' },
          late: { days: 60 },
        }),
      ],
    ],
    'preparation.preparatory': [
      [
        turn(['tier2', 'tier1'], ['{{title}}は「{{state}}」です。'], ['{{title}} is at “{{state}}”.'], {
          answer: { event: 'HOLD_PREPARATION_MEETING' },
          late: { days: 60, from: 'last-meeting-on' },
        }),
      ],
    ],
    'preparation.planning': [
      [
        turn(['tier2', 'tier1'], ['{{title}}は「{{state}}」です。'], ['{{title}} is at “{{state}}”.'], {
          answer: { event: 'PLAN_ROUNDTABLE' },
          late: { days: 60, from: 'last-meeting-on' },
        }),
      ],
    ],
    'preparation.scheduled': [
      [
        turn(['tier2', 'tier1'], ['{{title}}は「{{state}}」です。'], ['{{title}} is at “{{state}}”.'], {
          answer: { event: 'HOLD_ROUNDTABLE' },
          late: { days: 60 },
        }),
      ],
    ],
    'preparation.examining': [
      [
        turn(['tier2', 'tier1'], ['{{title}}は「{{state}}」です。'], ['{{title}} is at “{{state}}”.'], {
          answer: { event: 'EXAMINE_ROUNDTABLE' },
          late: { days: 30 },
        }),
      ],
    ],
  },
};

const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const membersOf = (holder: unknown, name: string): Loose => {
  const inner = isObject(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined;
  return isObject(inner) ? inner : {};
};

/** Every state without states within it, by its dotted path, with the events that can be taken there. */
function listLeaves(state: unknown, path: string, around: string[]): [path: string, events: string[]][] {
  const events = [...around, ...Object.keys(membersOf(state, 'on'))];
  const within = Object.entries(membersOf(state, 'states'));
  return within.length === 0
    ? [[path, events]]
    : within.flatMap(([name, inner]) => listLeaves(inner, path === '' ? name : `${path}.${name}`, events));
}

function turnsFor(alternatives: Turn[][], events: string[], marks: Map<string, string>): Turn[] {
  const can = ({ answer }: Turn): boolean =>
    !answer ||
    ('event' in answer ? events.includes(answer.event) : events.some((event) => marks.get(event) === answer.does));
  const whole = alternatives.find((turns) => turns.every(can));
  return (
    whole ??
    (alternatives[0] ?? []).map((turn) => {
      const { answer: _answer, ...others } = turn;
      return can(turn) ? turn : others;
    })
  );
}

/** What a version and its supplement lack. */
function lacking(body: Loose, supplement: Loose): Record<string, { turns: Turn[] }> {
  const subject = String(body.subject);
  const known = Object.hasOwn(shipped, subject) ? (shipped[subject] ?? {}) : {};
  const marks = new Map<string, string>();
  for (const steps of [membersOf(body, 'steps'), membersOf(supplement, 'steps')])
    for (const [event, step] of Object.entries(steps))
      if (isObject(step) && typeof step.does === 'string') marks.set(event, step.does);
  return Object.fromEntries(
    listLeaves(body.machine, '', []).flatMap(([path, events]) => {
      const alternatives = Object.hasOwn(known, path) ? known[path] : undefined;
      const note = membersOf(body, 'states')[path];
      return alternatives && isObject(note) && note.turns === undefined
        ? [[path, { turns: turnsFor(alternatives, events, marks) }]]
        : [];
    }),
  );
}

export async function up(knex: Knex): Promise<void> {
  const rows: { id: string; body: string; supplement: string | null }[] = await knex('definitions')
    .where({ kind: 'workflow' })
    .select('id', 'body', 'supplement');
  for (const { id, body, supplement } of rows) {
    const before = JSON.parse(supplement ?? '{}') as Loose;
    const states = lacking(JSON.parse(body) as Loose, before);
    if (Object.keys(states).length === 0) continue;
    await knex('definitions')
      .where({ id })
      .update({ supplement: JSON.stringify({ ...before, states: { ...membersOf(before, 'states'), ...states } }) });
  }
}

export async function down(knex: Knex): Promise<void> {
  const rows: { id: string; supplement: string }[] = await knex('definitions')
    .where({ kind: 'workflow' })
    .whereNotNull('supplement')
    .select('id', 'supplement');
  for (const { id, supplement } of rows) {
    // No former supplement said anything of states beside this.
    const { states: _states, ...others } = JSON.parse(supplement) as Loose;
    await knex('definitions')
      .where({ id })
      .update({ supplement: Object.keys(others).length === 0 ? null : JSON.stringify(others) });
  }
}
