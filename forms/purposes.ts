import type { FormPurpose } from './types.ts';

/**
 * What a field must be to have a role. `told`: whoever sees the record at all is shown it, so it must be told to these always. `filled`: the program fills it in
 * without anybody at the form, so that the form's own logic may neither hide nor set nor limit it.
 */
export type Demand = {
  filled?: true;
  required?: true;
  type?: string;
  format?: string;
  source?: string;
  choices?: string[];
  list?: true;
  /** It is a field of the entries of a list that stands in no group: there alone it is looked for. */
  entry?: true;
  told?: readonly string[];
};

/** Who may be told beside the staff of the record's own area, and what fields are to the program. */
type Purpose = { audiences: readonly string[]; roles: Readonly<Record<string, Demand>> };

const text: Demand = { type: 'string' };
const day: Demand = { type: 'string', format: 'date' };

const aroundNeeds = [
  'members',
  'council',
  'tier1',
  'department',
  'provider-asked',
  'provider-accepted',
  'provider-after',
] as const;
const atNeeds = ['members', 'tier1'] as const;
const withReferral = ['tier1', 'provider-asked', 'provider-accepted', 'provider-after'] as const;

const inCouncil = ['members'] as const;
const councilRoles: Record<string, Demand> = {
  'established-on': day,
  'selected-on': day,
  'starts-on': day,
  'planned-on': day,
  aim: text,
  place: text,
  invited: text,
  problem: text,
  'problem-type': { source: 'service-types' },
  'candidate-name': text,
  'candidate-body': text,
  'local-name': text,
  name: text,
  kana: text,
  organisation: { source: 'organisations' },
  body: { source: 'organisations' },
  'member-name': text,
  'member-kana': text,
  'member-organisation': { source: 'organisations' },
  'member-role': { choices: ['member', 'chair', 'vice-chair', 'coordinator'] },
};
const shown = { told: inCouncil };

/** Of a list's entries that each have a consent of their own (`entry-consent.ts`). */
const consented: Record<string, Demand> = {
  'told-body': { ...text, entry: true },
  'told-consent': { choices: ['given', 'not-given'], entry: true },
  'told-until': { ...day, entry: true },
  'told-left': { ...day, entry: true },
};

const aroundProposals = ['members', 'tier1'] as const;
export const aroundRecords = ['members', 'council', 'tier1', 'department', 'provider'] as const;
const sentUp: Purpose = {
  audiences: aroundProposals,
  roles: {
    title: { required: true, ...text, told: aroundProposals },
    body: { required: true, ...text, told: aroundProposals },
    background: text,
  },
};

/** By what the server uses a form's answers for. */
export const purposes: Readonly<Record<FormPurpose, Purpose>> = {
  'need-intake': {
    audiences: aroundNeeds,
    roles: {
      scope: { filled: true, required: true, choices: ['individual', 'community'], told: atNeeds },
      name: { required: true, ...text },
      kana: { required: true, ...text },
      age: { type: 'integer' },
      birth: day,
      telephone: text,
      area: { filled: true, required: true, source: 'areas', told: atNeeds },
      types: { filled: true, required: true, source: 'service-types', list: true, told: atNeeds },
      urgency: { filled: true, required: true, choices: ['low', 'normal', 'high'], told: atNeeds },
      title: { filled: true, required: true, ...text, told: [...atNeeds, ...withReferral] },
      consent: { filled: true, required: true, choices: ['given', 'not-given'], told: ['tier1'] },
      'consent-scope': { filled: true, required: true, choices: ['service', 'council', 'department'], list: true },
      links: { choices: ['disability', 'hardship', 'children', 'dementia'], list: true },
      'received-on': { filled: true, required: true, ...day, told: atNeeds },
    },
  },
  'need-step': {
    audiences: aroundNeeds,
    roles: { 'done-on': day, satisfied: { choices: ['yes', 'partly', 'no'] }, told: text },
  },
  'referral-step': {
    audiences: withReferral,
    roles: {
      reason: { ...text, told: withReferral },
      'done-on': day,
      full: { choices: ['yes', 'no'] },
      'full-until': day,
    },
  },
  'council-step': { audiences: inCouncil, roles: councilRoles },
  meeting: {
    audiences: inCouncil,
    roles: {
      ...councilRoles,
      // Where no step of a workflow says it.
      kind: { ...text, ...shown },
      title: { required: true, ...text, ...shown },
      'held-on': { required: true, ...day, ...shown },
      attendance: { required: true, type: 'integer', ...shown },
      place: { ...text, ...shown },
      attendees: { type: 'array', ...shown },
      minutes: { ...text, ...shown },
      decisions: { type: 'array', ...shown },
      need: { source: 'needs' },
      plan: { ...text, ...shown },
      // One that is on record already: then no other is made.
      meeting: { source: 'meetings' },
    },
  },
  proposal: sentUp,
  report: sentUp,
  'proposal-step': {
    audiences: aroundProposals,
    roles: {
      reason: { ...text, told: aroundProposals },
      'due-on': { ...day, told: aroundProposals },
      'fiscal-year': { ...text, told: aroundProposals },
      'done-on': day,
    },
  },
  // Of records whose kind is only data: what a record is begun with, and what its steps ask.
  record: {
    audiences: aroundRecords,
    roles: {
      title: { required: true, ...text },
      area: { required: true, source: 'areas' },
      council: { source: 'records:council' },
      areas: { source: 'areas', list: true },
      'service-type': { source: 'service-types' },
      consent: { choices: ['given', 'not-given'] },
      'consent-until': day,
      ...consented,
      'review-on': day,
    },
  },
  'record-step': {
    audiences: aroundRecords,
    roles: {
      // Of what somebody did: on which day, how often and for how many hours.
      'done-on': day,
      ...consented,
      'review-on': day,
      // What is chosen of what the register's rules advise.
      advice: text,
      times: { type: 'integer' },
      hours: { type: 'number' },
      // How much of what was aimed at.
      amount: { type: 'integer' },
      // Of what a record becomes elsewhere: a service.
      title: text,
      kana: text,
      organisation: text,
      council: { source: 'records:council' },
      // Of an office: the body that holds it.
      body: { source: 'records:organisation' },
      'service-type': { source: 'service-types' },
      areas: { source: 'areas', list: true },
      description: text,
      eligibility: text,
      fee: text,
      'fee-yen': { type: 'integer' },
      days: { choices: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'holiday'], list: true },
      'open-hours': text,
      capacity: { choices: ['has', 'none', 'waiting', 'ask'] },
      telephone: text,
    },
  },
  // Who is told, and what a field is to the program, each form that takes it in says for itself.
  section: { audiences: [], roles: {} },
};
