import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessible, checkReflow, keyboardReach, openBrowser } from './support.ts';

const page = (body: string, style = '') =>
  `<!doctype html><html lang="ja"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>試し</title>` +
  `<style>:focus-visible { outline: 3px solid #000 } ${style}</style><link rel="icon" href="data:,"><body><main><h1>試し</h1>${body}</main></body></html>`;

const pages: Record<string, string> = {
  '/good': page(
    '<a href="/good">一覧</a> <button>送る</button> <label>名前 <input></label><p><label><input type="checkbox"> 同意</label></p>',
  ),
  '/nameless': page('<button></button><img src="data:,">'),
  '/wide': page('<div style="width: 900px; height: 20px">広い</div>'),
  '/wide-table': page('<div style="overflow-x: auto" tabindex="0"><div style="width: 900px">表</div></div>'),
  '/unreachable': page('<button tabindex="-1">送る</button>'),
  '/unseen-focus': page('<button>送る</button>', 'button:focus-visible { outline: none }'),
  '/covered-focus': page('<button>送る</button><div style="position: fixed; inset: 0; background: #fff"></div>'),
};

describe('the browser of the tests', () => {
  const browser = openBrowser();
  let server: Server;
  let baseURL: string;

  beforeAll(async () => {
    server = createServer((request, response) =>
      response.setHeader('content-type', 'text/html').end(pages[request.url ?? ''] ?? ''),
    );
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const open = async (path: string) => {
    const opened = await browser.openPage({ baseURL });
    await opened.goto(path);
    return opened;
  };

  it('finds nothing wrong with a sound page, in Japanese', async () => {
    const opened = await open('/good');
    expect(await opened.evaluate(() => navigator.language)).toBe('ja-JP');
    await checkAccessible(opened);
    await checkReflow(opened);
    await keyboardReach(opened);
    expect(opened.viewportSize()).toEqual({ width: 1280, height: 800 });
  });

  it('lets a wide table scroll in its own frame', async () => checkReflow(await open('/wide-table')));

  it('tells of controls without a name', async () => {
    await expect(checkAccessible(await open('/nameless'))).rejects.toThrow(/button-name/);
  });

  it('tells of what sticks out', async () => {
    await expect(checkReflow(await open('/wide'))).rejects.toThrow(/900px/);
  });

  it('tells of a control that Tab never reaches', async () => {
    await expect(keyboardReach(await open('/unreachable'))).rejects.toThrow(/never reached/);
  });

  it('tells of a focus that is not to be seen', async () => {
    await expect(keyboardReach(await open('/unseen-focus'))).rejects.toThrow(/looks the same/);
    await expect(keyboardReach(await open('/covered-focus'))).rejects.toThrow(/covered/);
  });

  it.fails('fails a test whose page asks for something outside of this machine', async () => {
    const opened = await open('/good');
    await opened.evaluate(() => fetch('https://example.org/').catch(() => undefined));
  });
});
