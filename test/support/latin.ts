/** What is called so in Japanese too: formats, programs, headers that scripts send, units. */
const names = [
  'JSON Schema',
  'JSON',
  'XLSForm',
  'ZIP',
  'utf_ken_all.csv',
  'KEN_ALL.CSV',
  'CSV',
  'Excel',
  'xlsx',
  'json-rules-engine',
  'UTF-8',
  'Shift_JIS',
  'NPO',
  'PDF',
  'URL',
  'ID',
  'No.',
  'KB',
  'MB',
  'QR',
  'HTTPS',
  'API',
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'If-Match',
  'ETag',
  'Idempotency-Key',
  'Content-Type',
  'application/json',
  'charset',
  'Sasaeai',
  'English',
  // Examples of how something is written, and what stands for a name that is to be filled in.
  'name@example.jp',
  'https',
  '2026-04-01T00:00:00Z',
];
const latin = /[A-Za-z][A-Za-z'’._@/-]*/g;

/** Latin words in a Japanese text that are no names; what stands in 「 」 is somebody's own, told as it is, as e-mail addresses are. */
export const latinIn = (text: string, alsoNames: readonly string[] = []): string[] => {
  const known = [...names, ...alsoNames].toSorted((name, other) => other.length - name.length);
  const rest = known.reduce(
    (left, name) => left.replaceAll(name, ' '),
    text.replaceAll(/「[^」]*」|[\w.+-]+@[\w.-]+/g, ' '),
  );
  return rest.match(latin) ?? [];
};

/** A sentence in another language: three Latin words in a row. Names of a definition's parts (`schema`, `then`) stand alone. */
export const sentencesIn = (text: string): string[] =>
  text.replaceAll(/「[^」]*」/g, ' ').match(/[A-Za-z][A-Za-z'’]+(?: [A-Za-z'’]+){2,}/g) ?? [];
