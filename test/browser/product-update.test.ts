import { describe, expect, it } from 'vitest';
import { hashBody } from '../../server/definitions/hash-body.ts';
import { libraryOf, readLibrary, type LibraryEntry } from '../../server/definitions/library.ts';
import { expectSeen, expectTitle, openStage } from './app.ts';
import { checkAccessible, checkReflow, keyboardReach, shoot } from './support.ts';

type Form = { texts: { ja: { name: string; fields: { cause: { title: string }; note: { title: string } } } } };
type Draft = { body: Form };

describe('what a new release brings beside what the city changed', () => {
  const stage = openStage();

  it('waits on the home page, is looked at side by side, and becomes a draft with both', async () => {
    const { entries } = await readLibrary();
    const shipped = entries.find(({ key }) => key === 'need-closing');
    if (!shipped) throw new Error('the library has no need-closing');
    const changed = (how: (texts: Form['texts']['ja']) => void): LibraryEntry => {
      const body = structuredClone(shipped.body);
      how((body as unknown as Form).texts.ja);
      return { ...shipped, body, text: JSON.stringify(body), hash: hashBody(body) };
    };
    const own = changed(({ fields }) => {
      fields.cause.title = '支援を終える理由（市の言葉）';
      fields.note.title = '引き継ぐこと（市の言葉）';
    });
    const theirs = changed((texts) => {
      texts.name = '困りごとの終了';
      texts.fields.cause.title = '終了の理由（新しい言葉）';
    });
    const page = await stage.as('admin', 'home');
    const put = await page.request.post('/api/municipalities/042021/definitions/form', {
      data: { body: own.body, reason: '町のことば' },
    });
    expect(put.status()).toBe(201);
    await stage.release(libraryOf('9.0.0', [...entries.filter((entry) => entry !== shipped), theirs], entries));

    const { waiting } = await stage.ask<{ waiting: { kind: string }[] }>('admin', 'home');
    expect(waiting.filter(({ kind }) => kind === 'product-updates')).toHaveLength(1);
    await page.goto('/042021/settings/definitions/form/need-closing');
    await page.getByRole('link', { name: '更新を見る' }).click();
    await expectTitle(page, '製品の更新');
    await expectSeen(page.getByRole('heading', { name: '製品の更新（9.0.0）' }));
    await expectSeen(page.getByRole('heading', { name: 'この市で変えたところ' }));
    await expectSeen(page.getByText('両方が変えたところ：項目「支援を終える理由（市の言葉）」 題'));
    await checkAccessible(page);
    await checkReflow(page);
    await keyboardReach(page);
    await shoot(page, 'settings-product-update');
    await page.getByRole('radio', { name: /製品のもの：終了の理由（新しい言葉）/ }).check();
    await page.getByRole('button', { name: '両方を合わせて下書きにする' }).click();
    await expectTitle(page, '困りごとの終了');
    const { ja } = (await stage.ask<Draft>('admin', 'definitions/form/need-closing/draft')).body.texts;
    expect([ja.name, ja.fields.cause.title, ja.fields.note.title]).toEqual([
      '困りごとの終了',
      '終了の理由（新しい言葉）',
      '引き継ぐこと（市の言葉）',
    ]);
  });
});
