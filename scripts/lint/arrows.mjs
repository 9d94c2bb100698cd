/**
 * The import arrows: which folder may import what. `types` may only be imported as types. In `packages`, a list names all that may be
 * imported (`node:` stands for Node's own modules), and `not` names what may not. A folder may always import itself.
 * The first folder that a file lies in counts.
 */
const cores = ['rules', 'workflows', 'forms'];
const databasePackages = ['knex', 'pg', 'sqlite3'];
const webPackages = ['express', 'cookie', 'helmet', 'compression', 'rate-limiter-flexible'];
const serverPackages = [...databasePackages, ...webPackages, 'pino', 'csv-parse', 'saxes', 'yauzl', 'node:'];

const arrows = [
  { folder: 'rules', types: ['workflows', 'forms'], packages: ['json-rules-engine'] },
  { folder: 'workflows', types: ['rules', 'forms'], packages: ['xstate'] },
  { folder: 'forms', types: ['rules', 'workflows'], packages: ['ajv', 'ajv-formats', 're2js'] },
  { folder: 'server/http/contract', packages: ['zod'] },
  {
    folder: 'server/http',
    values: ['server/services', 'server/texts'],
    types: [...cores, 'server/policies'],
    packages: { not: databasePackages },
  },
  {
    folder: 'server/services',
    values: [...cores, 'server/policies', 'server/store', 'server/texts'],
    types: ['server/http/contract'],
    packages: { not: [...databasePackages, ...webPackages] },
  },
  { folder: 'server/policies', types: [...cores, 'server'], packages: [] },
  { folder: 'server/store', types: cores, packages: [...databasePackages, 'rate-limiter-flexible', 'node:'] },
  {
    folder: 'server/commands',
    values: [...cores, 'server/services', 'server/store', 'server/texts', 'server/http/contract', 'server/config.ts'],
    types: ['server/policies'],
    packages: { not: [...databasePackages, ...webPackages] },
  },
  {
    folder: 'server/demo',
    values: [...cores, 'server/services', 'server/store', 'server/texts'],
    types: ['server/http/contract', 'server/policies'],
    packages: { not: [...databasePackages, ...webPackages] },
  },
  { folder: 'server', values: [...cores, 'server'], packages: { not: [] } },
  {
    folder: 'client/app',
    values: [...cores, 'client'],
    types: ['server/http/contract'],
    packages: { not: serverPackages },
  },
  {
    folder: 'client/features/*',
    values: [...cores, 'client/components', 'client/lib'],
    types: ['server/http/contract'],
    packages: { not: serverPackages },
  },
  {
    folder: 'client/studio/*',
    values: [...cores, 'client/components', 'client/lib'],
    types: ['server/http/contract'],
    packages: { not: serverPackages },
  },
  {
    folder: 'client/components',
    values: [...cores, 'client/lib'],
    types: ['server/http/contract'],
    packages: { not: serverPackages },
  },
  {
    folder: 'client/lib',
    values: [...cores, 'client/texts'],
    types: ['server/http/contract'],
    packages: { not: serverPackages },
  },
  { folder: 'migrations', packages: [], typePackages: ['knex'] },
];

/**
 * Tells why a file may not import something, or null when it may. Paths are relative to the project's root, with `/`.
 * `specifier` is the import as it is written; `typeOnly` tells that nothing of it is left when the program runs.
 */
export const findBreach = (file, specifier, typeOnly) => {
  const arrow = arrows.find(({ folder }) => home(file, folder) !== null);
  if (!arrow) return null;
  const self = home(file, arrow.folder);
  if (!specifier.startsWith('.')) return packageBreach(arrow, self, specifier, typeOnly);
  const target = resolve(file, specifier);
  const within = (folder) => home(target, folder) !== null;
  if (target.startsWith(`${self}/`)) return null;
  if ((arrow.values ?? []).some(within)) return null;
  if ((arrow.types ?? []).some(within)) return typeOnly ? null : `${self} may import only types of ${target}`;
  return `${self} may not import ${target}`;
};

const packageBreach = (arrow, self, specifier, typeOnly) => {
  const name = packageName(specifier);
  const { packages } = arrow;
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
