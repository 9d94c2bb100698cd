/**
 * The walls: which folder may import what. They hold for types too unless `types` says otherwise; a folder may always import itself.
 * In `packages`, a list names all that may be imported (`node:` stands for Node's own modules), and `not` names what may not.
 */
const engines = ['rules', 'workflows', 'forms', 'registers'];
/** Between kernel and kinds, each may import those before it. None knows a kind: kinds are handed in. */
const rooms = [
  'files',
  'definitions',
  'settings',
  'decisions',
  'effects',
  'records',
  'lists',
  'registers',
  'studio',
  'imports',
  'paper',
  'bundles',
  'erasure',
  'overview',
];
/** Each may import the `index.ts` of those before it. */
const kinds = [
  'organisation',
  'service',
  'people',
  'need',
  'referral',
  'council',
  'meeting',
  'finding',
  'proposal',
  'task',
  'handover',
  'closing',
];

const databasePackages = ['knex', 'pg', 'sqlite3'];
const webPackages = ['express', 'helmet', 'compression'];
const serverPackages = [
  ...databasePackages,
  ...webPackages,
  'rate-limiter-flexible',
  'pino',
  'csv-parse',
  'csv-stringify',
  'fflate',
  'write-excel-file',
  'node:',
];

const server = (names) => names.map((name) => `server/${name}`);
const below = (list, name) => list.slice(0, list.indexOf(name));
const foundations = [...engines, 'server/kernel', 'server/database', 'server/http'];
const noDriver = { not: [...databasePackages, ...webPackages] };

/** The first folder that a file lies in counts. */
const arrows = [
  { folder: 'rules', types: ['workflows', 'forms'], packages: ['json-rules-engine'] },
  { folder: 'workflows', types: ['rules', 'forms'], packages: ['xstate'] },
  {
    folder: 'forms',
    // What a condition means is one thing, whether it stands in a rule or in a form.
    values: ['rules/compile/holds.ts', 'rules/fits-type.ts', 'rules/operators.ts'],
    types: ['rules', 'workflows'],
    packages: ['ajv', 'ajv-formats', 're2js'],
  },
  { folder: 'registers', types: ['rules', 'workflows', 'forms'], packages: [] },
  { folder: 'server/kernel', values: ['server/database'], types: engines, packages: { not: webPackages } },
  { folder: 'server/database', types: engines, packages: { not: webPackages } },
  { folder: 'server/http', values: ['server/kernel'], types: engines, packages: { not: databasePackages } },
  ...rooms.map((room) => ({
    folder: `server/${room}`,
    values: [...foundations, ...server(below(rooms, room))],
    packages: noDriver,
  })),
  ...kinds.map((kind) => ({
    folder: `server/kinds/${kind}`,
    values: [...foundations, ...server(rooms), ...below(kinds, kind).map((each) => `server/kinds/${each}/index.ts`)],
    packages: noDriver,
  })),
  { folder: 'server/kinds', values: [...foundations, 'server'], packages: noDriver },
  {
    folder: 'server/commands',
    values: [
      ...foundations,
      ...server(rooms),
      'server/kinds/index.ts',
      'server/kinds/*/index.ts',
      'server/config.ts',
      'server/kernel/log.ts',
    ],
    packages: noDriver,
  },
  {
    folder: 'server/demo',
    values: [...foundations, ...server(rooms), 'server/kinds/*/index.ts'],
    packages: noDriver,
  },
  { folder: 'server', values: [...engines, 'server'], packages: { not: [] } },
  { folder: 'client/app', values: [...engines, 'client'], packages: { not: serverPackages } },
  {
    folder: 'client/features/*',
    values: [...engines, 'client/record', 'client/print', 'client/forms', 'client/components', 'client/lib'],
    packages: { not: serverPackages },
  },
  {
    folder: 'client/studio/kit',
    // Conditions are edited in one way wherever they stand.
    values: ['rules', 'client/forms', 'client/components', 'client/lib'],
    packages: { not: serverPackages },
  },
  {
    folder: 'client/studio/*',
    values: [
      ...engines,
      'client/studio/kit',
      'client/record',
      'client/print',
      'client/forms',
      'client/components',
      'client/lib',
    ],
    packages: { not: serverPackages },
  },
  {
    folder: 'client/record',
    values: [...engines, 'client/forms', 'client/components', 'client/lib'],
    packages: { not: serverPackages },
  },
  { folder: 'client/print', values: ['client/components'], types: engines, packages: { not: serverPackages } },
  {
    folder: 'client/forms',
    values: [...engines, 'client/components', 'client/lib'],
    packages: { not: serverPackages },
  },
  { folder: 'client/components', values: [...engines, 'client/lib'], packages: { not: serverPackages } },
  {
    folder: 'client/lib',
    // How a file's letters are told, when two spellings are one, and where a city's words stand are the same questions in the browser.
    values: [
      ...engines,
      'client/texts',
      'server/files/decode-text.ts',
      'server/database/normalise.ts',
      'server/kernel/texts/own-words.ts',
    ],
    types: ['server/contract.ts'],
    packages: { not: serverPackages },
  },
  { folder: 'migrations', packages: [], typePackages: ['knex'] },
];

const isStore = (file) => /^server\/.*(\/|-)store\.ts$/.test(file);
const isPolicy = (file) => /^server\/.*(\/|-)(policy|rights|abilities)\.ts$/.test(file);
const isContract = (file) => /^server\/(.*\/)?contract\.ts$/.test(file);
const isRoutes = (file) => /^server\/.*(\/|-)routes?\.ts$/.test(file);

const kindOf = (file) => (file.startsWith('server/kinds/') ? kinds.indexOf(file.split('/')[2]) : -1);
const isKindBelow = (target, file) => kindOf(target) !== -1 && kindOf(target) < kindOf(file);

/** Where a file's name says what it is, whatever its folder: SQL stands in stores, HTTP in routes, policies and contracts are pure. */
const byName = (file, target, typeOnly) => {
  if (isContract(file)) return isContract(target) ? 'may' : `${file} may import only contracts, not ${target}`;
  if (isContract(target)) return 'may';
  if (isPolicy(file) && !typeOnly && !isPolicy(target) && target !== 'server/kernel/reach.ts')
    return `${file} may import only policies and types, not ${target}`;
  if (
    isStore(file) &&
    !typeOnly &&
    !isStore(target) &&
    !target.startsWith('server/database/') &&
    !target.startsWith('server/kernel/')
  )
    return `${file} may import only the database, other stores and types, not ${target}`;
  // A join asks the table of a kind below.
  if (isStore(file) && isStore(target) && isKindBelow(target, file)) return 'may';
  if (
    target.startsWith('server/http/') &&
    file !== 'server/kinds/index.ts' &&
    /^server\/(kernel|database|kinds\/.|commands|demo|[a-z]+\/)/.test(file) &&
    !file.startsWith('server/http/') &&
    !isRoutes(file)
  )
    return `${file} may not import ${target}: only routes know HTTP`;
  return null;
};

/** Arrows `[file, what it imports]` that still run the wrong way, and what ends them. `test/arrows.test.ts` refuses one that nothing needs any more. */
export const exceptions = [
  {
    why: 'What somebody may do anywhere is one list of abilities; ends when organisations, services and residents are in the list of kinds too.',
    arrows: [
      ['server/settings/municipality/abilities.ts', 'server/kinds/organisation/policy.ts'],
      ['server/settings/municipality/abilities.ts', 'server/kinds/people/policy.ts'],
    ],
  },
  {
    why: "A provider's role names its organisation.",
    arrows: [['server/settings/users/users.ts', 'server/kinds/organisation/store.ts']],
  },
  {
    why: 'A mail of an invitation is an effect, and effects ask which municipality; ends when `main` hands the queue in.',
    arrows: [
      ['server/settings/users/invitations.ts', 'server/effects/add-effect.ts'],
      ['server/settings/users/mail-invitation.ts', 'server/effects/add-effect.ts'],
      ['server/settings/users/mail-invitation.ts', 'server/effects/effect.ts'],
    ],
  },
  {
    why: 'The log of what happened tells why an effect was given up; ends when an effect hands in its own words.',
    arrows: [['server/settings/audit/read-audit.ts', 'server/effects/store.ts']],
  },
  {
    why: 'Rules are tried on, and told of, real records; ends when a kind hands in its subjects, facts and words.',
    arrows: [
      ['server/studio/case-titles.ts', 'server/kinds/service/index.ts'],
      ['server/studio/subjects.ts', 'server/kinds/council/index.ts'],
      ['server/studio/subjects.ts', 'server/kinds/finding/index.ts'],
      ['server/studio/subjects.ts', 'server/kinds/need/index.ts'],
      ['server/studio/subjects.ts', 'server/kinds/service/index.ts'],
    ],
  },
  {
    why: 'Who asks is recognised, and a session begun, while a route is served; ends when `main` hands in who recognises.',
    arrows: [
      ['server/http/serve-route.ts', 'server/settings/sign-in/recognise.ts'],
      ['server/http/serve-route.ts', 'server/settings/sign-in/user-sessions.ts'],
      ['server/http/serve-route.ts', 'server/settings/sign-in/dues.ts'],
      ['server/http/serve-route.ts', 'server/settings/sign-in/known-browser.ts'],
      ['server/http/route.ts', 'server/settings/sign-in/known-browser.ts'],
      ['server/http/session-cookie.ts', 'server/settings/sign-in/session-limits.ts'],
      ['server/http/session-cookie.ts', 'server/settings/sign-in/known-browser.ts'],
    ],
  },
];
const isException = (file, target) =>
  exceptions.some(({ arrows }) => arrows.some((arrow) => arrow[0] === file && arrow[1] === target));

/**
 * Tells why a file may not import something, or null when it may. Paths are relative to the project's root, with `/`.
 * `specifier` is the import as it is written; `typeOnly` tells that nothing of it is left when the program runs.
 */
export const findBreach = (file, specifier, typeOnly) => {
  const arrow = arrows.find(({ folder }) => home(file, folder) !== null);
  if (!arrow) return null;
  const self = home(file, arrow.folder);
  if (!specifier.startsWith('.')) return packageBreach(file, arrow, self, specifier, typeOnly);
  const target = resolve(file, specifier);
  if (isException(file, target)) return null;
  // It brings the compiler of schemas, which writes code of its own: the browser's policy forbids that, and the page stays away.
  if (file.startsWith('client/') && target === 'forms/index.ts' && !typeOnly)
    return `${file} may not import ${target}: take what it needs from the file in forms/ that has it`;
  const named = file.startsWith('server/') ? byName(file, target, typeOnly) : null;
  if (named !== null) return named === 'may' ? null : named;
  const within = (folder) => home(target, folder) !== null;
  if (target.startsWith(`${self}/`) && arrow.folder !== 'server/kinds') return null;
  if ((arrow.values ?? []).some(within)) return null;
  if ((arrow.types ?? []).some(within)) return typeOnly ? null : `${self} may import only types of ${target}`;
  return `${self} may not import ${target}`;
};

const packageBreach = (file, arrow, self, specifier, typeOnly) => {
  const name = packageName(specifier);
  if (isContract(file)) return name === 'zod' ? null : `${file} may import only zod, not ${specifier}`;
  if (isPolicy(file)) return `${file} may import no package, but imports ${specifier}`;
  const { packages } = arrow;
  if (databasePackages.includes(name) && self.startsWith('server/'))
    return isStore(file) || self === 'server/database'
      ? null
      : `${file} may not import ${specifier}: only stores know SQL`;
  const allowed = Array.isArray(packages) ? packages.includes(name) : !packages.not.includes(name);
  if (allowed || (typeOnly && (arrow.typePackages ?? []).includes(name))) return null;
  return `${self} may not import ${specifier}`;
};

const packageName = (specifier) => {
  if (specifier.startsWith('node:')) return 'node:';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
};

/** The folder of an arrow that a path lies in, its `*` filled in; null when it lies elsewhere. */
const home = (path, folder) => {
  const wanted = folder.split('/');
  const parts = path.split('/');
  if (parts.length < wanted.length || !wanted.every((part, index) => part === '*' || part === parts[index]))
    return null;
  return parts.slice(0, wanted.length).join('/');
};

const resolve = (file, specifier) => {
  const parts = file.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
};
