import { zipSync } from 'fflate';

/** A picture of one dot, as small as they are. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const jpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
  Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'),
  Buffer.from([0xff, 0xd9]),
]);
export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

const office = (main: string): Buffer =>
  Buffer.from(
    zipSync({
      '[Content_Types].xml': Buffer.from(
        `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/a.xml" ContentType="${main}+xml"/></Types>`,
      ),
      'a.xml': Buffer.from('<a/>'),
    }),
  );
export const docx = office('application/vnd.openxmlformats-officedocument.wordprocessingml.document.main');
export const docm = office('application/vnd.ms-word.document.macroEnabled.main');
export const zip = Buffer.from(zipSync({ 'a.txt': Buffer.from('a') }));
