import type { FactDeclaration, FactModel, Text } from '../types.ts';

const prefix = 'register:';

/** The fact model of a register's records. */
export const modelOfRegister = (key: string): string => `${prefix}${key}`;

/** The register whose records a model is about; null: it is about something else. */
export const registerOfModel = (model: string): string | null =>
  /^register:[a-z][a-z0-9-]{0,39}$/.test(model) ? model.slice(prefix.length) : null;

const days: Text = { ja: '日', en: 'day|days' };

function count(path: string, label: Text, unit: Text): FactDeclaration {
  return { path, type: 'integer', label, unit, origin: 'computed' };
}

const ties = 'record.ties.';

/** Is this a fact that `tiesFact` made? */
export const isTiesFact = (path: string): boolean => path.startsWith(ties);

/** How many records of a kind it names, or is named by. Optional: examples stay whole when a city makes another register. */
export const tiesFact = (kind: string, label: Text): FactDeclaration => ({
  ...count(`${ties}${kind}`, label, { ja: '件' }),
  optional: true,
});

const tied: [kind: string, ja: string, en: string][] = [
  ['organisation', '団体', 'bodies'],
  ['service', 'サービス', 'services'],
  ['council', '協議体', 'councils'],
  ['meeting', '集まり', 'meetings'],
  ['proposal', '提案・報告', 'proposals and reports'],
  ['need', '困りごと', 'needs'],
  ['person', '住民', 'residents'],
];

/**
 * What is known of one record of whichever register, beside what its forms ask, the registers that it may be tied to and what it names
 * itself: these the server adds.
 */
export const recordModel = (key: string, label: Text): FactModel => ({
  key: modelOfRegister(key),
  label,
  facts: [
    { path: 'record.state', type: 'string', label: { ja: '状態', en: 'State' }, origin: 'computed' },
    { path: 'record.stage', type: 'string', label: { ja: '段階', en: 'Stage' }, origin: 'computed', optional: true },
    count('record.daysInState', { ja: '今の状態になってからの日数', en: 'Time in the present state' }, days),
    count('record.daysSinceStep', { ja: '最後に手を入れてからの日数', en: 'Time since a step was last taken' }, days),
    count('record.daysSinceBegun', { ja: '台帳に加えてからの日数', en: 'Time since the record was begun' }, days),
    {
      path: 'record.consents',
      type: 'boolean',
      label: { ja: '同意を得ていて、期限を過ぎていない', en: 'Consent is given and has not ended' },
      origin: 'computed',
    },
    ...tied.map(([kind, ja, en]) => tiesFact(kind, { ja: `つながっている${ja}`, en: `Tied ${en}` })),
  ],
});
