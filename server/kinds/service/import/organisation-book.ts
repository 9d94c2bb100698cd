import { nameAlike, normaliseName } from '../../../database/normalise.ts';
import type { Named } from '../../../imports/types.ts';
import type { Existing, ExistingOrganisation, OrganisationLink, PlannedOrganisation } from './types.ts';

/** The entry of a code list that a word names, by its key or its name. */
export const findNamed = (list: Named[], word: string): Named | undefined =>
  list.find(({ key, name }) => key === word || nameAlike(name) === nameAlike(word));

/** Words in an organisation's name that say what kind it is, and the word its kind is called by. */
const kindHints: [RegExp, string][] = [
  [/社会福祉協議会/, '社協|社会福祉協議会'],
  [/シルバー人材/, 'シルバー'],
  [/地域包括支援/, '包括'],
  [/特定非営利活動法人/, '特定非営利活動|npo'],
  [/社会福祉法人/, '社会福祉法人'],
  [/医療法人/, '医療'],
  [/株式会社|有限会社|合同会社/, '会社|企業'],
  [/農業協同組合/, '農協|農業協同|協同組合'],
  [/協同組合/, '協同組合|生協'],
  [/自治会|町内会/, '町内会|自治会'],
  [/老人クラブ/, '老人クラブ'],
  [/民生委員/, '民生委員'],
  [/^.{1,6}[市町村]立/, '^市町村$'],
];

/** The kind that an organisation's name tells; otherwise the list's `other` or last. */
export function guessKind(name: string, kinds: Named[]): string {
  const normal = nameAlike(name);
  const word = kindHints.find(([pattern]) => pattern.test(normal))?.[1];
  const hinted = word === undefined ? undefined : kinds.find((kind) => new RegExp(word).test(nameAlike(kind.name)));
  return (hinted ?? kinds.find(({ key }) => key === 'other') ?? kinds.at(-1))?.key ?? 'other';
}

/** Finds organisations by corporate number, else by name, and remembers those that the import will make. */
export function organisationBook(existing: Pick<Existing, 'organisations'>) {
  const planned: PlannedOrganisation[] = [];
  const numbers = new Map<string, OrganisationLink>();
  const names = new Map<string, { link: OrganisationLink; corporateNumber: string | null }[]>();
  const looks = new Map(existing.organisations.map(({ name }) => [nameAlike(name), name]));
  const remember = (
    link: OrganisationLink,
    { name, corporateNumber }: Pick<ExistingOrganisation, 'name' | 'corporateNumber'>,
  ) => {
    if (corporateNumber && !numbers.has(corporateNumber)) numbers.set(corporateNumber, link);
    const namesakes = names.get(normaliseName(name));
    if (namesakes) namesakes.push({ link, corporateNumber });
    else names.set(normaliseName(name), [{ link, corporateNumber }]);
  };
  for (const organisation of existing.organisations) remember({ id: organisation.id }, organisation);

  /** Two bodies of one name with different numbers are two. */
  const find = (name: string, corporateNumber: string | null): OrganisationLink | undefined => {
    const byNumber = corporateNumber ? numbers.get(corporateNumber) : undefined;
    const known = names.get(normaliseName(name)) ?? [];
    return (
      byNumber ??
      known.find((each) => !corporateNumber || !each.corporateNumber || each.corporateNumber === corporateNumber)?.link
    );
  };
  /** A body that is there and whose name differs only by the form of a kanji. */
  const findAlike = (name: string): string | undefined => looks.get(nameAlike(name));
  const add = (wanted: Omit<PlannedOrganisation, 'ref'>): OrganisationLink => {
    const ref = `new:${planned.length + 1}`;
    planned.push({ ref, ...wanted });
    remember({ ref }, wanted);
    return { ref };
  };
  return { find, findAlike, add, planned };
}
