import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { expectGone, expectSeen, expectTitle, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

type Person = { id: string; number: number; name: string };

describe('who did and looked at what', () => {
  const stage = openStage();

  it('is asked by action, kind and resident in words, and saved as asked', async () => {
    const { items } = await stage.ask<{ items: Person[] }>('admin', 'people?limit=1');
    const [resident] = items;
    if (!resident) throw new Error('the demonstration has no resident');
    await stage.ask('admin', `people/${resident.id}`);
    const opened = async () =>
      (await stage.ask<{ items: unknown[] }>('admin', `audit?limit=200&action=person.read&recordId=${resident.id}`))
        .items.length;
    const openedBefore = await opened();
    const page = await stage.as('admin', 'settings/audit');
    await expectTitle(page, '操作の記録');
    const table = page.getByRole('table');

    const action = page.getByRole('combobox', { name: /^したこと/ });
    await action.fill('サインイン');
    await page.getByRole('option', { name: 'サインイン', exact: true }).click();
    const active = page.getByRole('list', { name: '今の条件' });
    await expectSeen(active.getByText('したこと: サインイン'));
    await expectGone(table.getByRole('cell', { name: '閲覧' }));
    await expectSeen(table.getByRole('cell', { name: 'サインイン', exact: true }).first());
    await active.getByRole('button', { name: /したこと/ }).click();

    await page.getByRole('searchbox', { name: /^住民を探す/ }).fill('いるはずのない人');
    await expectSeen(page.getByText('見つかりません。'));
    await page.getByRole('searchbox', { name: /^住民を探す/ }).fill(resident.name);
    const name = `No.${resident.number} ${resident.name}`;
    await page.getByRole('group', { name: '見つかった住民' }).getByRole('button', { name }).click();
    await expectSeen(active.getByText(`住民: No.${resident.number}`, { exact: true }));
    await page.getByRole('combobox', { name: '対象の種類' }).selectOption({ label: '住民' });
    await expectSeen(active.getByText('対象の種類: 住民'));
    await expectSeen(table.getByRole('cell', { name: `住民 No.${resident.number}` }).first());
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'settings-audit-asked');

    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: /CSVで保存する/ }).click();
    const file = await readFile(await (await saving).path(), 'utf8');
    const lines = file.trim().split('\r\n').slice(1);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => !line.includes(`住民 No.${resident.number}`))).toEqual([]);
    // Asking the log about a resident opens nothing of theirs.
    expect(await opened()).toBe(openedBefore);
  });
});
