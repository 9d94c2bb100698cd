import { addressParts } from '../../../imports/address-parts.ts';
import { planEntries, type Entry, type EntryPlan } from '../../../imports/entries.ts';
import { countWords, guessColumns } from '../../../imports/guess-columns.ts';
import type { ImportColumn, ListPlanner } from '../../../imports/import-kind.ts';
import { narrow } from '../../../imports/read-values.ts';
import { findNamed, guessKind, organisationBook } from './organisation-book.ts';
import { planChanges } from './plan-changes.ts';
import { readContact } from './read-contact.ts';
import type { Existing, PlannedOrganisation } from './types.ts';

const kana = '(カナ|かな|フリガナ|ふりがな|ヨミ|よみ|よみがな|ヨミガナ)';
const columns: readonly ImportColumn[] = [
  {
    field: 'name',
    names: [/^(団体|法人|組織|グループ|事業者)の?名?称?$/, /^(名称|名前|name)$/, /^(施設|事業所)の?名?称?$/],
    needed: true,
  },
  { field: 'organisationKind', names: [/^(団体|法人|組織)の?(種別|種類|区分)$/, /^(種別|種類|区分|kind)$/] },
  {
    field: 'phone',
    names: [/^(電話番号|電話|tel|phone)$/, /^(?!代表者).*電話番号$/, /^(連絡先|問い?合わ?せ先?)(電話|tel)?$/],
  },
  {
    field: 'address',
    names: [/^(住所|所在地)_連結表記$/, /^(住所|所在地|address)$/, /^(?!代表者).*(住所|所在地)$/],
    parts: addressParts,
  },
  {
    field: 'url',
    names: [/^(url|ホームページ(url|アドレス)?|hp|web(サイト|ページ)?|ウェブ(サイト|ページ))$/],
    seldom: true,
  },
  { field: 'corporateNumber', names: [/^法人番号$/, /^corporate_?number$/], seldom: true },
  { field: 'nameKana', names: [new RegExp(`^(団体|法人|名称)?(の?名称?)?の?_?${kana}$`)], seldom: true },
];

export const planner: ListPlanner<Existing, EntryPlan<Omit<PlannedOrganisation, 'ref'>>> = {
  columns,
  wordField: 'organisationKind',
  shown: ['organisationKind', 'phone', 'address'],
  guess(table, { organisationKinds }) {
    const fields = guessColumns(table, columns, (_, values) => values.length > 0);
    const types: Record<string, string> = {};
    for (const { word } of countWords(table, { fields, types }, 'organisationKind')) {
      const kind = findNamed(organisationKinds, word);
      if (kind) types[word] = kind.key;
    }
    return { mapping: { fields, types }, proposed: { words: [], area: false } };
  },
  plan(table, mapping, existing) {
    const book = organisationBook(existing);
    return planEntries(
      table,
      mapping,
      (cells): Entry<Omit<PlannedOrganisation, 'ref'>> => {
        const { text, cell, raise } = cells;
        const name = text('name', 200, { needed: true });
        if (name === '') raise('error', 'name', 'nameMissing');
        const number = narrow(cell('corporateNumber')).replace(/\D/g, '');
        if (number !== '' && number.length !== 13)
          raise('warning', 'corporateNumber', 'corporateNumberBad', { value: cell('corporateNumber') });
        const corporateNumber = number.length === 13 ? number : null;
        const word = cell('organisationKind');
        const kind = word === '' ? undefined : findNamed(existing.organisationKinds, mapping.types?.[word] ?? word);
        if (word !== '' && !kind) raise('warning', 'organisationKind', 'kindUnknown', { value: word });
        const { phone, url } = readContact(cells);
        const address = text('address', 300);
        const known = book.find(name, corporateNumber);
        const alike = known ? undefined : book.findAlike(name);
        if (alike !== undefined) raise('warning', 'name', 'bodyAlike', { value: name, alike });
        return {
          name,
          identity: known && 'id' in known ? known.id : `${name}\n${corporateNumber ?? ''}`,
          shown: { organisationKind: kind?.name ?? word, phone: phone ?? '', address },
          values: {
            name,
            nameKana: narrow(text('nameKana', 200)),
            kind: kind?.key ?? guessKind(name, existing.organisationKinds),
            corporateNumber,
            phone,
            url,
            address: address || null,
          },
        };
      },
      (identity) => existing.organisations.some(({ id }) => id === identity),
    );
  },
  changes(plan, existing) {
    const organisations = plan.rows.flatMap(({ row, values }) => (values ? [{ ref: String(row), ...values }] : []));
    return planChanges({ rows: [], organisations, issues: [], doubts: [] }, { ...existing, items: [] });
  },
};
