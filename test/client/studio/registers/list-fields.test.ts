import { describe, expect, it } from 'vitest';
import { columnKinds, fieldsOf, lookAt } from '../../../../client/studio/registers/list-fields.ts';
import { checkForm, listFields } from '../../../../forms/index.ts';
import { aroundRecords } from '../../../../forms/purposes.ts';
import { beginRegister } from '../../../../registers/begin.ts';
import { lookAtColumns } from '../../../../server/imports/list-columns/look-at-columns.ts';
import { readTable } from '../../../../server/imports/read-table.ts';

const rows = [
  '名称,圏域,電話番号,種別,開設日,定員,送迎,備考,メール,郵便',
  '見本の茶の間,門脇,0225-00-0101,茶の間,2024-04-01,20,有,,a@example.jp,0010001',
  '仮の縁側,釜,0225-00-0102,縁側,令和5年6月1日,"1,200",無,雨の日は休み,b@example.jp,0010002',
  '例の広場,門脇,0225-00-0103,茶の間,2023/5/10,8,有,駐車場なし,c@example.jp,0010003',
  `例の家,渡波,0225-00-0104,縁側,2022-01-05,0,有,${'長い話。'.repeat(20)},d@example.jp,0010004`,
];
const read = async (lines = rows) => lookAtColumns(await readTable(Buffer.from(lines.join('\r\n')), 'list.csv'));

describe('a list as a register', () => {
  it('tells of each column what all of its cells are', async () => {
    const list = await read();
    expect(list.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['名称', 'text'],
      ['圏域', 'text'],
      ['電話番号', 'telephone'],
      ['種別', 'one'],
      ['開設日', 'date'],
      ['定員', 'number'],
      ['送迎', 'yesNo'],
      ['備考', 'longText'],
      ['メール', 'email'],
      ['郵便', 'text'],
    ]);
    expect([list.title, list.area, list.rows]).toEqual(['名称', '圏域', 4]);
    expect(list.columns[3]?.choices).toEqual(['茶の間', '縁側']);
    const spoilt = await read(rows.map((row, index) => (index === 2 ? row.replace('0225-00-0102', 'なし') : row)));
    expect(spoilt.columns[2]?.kind).toBe('text');
  });

  it('becomes a form that can be published, whatever the officer makes of its columns', async () => {
    const columns = lookAt(await read());
    expect(columns.map(({ column }) => column)).not.toContain('名称');
    for (const changed of [
      columns,
      ...columnKinds.map((kind) => columns.map((column) => ({ ...column, kind }))),
      columns.map((column, index) => ({ ...column, title: `項目${index}`, kind: index % 2 ? null : column.kind })),
    ])
      for (const personal of [true, false]) {
        const fields = fieldsOf(changed);
        const { form, register } = beginRegister({
          key: 'ibasho',
          name: '居場所台帳',
          one: '居場所',
          personal,
          audiences: aroundRecords,
          fields,
        });
        expect(checkForm(form)).toEqual([]);
        const names = listFields(form).map(({ path }) => path);
        expect(register.list.columns.filter((column) => !names.includes(column))).toEqual([]);
        expect(fields).toHaveLength(changed.filter(({ kind }) => kind !== null).length);
      }
    expect(fieldsOf(columns)[1]).toMatchObject({
      texts: { title: '種別', choices: { 'choice-1': '茶の間', 'choice-2': '縁側' } },
      schema: { enum: ['choice-1', 'choice-2'] },
    });
  });
});
