import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKenAll } from '../../../../server/settings/postal/read-ken-all.ts';
import { createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../../../support/app.ts';
import { testEngine } from '../../../support/database.ts';
import { kenAll } from '../../../support/ken-all.ts';

const places = (...rows: Parameters<typeof kenAll>[0]) => readKenAll(kenAll(rows));

describe('日本郵便’s table', () => {
  it('is read as people write addresses', () => {
    const miyagi = (code: string, town: string) => [code, '宮城県', '石巻市', town] as const;
    expect(
      places(
        miyagi('9860000', '以下に掲載がない場合'),
        miyagi('9860825', '穀町'),
        miyagi('9860825', '穀町'),
        miyagi('9860850', 'あゆみ野（１〜５丁目）'),
        miyagi('9860001', '水沼（その他）'),
        miyagi('9860001', '大瓜'),
        ['3320000', '架空県', '見本村', '見本村の次に番地がくる場合'],
        ['3320001', '架空県', '見本村', '見本村一円'],
        ['5220317', '滋賀県', '犬上郡多賀町', '一円'],
        ['0287915', '岩手県', '九戸郡洋野町', '種市第１５地割〜第２１地割（鹿糠、小路合）'],
        ['7614103', '香川県', '小豆郡土庄町', '甲、乙（大木戸）'],
      ),
    ).toEqual({
      entries: {
        '986': {
          '0000': [['宮城県', '石巻市', '']],
          '0825': [['宮城県', '石巻市', '穀町']],
          '0850': [['宮城県', '石巻市', 'あゆみ野']],
          '0001': [
            ['宮城県', '石巻市', '水沼'],
            ['宮城県', '石巻市', '大瓜'],
          ],
        },
        '332': { '0000': [['架空県', '見本村', '']], '0001': [['架空県', '見本村', '']] },
        '522': { '0317': [['滋賀県', '犬上郡多賀町', '一円']] },
        '028': { '7915': [['岩手県', '九戸郡洋野町', '種市']] },
        '761': {
          '4103': [
            ['香川県', '小豆郡土庄町', '甲'],
            ['香川県', '小豆郡土庄町', '乙'],
          ],
        },
      },
    });
  });

  it('joins a town that is broken over rows, whatever comes between the parentheses', () => {
    const broken = (town: string) => ['0660005', '北海道', '千歳市', town] as const;
    expect(
      places(
        broken('協和（８８−２、２７１−１０、'),
        broken('３４３−２、４０４−１、'),
        broken('６０９−１番地）'),
        broken('泉郷'),
      ),
    ).toEqual({
      entries: {
        '066': {
          '0005': [
            ['北海道', '千歳市', '協和'],
            ['北海道', '千歳市', '泉郷'],
          ],
        },
      },
    });
  });

  it('is read in CP932, as the older file is', () => {
    // 北海道, 石狩市, 花川（１～２番地）.
    const line = Buffer.from(
      '30313233352c223036312020222c2230363133323030222c22cec2b6b2c4deb3222c22b2bcb6d8bc222c22cac5b6dc28312d32cadeddc129222c22966b8a4393b9222c2290ce8eeb8e73222c2289d490ec816982508160825194d4926e816a222c302c302c302c302c302c300d0a',
      'hex',
    );
    expect(readKenAll(line)).toEqual({ entries: { '061': { '3200': [['北海道', '石狩市', '花川']] } } });
  });

  it.each([
    ['letters', Buffer.from([0xff, 0xfe, 0x31, 0x00])],
    ['columns', Buffer.from('名称,電話\r\n北の会,0225\r\n')],
    ['offices', Buffer.from(`${Array.from({ length: 13 }, () => '1').join(',')}\r\n`)],
    ['empty', Buffer.from('\r\n')],
  ])('is refused for %s', (code, bytes) => {
    expect(readKenAll(bytes)).toMatchObject({ fault: { code } });
  });
});

describe(`postal codes on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let administrator: Client;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
    administrator = await signIn(app, town.email('administrator'));
  });
  afterAll(async () => {
    expect(app.logged).toEqual([]);
    await app.close();
  });
  const path = (rest = '') => `/municipalities/${town.code}/postal-codes${rest}`;
  const find = async (code: string) => (await administrator.get(path(`/${code}`))).body;

  it('are looked up in the table that an administrator has looked at and loaded, which takes the place of the one before', async () => {
    expect(await find('9860825')).toEqual({ loaded: false, items: [] });
    const first = kenAll([
      ['9860825', '宮城県', '石巻市', '穀町'],
      ['9860001', '宮城県', '石巻市', '水沼'],
    ]);
    const checked = await administrator.put(path('?check=yes'), first);
    expect([checked.status, checked.body]).toEqual([
      200,
      { codes: 2, towns: 2, prefectures: [{ name: '宮城県', towns: 2 }] },
    ]);
    expect((await administrator.get(path())).body).toEqual({ table: null });
    expect((await administrator.put(path(), first)).status).toBe(200);
    expect(await find('9860825')).toEqual({
      loaded: true,
      items: [{ prefecture: '宮城県', city: '石巻市', town: '穀町' }],
    });
    expect((await administrator.get(path())).body).toEqual({
      table: { codes: 2, towns: 2, loadedAt: app.clock.now.toISOString(), loadedBy: '見本市 administrator' },
    });
    expect((await administrator.put(path(), kenAll([['9860825', '宮城県', '石巻市', '新町']]))).status).toBe(200);
    expect(await find('9860825')).toMatchObject({ items: [{ town: '新町' }] });
    expect(await find('9860001')).toEqual({ loaded: true, items: [] });
    expect((await administrator.get(path('/98608'))).status).toBe(422);
  });

  it('stay as they are where a file is none, which is said in words', async () => {
    for (const [bytes, code] of [
      [Buffer.from('PK\x03\x04'), 'zip'],
      [Buffer.from('a,b\n'), 'columns'],
      [Buffer.alloc(0), 'empty'],
    ] as const) {
      const { status, body } = await administrator.put<{ issues: { code: string; message: string }[] }>(path(), bytes);
      expect([status, body.issues[0]?.code]).toEqual([422, code]);
      expect(body.issues[0]?.message).toMatch(/選んでください。$/);
    }
    expect(await find('9860825')).toMatchObject({ items: [{ town: '新町' }] });
  });
});
