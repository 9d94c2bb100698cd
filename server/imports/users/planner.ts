import { nameAlike, normaliseName } from '../../database/normalise.ts';
import type { Role } from '../../kernel/context.ts';
import { entriesOf, planEntries, type Entry, type EntryPlan } from '../entries.ts';
import { countWords, guessColumns } from '../guess-columns.ts';
import type { ImportColumn, ListPlanner } from '../import-kind.ts';
import { narrow } from '../read-values.ts';

export type KnownPeople = {
  emails: string[];
  organisations: { id: string; name: string }[];
  areas: { id: string; name: string; root: boolean }[];
};
export type UserEntry = {
  email: string;
  name: string;
  nameKana: string;
  role: Role;
  areaId: string;
  organisationId: string | null;
};

const kana = '(カナ|かな|フリガナ|ふりがな|ヨミ|よみ|よみがな|ヨミガナ)';
const columns: readonly ImportColumn[] = [
  { field: 'name', names: [/^(氏名|名前|利用者の?氏?名|name)$/], needed: true },
  { field: 'email', names: [/^(メール|メールアドレス|電子メール|e-?mail|mail)$/, /メールアドレス$/], needed: true },
  { field: 'role', names: [/^(役割|権限|role)$/, /^(役職|職名|区分)$/], needed: true },
  { field: 'area', names: [/^(担当|所属)?の?(圏域|区域|地区|エリア)名?$/, /^area$/] },
  { field: 'organisation', names: [/^(所属|団体|所属団体|法人|事業所)の?名?称?$/, /^organisation$/] },
  { field: 'nameKana', names: [new RegExp(`^(氏名|名前)?の?_?${kana}$`)], seldom: true },
];

/** What words for a role say, the narrowest first. */
const roles: [RegExp, Role][] = [
  [/^administrator$|管理|担当課|事務局|市役所|役場/, 'administrator'],
  [/^tier1$|第?[1一]層/, 'tier1'],
  [/^tier2$|第?[2二]層|コーディネーター|推進員/, 'tier2'],
  [/^centre$|包括/, 'centre'],
  [/^provider$|提供|事業者|事業所/, 'provider'],
  [/^member$|構成員|委員|メンバー/, 'member'],
];
const readRole = (word: string): Role | undefined => roles.find(([pattern]) => pattern.test(narrow(word)))?.[1];
const isRole = (word: string): word is Role => roles.some(([, role]) => role === word);
const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export const planner: ListPlanner<KnownPeople, EntryPlan<UserEntry>> = {
  columns,
  wordField: 'role',
  shown: ['email', 'role', 'area', 'organisation'],
  guess(table, { areas }) {
    const fields = guessColumns(table, columns, (_, values) => values.length > 0);
    const words = countWords(table, { fields, types: {} }, 'role').map(({ word }) => word);
    const types = Object.fromEntries(words.flatMap((word) => ((role) => (role ? [[word, role]] : []))(readRole(word))));
    const root = areas.find((area) => area.root);
    return {
      mapping: { fields, types, ...(root ? { defaultAreaId: root.id } : {}) },
      proposed: { words: [], area: root !== undefined && !fields['area'] },
    };
  },
  plan(table, mapping, { emails, organisations, areas }) {
    const there = new Set(emails);
    const areaOf = new Map(areas.map((area) => [nameAlike(area.name), area.id]));
    const bodyOf = new Map(organisations.map((body) => [normaliseName(body.name), body.id]));
    return planEntries(
      table,
      mapping,
      ({ text, cell, raise }): Entry<UserEntry> => {
        const name = text('name', 200, { needed: true });
        if (name === '') raise('error', 'name', 'nameMissing');
        const address = narrow(cell('email')).toLowerCase();
        if (!email.test(address) || address.length > 254)
          raise('error', 'email', address === '' ? 'emailMissing' : 'emailBad', { value: address });
        const word = cell('role');
        const meant = mapping.types?.[word] ?? word;
        const role = isRole(meant) ? meant : readRole(word);
        if (!role) raise('error', 'role', word === '' ? 'roleMissing' : 'roleUnknown', { value: word });
        const areaName = text('area', 200);
        const areaId = areaName === '' ? mapping.defaultAreaId : areaOf.get(nameAlike(areaName));
        if (!areaId) raise('error', 'area', areaName === '' ? 'areaMissing' : 'areaUnknown', { value: areaName });
        const bodyName = text('organisation', 200);
        const body = bodyOf.get(normaliseName(bodyName)) ?? null;
        if (role === 'provider' && !body)
          raise('error', 'organisation', bodyName === '' ? 'bodyMissing' : 'bodyUnknown', { value: bodyName });
        return {
          name,
          identity: address,
          shown: { email: address, role: word, area: areaName, organisation: bodyName },
          values: {
            email: address,
            name,
            nameKana: text('nameKana', 200),
            role: role ?? 'member',
            areaId: areaId ?? '',
            organisationId: role === 'provider' ? body : null,
          },
        };
      },
      (identity) => there.has(identity),
    );
  },
  changes: entriesOf,
};
