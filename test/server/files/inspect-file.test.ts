import { describe, expect, it } from 'vitest';
import { inspectFile, safeFileName } from '../../../server/files/inspect-file.ts';
import { docm, docx, jpeg, pdf, png, zip } from '../../support/files.ts';

const page = Buffer.from('<!doctype html><html><script>alert(1)</script></html>');
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
/** A picture whose words, where its camera would have written, are a page. */
const commented = (words: string) =>
  Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xfe, 0, words.length + 2]),
    Buffer.from(words),
    jpeg.subarray(2),
  ]);

describe('a file that is handed over', () => {
  it.each([
    ['photo', jpeg, 'image/jpeg'],
    ['photo', png, 'image/png'],
    ['document', png, 'image/png'],
    ['document', pdf, 'application/pdf'],
    ['document', docx, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ] as const)('is taken for a %s by its content', async (kind, bytes, type) => {
    expect(await inspectFile(bytes, kind)).toEqual({ type });
  });

  it.each([
    ['a page', page, 'document', 'type'],
    ['a page after a mark of Unicode', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), page]), 'document', 'type'],
    ['a drawing with a script', svg, 'photo', 'type'],
    ['the same as XML', Buffer.concat([Buffer.from('<?xml version="1.0"?>'), svg]), 'document', 'type'],
    ['plain text that is a formula', Buffer.from('=HYPERLINK("http://example.jp")'), 'document', 'type'],
    ['an archive', zip, 'document', 'type'],
    ['Word with macros', docm, 'document', 'type'],
    ['a program', Buffer.from('MZ\x90\0', 'latin1'), 'document', 'type'],
    ['paper for a photograph', pdf, 'photo', 'type'],
    ['a picture that moves', Buffer.from('GIF89a/*<script>alert(1)</script>*/=1;'), 'photo', 'type'],
    ['a beginning alone', Buffer.from('\x89PNG', 'latin1'), 'photo', 'type'],
    ['nothing', Buffer.alloc(0), 'photo', 'empty'],
    ['a picture that is a page too', commented('<HTML><body onload=alert(1)>'), 'photo', 'mixed'],
    ['a picture with a script at its end', Buffer.concat([jpeg, Buffer.from('<SCRIPT src=x>')]), 'photo', 'mixed'],
    ['a picture that is a paper too', commented('%PDF-1.4'), 'document', 'mixed'],
    ['a picture with an archive at its end', Buffer.concat([png, zip]), 'photo', 'mixed'],
    ['a paper with an archive at its end', Buffer.concat([pdf, zip]), 'document', 'mixed'],
  ] as const)('is not taken where it is %s', async (_what, bytes, kind, fault) => {
    expect(await inspectFile(bytes, kind)).toEqual({ fault });
  });

  it('is not taken above 10 MB, and taken at them', async () => {
    const large = Buffer.alloc(10 * 1_048_576 + 1, 1);
    jpeg.copy(large);
    expect(await inspectFile(large, 'photo')).toEqual({ fault: 'too-large' });
    expect(await inspectFile(large.subarray(0, -1), 'photo')).toEqual({ type: 'image/jpeg' });
  });
});

describe('its name', () => {
  it.each([
    ['雪 の 道.JPG', 'image/jpeg', '雪 の 道.JPG'],
    ['page.html', 'image/jpeg', 'page.html.jpg'],
    ['../../etc/passwd', 'application/pdf', 'passwd.pdf'],
    ['C:\\Users\\a\\写真.png', 'image/png', '写真.png'],
    ['gnp.\u202Etxt.jpg', 'image/jpeg', 'gnp.txt.jpg'],
    ['a\r\nSet-Cookie: b="c".jpg', 'image/jpeg', 'aSet-Cookie b=c.jpg'],
    ['<script>.png', 'image/png', 'script.png'],
    ['', 'image/webp', 'file.webp'],
    ['.htaccess', 'image/png', 'htaccess.png'],
    ['長'.repeat(400), 'image/heic', `${'長'.repeat(150)}.heic`],
  ])('%j as %s becomes %j', (name, type, safe) => {
    expect(safeFileName(name, type)).toBe(safe);
  });
});
