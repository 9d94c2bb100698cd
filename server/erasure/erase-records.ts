import { answerOf, eraseAnswers, type Form } from '../../forms/index.ts';
import {
  formsOfCharacter,
  normaliseForSearch,
  spellTelephone,
  telephoneDigits,
  withoutSelectors,
} from '../database/normalise.ts';
import { definitionById } from '../definitions/definitions.ts';
import { deleteFilesOfRecords } from '../files/answer-files-store.ts';
import { numberTitle } from '../kernel/audit-details.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { isObject } from '../kernel/is-object.ts';
import { listAnswerDraftsOf } from '../records/answer-drafts/store.ts';
import { dataSources } from '../records/data-description.ts';
import { searchLinesAgain } from '../records/data-search.ts';
import { deleteTiesGone, deleteTiesWith } from '../records/ties/ties-store.ts';
import { dropDraftFiles } from '../records/answer-files/answer-files.ts';
import {
  ERASED,
  eraseFiles,
  eraseFromKeptAnswers,
  eraseFromTexts,
  eraseNeedRows,
  isTelephoneOfOthers,
  listAnswersHolding,
  listCalled,
  listEventDetails,
  listProposalsWith,
  listSubmissionsOf,
  mapTexts,
  setAnswers,
  setEventDetails,
  setProposalTexts,
  type AnswersTable,
  type HeldAnswers,
  type Sought,
} from './store.ts';

type Words = Record<string, unknown>;

/** A need that is to be erased, with the ids of its referrals. */
export type ErasedNeed = { id: string; number: number; title: string; referrals: string[] };

/** What was done, for the audit: how many records of each kind, and of how many other records' texts something was taken out. `namesakes`: somebody else has
 * a name or the telephone, or a name has one part only: it was left where only it tells who is meant. */
export type Erased = { needs: number; referrals: number; submissions: number; texts: number; namesakes: boolean };

/** Whom records are about: how they are called (in kana too), and their telephones. */
export type Identity = { names: string[]; telephones: string[] };

/** Fewer letters of a name, or digits of a telephone, say too little to be looked for in others' texts. */
const SHORTEST = 3;
const LEAST_DIGITS = 9;

/**
 * Takes what is personal out of needs and all that hangs on them, for good: answers by the marks of the very form that they were given
 * to, events, columns, what meetings and proposals hold of them, kept answers; and whom they are about (`known`: what is known of the
 * same resident beside them) out of other records' texts, the name only where nobody else has it. Keys,
 * states, facts and counts stay, so that histories still replay. In the caller's transaction.
 */
export async function eraseNeeds(
  ctx: MunicipalContext,
  needs: ErasedNeed[],
  known?: Identity & { person: string },
): Promise<Erased> {
  const { db, municipality } = ctx;
  const needIds = needs.map((need) => need.id);
  const records = [...needIds, ...needs.flatMap((need) => need.referrals)];
  const names = new Set(known?.names);
  const telephones = new Set(known?.telephones);
  const texts = new Set(needs.map((need) => need.title));
  const answered = new Set<string>();
  const submissions = await listSubmissionsOf(db, records);
  for (const held of submissions) {
    const { form, answers } = await readHeld(ctx, held);
    for (const [role, values] of [
      ['name', names],
      ['kana', names],
      ['telephone', telephones],
    ] as const) {
      const value = answerOf(form, answers, role);
      if (typeof value === 'string' && value !== ERASED) values.add(value.trim());
    }
    const erased = eraseAnswers(form, answers, ERASED);
    for (const text of textsOf(answers)) answered.add(text);
    for (const text of goneTexts(answers, erased)) texts.add(text);
    await setAnswers(db, 'submissions', { id: held.id, answers: JSON.stringify(erased) });
  }
  for (const table of ['submissions', 'records', 'answer_drafts'] as const)
    await eraseNamed(ctx, table, records, known?.person);
  for (const { id, details } of await listEventDetails(db, records)) {
    const before = JSON.parse(details) as Words;
    const erased = eraseDetails(before);
    for (const text of goneTexts(before, erased)) texts.add(text);
    await setEventDetails(db, id, JSON.stringify(erased));
  }
  for (const need of needs) await eraseFromProposals(ctx, need);
  await deleteTiesWith(db, known ? [...records, known.person] : records);
  await deleteFilesOfRecords(db, records);
  for (const draft of await listAnswerDraftsOf(db, records))
    await dropDraftFiles(db, draft.user_id, [draft.answers, draft.aside]);
  await eraseNeedRows(db, needIds, ctx.now);
  await eraseFiles(db, municipality.id, [...answered]);
  const { sought, namesakes } = await whatTells(ctx, names, telephones, {
    people: known ? [known.person] : [],
    needs: needIds,
    records,
  });
  const rows = await eraseFromTexts(db, municipality.id, records, sought);
  await eraseFromKeptAnswers(
    db,
    municipality.id,
    [...records, ...(known ? [known.person] : [])],
    new Set([...names, ...telephones, ...texts]),
    sought,
  );
  return {
    needs: needs.length,
    referrals: records.length - needs.length,
    submissions: submissions.length,
    texts: rows,
    namesakes,
  };
}

async function readHeld(ctx: MunicipalContext, held: HeldAnswers): Promise<{ form: Form; answers: Words }> {
  const { body: form } = await definitionById(ctx, 'form', held.form_id);
  return { form, answers: JSON.parse(held.answers) as Words };
}

const textsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsOf)
      : [];

/** Texts that stood in `before` and stand in `after` no more. */
function goneTexts(before: unknown, after: unknown): string[] {
  const left = new Set(textsOf(after));
  return textsOf(before).filter((text) => !left.has(text));
}

/** Takes out of others' answers what they say of these records and whom they are about; of half-done ones also what lost its place there and names one. */
async function eraseNamed(
  ctx: MunicipalContext,
  table: AnswersTable,
  records: string[],
  person: string | undefined,
): Promise<void> {
  const named = person === undefined ? records : [...records, person];
  const ids = new Set(named);
  for (const held of await listAnswersHolding(ctx.db, ctx.municipality.id, table, named, records)) {
    const { form, answers } = await readHeld(ctx, held);
    const erased = eraseNaming(form, answers, ids);
    if (table === 'submissions') await deleteTiesGone(ctx.db, held.id, goneTexts(answers, erased));
    const aside = held.aside === undefined ? undefined : (JSON.parse(held.aside) as unknown[]);
    await setAnswers(ctx.db, table, {
      id: held.id,
      answers: JSON.stringify(erased),
      ...(aside && { aside: JSON.stringify(aside.filter((entry) => !textsOf(entry).some((text) => ids.has(text)))) }),
      // What was taken out finds the record no more.
      ...(held.search !== undefined && {
        search: searchLinesAgain(held.search, form, erased, await dataSources(ctx)),
      }),
    });
  }
}

/** Answers of another record in which entries that name one of these ids lose what is personal; an answer that names one at its top loses nothing else. */
function eraseNaming(form: Form, answers: Words, ids: ReadonlySet<string>): Words {
  const erased = eraseAnswers(form, answers, ERASED);
  const choose = (before: unknown, after: unknown): unknown => {
    if (Array.isArray(before))
      return before.map((each: unknown, index) => choose(each, Array.isArray(after) ? after[index] : undefined));
    if (!isObject(before)) return before;
    const names = Object.values(before).some((value) => typeof value === 'string' && ids.has(value));
    if (names) return Object.fromEntries(Object.entries(before).flatMap(([name, value]) => keep(name, value, after)));
    return Object.fromEntries(
      Object.entries(before).map(([name, value]) => [name, choose(value, isObject(after) ? after[name] : undefined)]),
    );
  };
  const keep = (name: string, value: unknown, after: unknown): [string, unknown][] => {
    if (typeof value === 'string' && ids.has(value)) return [[name, value]];
    const left = isObject(after) ? after[name] : undefined;
    return left === undefined ? [] : [[name, left]];
  };
  return Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, choose(value, erased[name])]));
}

/** What events tell beside who, what and when that is nobody's secret: whose service, which steps, days and counts. */
const plainFields = new Set(['service', 'organisation', 'by', 'candidates', 'scope', 'given', 'how', 'event', 'does']);
/** A day, or an instant. */
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);

function eraseDetails(details: Words): Words {
  const erase = (value: unknown): unknown => {
    if (typeof value === 'string') return isDay(value) ? value : ERASED;
    if (Array.isArray(value)) return value.map(erase);
    return isObject(value) ? eraseDetails(value) : value;
  };
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      plainFields.has(name) || name.endsWith('Id') ? value : erase(value),
    ]),
  );
}

const TELLING_TITLE = 6;

/** A proposal that drew up the need holds its title, as evidence and in the text that was begun with it; so does one that is half done. */
async function eraseFromProposals(ctx: MunicipalContext, need: ErasedNeed): Promise<void> {
  if (need.title === ERASED) return;
  // A short title may be anybody's word where its number does not stand before it.
  const without = (text: string): string => {
    const numbered = text.replaceAll(
      `${numberTitle(need.number)} ${need.title}`,
      `${numberTitle(need.number)} ${ERASED}`,
    );
    return [...need.title].length < TELLING_TITLE ? numbered : numbered.replaceAll(need.title, ERASED);
  };
  for (const proposal of await listProposalsWith(ctx.db, ctx.municipality.id, need.number)) {
    const evidence = JSON.parse(proposal.evidence) as { needs?: { number: number; title: string }[] };
    if (!evidence.needs?.some((kept) => kept.number === need.number)) continue;
    const needs = evidence.needs.map((kept) => (kept.number === need.number ? { ...kept, title: ERASED } : kept));
    await setProposalTexts(ctx.db, proposal.id, {
      evidence: JSON.stringify({ ...evidence, needs }),
      title: without(proposal.title),
      body: without(proposal.body),
    });
    for (const held of await listSubmissionsOf(ctx.db, [proposal.id]))
      await setAnswers(ctx.db, 'submissions', { id: held.id, answers: mapTexts(held.answers, without) });
  }
  const titled = [`${numberTitle(need.number)} ${need.title}`];
  for (const held of await listAnswersHolding(ctx.db, ctx.municipality.id, 'answer_drafts', titled, []))
    await setAnswers(ctx.db, 'answer_drafts', {
      id: held.id,
      answers: mapTexts(held.answers, without),
      ...(held.aside === undefined ? {} : { aside: mapTexts(held.aside, without) }),
    });
}

/** What may be looked for in others' texts because it tells who is meant: full names and telephones that are nobody else's. */
async function whatTells(
  ctx: MunicipalContext,
  names: ReadonlySet<string>,
  telephones: ReadonlySet<string>,
  except: { people: string[]; needs: string[]; records: string[] },
): Promise<{ sought: Sought; namesakes: boolean }> {
  const { db, municipality } = ctx;
  const known = [...names].filter((name) => name.trim() !== '' && name !== ERASED);
  const called = new Set(
    (await listCalled(db, municipality.id, known.map(bare), except, ctx.today)).map((name) => name && bare(name)),
  );
  const full = known.filter((name) => partsOf(name).length > 1 && !called.has(bare(name)));
  let namesakes = full.length < known.length;
  const spelled: string[] = [];
  for (const telephone of telephones) {
    const digits = telephoneDigits(telephone);
    if (digits.length < LEAST_DIGITS) continue;
    const written = spellTelephone(telephone);
    if (await isTelephoneOfOthers(db, municipality.id, { digits, ways: written }, except)) namesakes = true;
    else spelled.push(...written);
  }
  return {
    sought: {
      words: seek([...full.map(wayOfName), ...spelled.map(literally)]),
      normalised: seek([...full.flatMap(normalisedWays), ...spelled].map(normaliseForSearch).map(literally)),
    },
    namesakes,
  };
}

const bare = (name: string): string => normaliseForSearch(name).replaceAll(' ', '');
const partsOf = (name: string): string[] => name.trim().split(/\s+/);

/** A normalised name with its spaces and without. */
const normalisedWays = (name: string): string[] =>
  [' ', ''].map((space) => partsOf(name).join(space)).filter((way) => [...way].length >= SHORTEST);

/** One thing that is looked for: its `length` in letters, what a text must hold all of to hold it (each in any of its forms), and what it looks like there. */
type Way = { length: number; holds: string[][]; pattern: string };

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const literally = (text: string): Way => ({ length: [...text].length, holds: [[text]], pattern: escape(text) });

/** Which shape of the kanji before it is meant; most write none. */
const SELECTOR = '[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]?';
const isKana = (text: string): boolean => /^[ぁ-ゖゝゞァ-ヶヽヾー]+$/.test(text);

/** A name as people write it: its kanji in any of their forms, its kana in either script, with a space between its parts or without. */
function wayOfName(name: string): Way {
  const parts = partsOf(withoutSelectors(name));
  const bareLength = [...parts.join('')].length;
  const letters = (part: string): string =>
    [...part]
      .map((letter) => {
        const forms = formsOfCharacter(letter).map(escape);
        return (
          (forms.length > 1 ? `[${forms.join('')}]` : forms.join('')) + (/\p{Script=Han}/u.test(letter) ? SELECTOR : '')
        );
      })
      .join('');
  return {
    length: bareLength + parts.length - 1,
    // Kana and the letters of others stand next to one another; behind each kanji its shape may.
    holds: parts.flatMap((part) => (part.match(/\p{Script=Han}|\P{Script=Han}+/gu) ?? []).map(formsOfRun)),
    pattern: parts.map(letters).join(bareLength < SHORTEST ? '[ \u3000]' : '[ \u3000]?'),
  };
}

function formsOfRun(run: string): string[] {
  if (!isKana(run)) return [...run].length === 1 ? formsOfCharacter(run) : [run];
  const [hiragana, katakana] = [/[ァ-ヶヽヾ]/, /[ぁ-ゖゝゞ]/].map((other) =>
    [...run].map((kana) => (other.test(kana) ? (formsOfCharacter(kana)[1] ?? kana) : kana)).join(''),
  );
  return [...new Set([run, hiragana ?? run, katakana ?? run])];
}

function seek(all: Way[]): Sought['words'] {
  const ways = [...new Map(all.map((way) => [way.pattern, way])).values()].toSorted((a, b) => b.length - a.length);
  if (ways.length === 0) return { ways: [], without: (text) => text };
  // A number is none within a longer one, nor a name within a longer word of letters.
  const bounded = ways.map(
    ({ pattern }) =>
      (/^[a-z\d]/i.test(pattern) ? '(?<![A-Za-z0-9])' : '') +
      pattern +
      (/[a-z\d]$/i.test(pattern) ? '(?![A-Za-z0-9])' : ''),
  );
  const names = new RegExp(bounded.join('|'), 'gu');
  return { ways: ways.map(({ holds }) => holds), without: (text) => text.replaceAll(names, ERASED) };
}
