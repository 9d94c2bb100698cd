import { needText, needWords, ROLES, writeValue, type Report } from './check-report.ts';
import { kinds } from './check-texts.ts';
import { escapeToken, isObject, leads, type Survey, type SurveyedState } from './survey.ts';
import type { Requirements } from './types.ts';

/** What the words of every turn may name in braces. */
export const commonWords = ['number', 'title', 'day', 'state'];
const URGENCIES = ['low', 'normal', 'high'];
/** Ten years. */
const MOST_DAYS = 3653;
const MOST_TURNS = 10;

type Loose = Record<string, unknown>;

/** Whose turn it is, state by state: known roles, words that can be filled in, days that make sense, and an answer that is possible there. */
export function checkTurns(
  notes: Loose,
  steps: Loose,
  survey: Survey,
  requires: Requirements | undefined,
  report: Report,
): void {
  for (const [path, note] of Object.entries(notes)) {
    if (!isObject(note) || note.turns === undefined) continue;
    const at = `/states/${escapeToken(path)}/turns`;
    const { turns } = note;
    if (!Array.isArray(turns)) {
      report.add(at, 'wrong-type', { name: 'turns', wanted: kinds[report.language].list });
      continue;
    }
    if (turns.length > MOST_TURNS) report.add(at, 'too-many-turns', { name: path, most: String(MOST_TURNS) });
    const state = survey.states.find((state) => state.path === path);
    turns.slice(0, MOST_TURNS).forEach((turn: unknown, index) => {
      const here = `${at}/${index}`;
      if (!isObject(turn)) {
        report.add(here, 'wrong-type', { name: 'turns', wanted: kinds[report.language].object });
        return;
      }
      noOtherKeys(turn, ['roles', 'texts', 'answer', 'after', 'late'], here, report);
      checkRoles(turn.roles, path, here, report);
      if (isObject(turn.texts)) checkWords(turn.texts, `${here}/texts`, requires, report);
      else report.add(here, 'missing', { name: 'texts' });
      if (turn.answer !== undefined)
        checkAnswer(
          turn.answer,
          `${here}/answer`,
          { path, possible: state ? listPossible(state, survey) : null },
          steps,
          report,
        );
      for (const name of ['after', 'late'])
        if (turn[name] !== undefined) checkWait(turn[name], name, `${here}/${name}`, requires, report);
    });
  }
}

function noOtherKeys(value: Loose, known: string[], at: string, report: Report): void {
  for (const name of Object.keys(value))
    if (!known.includes(name)) report.add(`${at}/${escapeToken(name)}`, 'unknown-key', { name });
}

function checkRoles(roles: unknown, state: string, at: string, report: Report): void {
  // Nothing waits for the server: what it does by itself is an effect or a delay.
  const known = ROLES.filter((role) => role !== 'system');
  if (!Array.isArray(roles) || roles.length === 0) report.add(`${at}/roles`, 'turn-without-roles', { name: state });
  else
    roles.forEach((role: unknown, index) => {
      if (!known.some((knownRole) => knownRole === role))
        report.add(`${at}/roles/${index}`, 'unknown-value', {
          name: 'roles',
          value: writeValue(role),
          known: known.join(', '),
        });
    });
}

function checkWords(texts: Loose, at: string, requires: Requirements | undefined, report: Report): void {
  needWords(texts, at, ['text'], report);
  const known = requires?.words && [...commonWords, ...requires.words];
  for (const [language, words] of Object.entries(texts)) {
    if (language !== 'ja' && language !== 'en')
      report.add(`${at}/${escapeToken(language)}`, 'unknown-key', { name: language });
    if (!isObject(words)) continue;
    noOtherKeys(words, ['text', 'action'], `${at}/${language}`, report);
    if (words.action !== undefined) needText(words, 'action', `${at}/${language}`, report);
    for (const key of ['text', 'action']) {
      const sentence = words[key];
      if (typeof sentence !== 'string') continue;
      for (const [, name = ''] of sentence.matchAll(/\{\{(.*?)\}\}/g))
        if (known && !known.includes(name.trim()))
          report.add(`${at}/${language}/${key}`, 'unknown-word', { name: name.trim(), known: known.join(', ') });
    }
  }
}

function checkAnswer(
  answer: unknown,
  at: string,
  { path, possible }: { path: string; possible: Set<string> | null },
  steps: Loose,
  report: Report,
): void {
  const { event, does } = isObject(answer) ? answer : {};
  const named = [event, does].filter((name): name is string => typeof name === 'string');
  const [name] = named;
  if (!isObject(answer) || name === undefined || named.length !== 1) {
    report.add(at, 'answer-shape');
    return;
  }
  noOtherKeys(answer, ['event', 'does'], at, report);
  const events =
    typeof event === 'string'
      ? [event]
      : Object.entries(steps).flatMap(([key, step]) => (isObject(step) && step.does === does ? [key] : []));
  // A state that there is not has been told already.
  if (possible && !events.some((event) => possible.has(event)))
    report.add(`${at}/${typeof event === 'string' ? 'event' : 'does'}`, 'answer-not-possible', { name, state: path });
}

/** Events that a record can take while it stands in a state: its own, those of the states around it, and those of the states within. */
function listPossible(state: SurveyedState, survey: Survey): Set<string> {
  const isWithin = (surveyedState: SurveyedState | null): boolean =>
    surveyedState !== null && (surveyedState === state || isWithin(surveyedState.parent));
  const around: SurveyedState[] = [];
  for (let surveyedState: SurveyedState | null = state; surveyedState; surveyedState = surveyedState.parent)
    around.push(surveyedState);
  return new Set(
    survey.transitions
      .filter((way) => way.trigger === 'event' && leads(way) && (around.includes(way.from) || isWithin(way.from)))
      .map(({ event }) => event),
  );
}

function checkWait(wait: unknown, name: string, at: string, requires: Requirements | undefined, report: Report): void {
  if (!isObject(wait)) {
    report.add(at, 'wrong-type', { name, wanted: kinds[report.language].object });
    return;
  }
  noOtherKeys(wait, ['days', 'from'], at, report);
  const { days, from } = wait;
  const counts = isObject(days) ? URGENCIES.map((urgency) => days[urgency]) : [days];
  if (isObject(days)) noOtherKeys(days, URGENCIES, `${at}/days`, report);
  if (!counts.every((count) => Number.isInteger(count) && Number(count) >= 0 && Number(count) <= MOST_DAYS))
    report.add(`${at}/days`, 'bad-days', { most: String(MOST_DAYS) });
  if (from === undefined) return;
  needText(wait, 'from', at, report);
  if (typeof from === 'string' && requires?.days && !requires.days.includes(from))
    report.add(`${at}/from`, 'unknown-day', { name: from, known: requires.days.join(', ') });
}
