import type { z } from 'zod';
import { cut } from '../limits.ts';
import { isBlank, narrow, readPhone } from '../read-values.ts';
import type { ReadTable } from '../types.ts';
import type * as contract from './contract.ts';

export type ListColumns = z.infer<typeof contract.listColumns>;
type Kind = z.infer<typeof contract.columnKind>;

const shown = { columns: 60, samples: 3, choices: 12 };
const longest = { sample: 100, choice: 40, line: 60 };

const yesOrNo = /^(はい|いいえ|有|無|有り|無し|あり|なし|可|不可|○|〇|×|✕|yes|no|true|false)$/i;
const date =
  /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日|(令和|平成|昭和|[RHS])\d{1,2}[年.]\d{1,2}[月.]\d{1,2}日?)$/i;
// A number that begins with 0 is a code, whose 0 counts.
const number = /^(0|[1-9]\d{0,2}(,\d{3})+|[1-9]\d{0,14})$/;
const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const titleNames = [/^(名称|名前|氏名|件名|題名|活動名|団体名|施設名|name|title)$/i, /(名称|名前|氏名|名)$/];
const areaNames = [/^(圏域|日常生活圏域|地区|区域|エリア|area)$/i, /(圏域|地区)(名|$)/];

/** What there is in each column of a list, guessed from all of its cells: what only most of them are it is not. */
export function lookAtColumns(table: ReadTable): ListColumns {
  const columns = table.columns.slice(0, shown.columns).map((name, index) => {
    const cells = table.rows.map((row) => row.cells[index] ?? '').filter((cell) => cell !== '');
    const counts = Map.groupBy(cells, (cell) => cell);
    const kind = kindOf(cells, counts.size);
    return {
      name,
      samples: [...counts.keys()].slice(0, shown.samples).map((cell) => cut(cell, longest.sample)),
      kind,
      choices: kind === 'one' ? [...counts].toSorted(([, a], [, b]) => b.length - a.length).map(([cell]) => cell) : [],
    };
  });
  const named = (patterns: RegExp[], taken: string | null = null): string | null =>
    patterns
      .flatMap((pattern) => columns.filter(({ name }) => name !== taken && pattern.test(narrow(name))))
      .map(({ name }) => name)[0] ?? null;
  const area = named(areaNames);
  return { sheet: table.sheet, rows: table.rows.length, columns, area, title: named(titleNames, area) };
}

function kindOf(cells: readonly string[], distinct: number): Kind {
  const every = (holds: (cell: string) => boolean): boolean =>
    cells.length > 0 && cells.every((cell) => holds(narrow(cell)));
  if (every((cell) => yesOrNo.test(cell)) && distinct <= 2) return 'yesNo';
  if (every((cell) => number.test(cell))) return 'number';
  if (every((cell) => date.test(cell))) return 'date';
  if (every((cell) => email.test(cell))) return 'email';
  if (every((cell) => isPhone(cell))) return 'telephone';
  if (cells.some((cell) => cell.length > longest.line || cell.includes('\n'))) return 'longText';
  const isChosen = distinct >= 2 && distinct <= shown.choices && cells.length >= distinct * 2;
  if (isChosen && every((cell) => cell.length <= longest.choice && !isBlank(cell))) return 'one';
  return 'text';
}

function isPhone(cell: string): boolean {
  const phone = readPhone(cell);
  return phone !== null && phone.left === undefined;
}
