import { describe, expect, it } from 'vitest';
import { findBreach } from '../scripts/lint/arrows.mjs';

type Case = [file: string, specifier: string, kind?: 'type'];

const named = (cases: Case[]) => cases.map(([file, specifier, kind]) => ({ file, specifier, kind: kind ?? 'value' }));

const allowed: Case[] = [
  ['rules/decide.ts', 'json-rules-engine'],
  ['rules/decide.ts', './types.ts'],
  ['rules/decide.ts', '../forms/types.ts', 'type'],
  ['forms/validate.ts', 'ajv/dist/2020.js'],
  ['workflows/advance.ts', 'xstate'],
  ['server/services/take-step.ts', '../../rules/index.ts'],
  ['server/services/take-step.ts', '../store/councils.ts'],
  ['server/services/take-step.ts', '../http/contract/index.ts', 'type'],
  ['server/services/imports/read-csv.ts', '../normalise.ts'],
  ['server/http/needs.ts', 'express'],
  ['server/http/needs.ts', '../services/needs/list-needs.ts'],
  ['server/http/needs.ts', './contract/index.ts'],
  ['server/http/contract/needs.ts', 'zod'],
  ['server/policies/need.ts', '../services/context.ts', 'type'],
  ['server/store/database.ts', 'knex'],
  ['server/store/database.ts', 'node:fs'],
  ['server/main.ts', './store/database.ts'],
  ['server/app.ts', 'express'],
  ['server/commands/migrate.ts', '../store/database.ts'],
  ['client/features/needs/page.tsx', '../../components/button.tsx'],
  ['client/features/needs/page.tsx', './list.tsx'],
  ['client/app/routes.tsx', '../features/needs/page.tsx'],
  ['client/lib/contract.ts', '../../server/http/contract/index.ts', 'type'],
  ['client/components/field.tsx', '../../forms/index.ts'],
  ['migrations/20261123000000_initial.ts', 'knex', 'type'],
  ['test/server/app.test.ts', '../../server/store/database.ts'],
];

const refused: Case[] = [
  ['rules/decide.ts', 'node:fs'],
  ['rules/decide.ts', 'xstate'],
  ['rules/decide.ts', '../forms/types.ts'],
  ['forms/validate.ts', '../server/http/contract/common.ts', 'type'],
  ['server/services/take-step.ts', 'express'],
  ['server/services/take-step.ts', 'knex', 'type'],
  ['server/services/take-step.ts', '../http/contract/index.ts'],
  ['server/services/take-step.ts', '../http/problem.ts', 'type'],
  ['server/http/needs.ts', '../store/needs.ts'],
  ['server/http/needs.ts', '../store/needs.ts', 'type'],
  ['server/http/needs.ts', 'knex', 'type'],
  ['server/http/contract/needs.ts', '../route.ts', 'type'],
  ['server/http/contract/needs.ts', 'express'],
  ['server/policies/need.ts', '../services/context.ts'],
  ['server/policies/need.ts', 'zod'],
  ['server/store/needs.ts', '../services/errors.ts', 'type'],
  ['server/store/needs.ts', 'express'],
  ['server/store/needs.ts', '../../rules/index.ts'],
  ['server/commands/migrate.ts', '../http/problem.ts'],
  ['client/features/needs/page.tsx', '../councils/page.tsx'],
  ['client/features/needs/page.tsx', '../../app/routes.tsx'],
  ['client/features/needs/page.tsx', 'node:path'],
  ['client/components/button.tsx', '../features/needs/page.tsx'],
  ['client/components/button.tsx', '../app/session.tsx', 'type'],
  ['client/lib/api.ts', '../features/needs/page.tsx'],
  ['client/lib/api.ts', '../../server/http/contract/index.ts'],
  ['client/lib/api.ts', '../../server/services/context.ts', 'type'],
  ['client/lib/api.ts', 'express'],
  ['migrations/20261123000000_initial.ts', 'knex'],
  ['migrations/20261123000000_initial.ts', '../server/store/database.ts', 'type'],
];

describe('the import arrows', () => {
  it.each(named(allowed))('let $file import $specifier ($kind)', ({ file, specifier, kind }) => {
    expect(findBreach(file, specifier, kind === 'type')).toBeNull();
  });

  it.each(named(refused))('keep $file from importing $specifier ($kind)', ({ file, specifier, kind }) => {
    expect(findBreach(file, specifier, kind === 'type')).toMatch(/may/);
  });
});
