import { expect, it } from 'vitest';
import { expectSeen, openStage } from './app.ts';
import { checkAccessible } from './support.ts';

const list = [
  'サロン名,開催場所,電話番号,利用曜日',
  '【釜・大街道地区】,,,',
  'ふれあいサロン,見本集会所,225000101,水曜日以外',
  'ふれあいサロン,例示会館,市役所代表へ,毎月10日',
  '合計,2か所,,',
].join('\n');

const stage = openStage();

it('says what it proposes, puts headings aside, and asks where a row may be what is there', async () => {
  const page = await stage.as('admin', 'services/import');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  const looks = () => requests.filter((request) => request.endsWith('/imports/preview')).length;
  const hand = async (name: string, text: string): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'ファイルを選ぶ' }).click();
    await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: '次へ：列を対応づける' }).click();
    await expectSeen(page.getByText('次のことを提案しています。確かめてください。'));
  };
  await hand('サロン.csv', list);
  await checkAccessible(page);
  await page.getByRole('button', { name: '次へ：確かめる' }).click();
  await expectSeen(page.getByText('見出しの行を1行、除きました'));
  await checkAccessible(page);
  // What was seen is not asked for again, and looking reads nothing else anew.
  expect(looks()).toBe(1);
  const count = (name: string) => page.locator('dl > div').filter({ hasText: name }).locator('dd').innerText();
  expect(await count('新しく加える')).toBe('2行');
  await page.getByRole('button', { name: 'これらの行も取り込む' }).first().click();
  await expectSeen(page.getByText('見出しと思われる1行も取り込みます'));
  const before = requests.length;
  await page.getByRole('button', { name: 'これらの行を除く' }).click();
  await expectSeen(page.getByText('見出しの行を1行、除きました'));
  expect(requests.slice(before)).toEqual([expect.stringMatching(/^POST .*\/imports\/preview$/)]);
  await page.getByRole('button', { name: '次へ：取り込む' }).click();
  await page.getByRole('button', { name: '2行を取り込む' }).click();
  await page.getByRole('button', { name: '別のファイルを取り込む' }).click();

  await hand('サロン2.csv', 'サロン名,開催場所\nふれあいサロン,架空公民館\n');
  await page.getByRole('button', { name: '次へ：確かめる' }).click();
  await expectSeen(page.getByRole('heading', { name: /同じものかどうか/ }));
  await checkAccessible(page);
  await page.getByLabel(/2行目「ふれあいサロン」/).selectOption({ label: '別のもの（新しく加える）' });
  await expectSeen(page.locator('dl > div').filter({ hasText: '新しく加える' }).getByText('1行'));
});

it('asks what the words of a list of people mean, of whichever column they stand in, and promises no way back', async () => {
  const page = await stage.as('admin', 'imports/users');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'ファイルを選ぶ' }).click();
  const text = '氏名,メールアドレス,役割,立場\n架空 花子,hanako@list.example,甲,お手伝い\n';
  await (await chooser).setFiles({ name: '名簿.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: '次へ：列を対応づける' }).click();
  await expectSeen(page.getByLabel('「甲」（1行）'));
  await page.getByLabel('役割', { exact: true }).selectOption({ label: '列「立場」' });
  const word = page.getByLabel('「お手伝い」（1行）');
  await expectSeen(word);
  expect(await word.locator('option').allInnerTexts()).toContain('サービス提供主体');
  await word.selectOption({ label: '協議体構成員' });
  await page.getByRole('button', { name: '次へ：確かめる' }).click();
  await page.getByRole('button', { name: '次へ：取り込む' }).click();
  await expectSeen(page.getByText('「名簿.csv」を取り込みます。'));
  expect(await page.getByText(/取り消せます/).count()).toBe(0);
  await page.getByRole('button', { name: '1行を取り込む' }).click();
  await expectSeen(page.getByText('「名簿.csv」から1行を取り込みました。'));
  expect(await page.getByText(/取り消せます/).count()).toBe(0);
  await page.getByRole('link', { name: '利用者の一覧を見る' }).click();
  await expectSeen(page.getByRole('heading', { level: 1, name: '利用者' }));
});
