import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { exceptions, findBreach } from '../scripts/lint/arrows.mjs';

type Case = [file: string, specifier: string, kind?: 'type'];

const named = (cases: Case[]) => cases.map(([file, specifier, kind]) => ({ file, specifier, kind: kind ?? 'value' }));

const allowed: Case[] = [
  ['rules/decide.ts', 'json-rules-engine'],
  ['rules/decide.ts', './types.ts'],
  ['rules/decide.ts', '../forms/types.ts', 'type'],
  ['forms/validate.ts', 'ajv/dist/2020.js'],
  ['workflows/advance.ts', 'xstate'],
  ['server/kernel/context.ts', '../database/db.ts', 'type'],
  ['server/kernel/audit-store.ts', 'knex', 'type'],
  ['server/database/open.ts', 'knex'],
  ['server/database/open.ts', 'node:fs'],
  ['server/http/problem.ts', '../kernel/errors.ts'],
  ['server/http/serve-route.ts', 'express'],
  ['server/definitions/store.ts', '../database/db.ts', 'type'],
  ['server/effects/add-effect.ts', '../decisions/decide.ts'],
  ['server/records/take-step.ts', '../effects/add-effect.ts'],
  ['server/records/take-step.ts', '../../rules/index.ts'],
  ['server/records/step-route.ts', '../http/route.ts'],
  ['server/records/steps.ts', '../http/contract.ts', 'type'],
  ['server/kinds/need/kind.ts', '../../records/record-kind.ts', 'type'],
  ['server/kinds/need/routes.ts', '../../http/route.ts'],
  ['server/kinds/need/store.ts', 'knex', 'type'],
  ['server/kinds/need/read-need.ts', '../service/index.ts'],
  ['server/kinds/need/contract.ts', 'zod'],
  ['server/kinds/need/contract.ts', '../finding/contract.ts'],
  ['server/kinds/proposal/store.ts', '../council/name-store.ts'],
  ['server/kinds/referral/policy.ts', '../../kernel/reach.ts'],
  ['server/kinds/index.ts', './need/kind.ts'],
  ['server/commands/import.ts', '../imports/import-list.ts'],
  ['server/main.ts', './kinds/index.ts'],
  ['server/app.ts', 'express'],
  ['client/features/need/page.tsx', '../../components/button.tsx'],
  ['client/features/need/page.tsx', '../../record/story.tsx'],
  ['client/features/need/page.tsx', './list.tsx'],
  ['client/app/router.tsx', '../features/need/routes.ts'],
  ['client/studio/rules/studio-page.tsx', '../kit/history.ts'],
  ['client/record/steps-panel.tsx', '../forms/answer-form.tsx'],
  ['client/lib/contract.ts', '../../server/contract.ts', 'type'],
  ['migrations/20261123000000_initial.ts', 'knex', 'type'],
  ['test/server/app.test.ts', '../../server/database/open.ts'],
];

const refused: Case[] = [
  ['rules/decide.ts', 'node:fs'],
  ['rules/decide.ts', 'xstate'],
  ['rules/decide.ts', '../forms/types.ts'],
  ['forms/validate.ts', '../server/http/contract.ts', 'type'],
  ['server/kernel/context.ts', '../records/record-kind.ts', 'type'],
  ['server/kernel/context.ts', '../effects/perform-effects.ts'],
  ['server/database/open.ts', '../kernel/errors.ts', 'type'],
  ['server/database/open.ts', 'express'],
  ['server/http/route.ts', '../kinds/need/index.ts', 'type'],
  ['server/http/route.ts', 'knex', 'type'],
  ['server/definitions/definitions.ts', '../decisions/decide.ts', 'type'],
  ['server/decisions/decide.ts', '../effects/add-effect.ts'],
  ['server/effects/add-effect.ts', '../records/take-step.ts'],
  ['server/records/take-step.ts', '../kinds/need/index.ts', 'type'],
  ['server/records/take-step.ts', '../kinds/index.ts'],
  ['server/records/take-step.ts', '../http/route.ts', 'type'],
  ['server/imports/import-list.ts', '../overview/lacks.ts'],
  ['server/overview/read-home.ts', '../kinds/council/index.ts'],
  ['server/kinds/need/take-in-need.ts', 'knex', 'type'],
  ['server/kinds/need/take-in-need.ts', 'express'],
  ['server/kinds/need/take-in-need.ts', '../../http/problem.ts', 'type'],
  ['server/kinds/need/take-in-need.ts', '../service/store.ts'],
  ['server/kinds/need/take-in-need.ts', '../council/index.ts', 'type'],
  ['server/kinds/need/take-in-need.ts', '../index.ts'],
  ['server/kinds/need/store.ts', './take-in-need.ts'],
  ['server/kinds/need/store.ts', '../proposal/store.ts'],
  ['server/kinds/need/policy.ts', './store.ts'],
  ['server/kinds/need/policy.ts', 'zod'],
  ['server/kinds/need/contract.ts', './routes.ts', 'type'],
  ['server/kinds/need/contract.ts', 'express'],
  ['server/commands/migrate.ts', '../http/problem.ts'],
  ['client/features/need/page.tsx', '../council/page.tsx'],
  ['client/features/need/page.tsx', '../../app/router.tsx'],
  ['client/features/need/page.tsx', '../../../server/contract.ts', 'type'],
  ['client/features/need/page.tsx', 'node:path'],
  ['client/studio/kit/history.ts', '../rules/paths.ts'],
  ['client/studio/kit/history.ts', '../../../forms/edit.ts', 'type'],
  ['client/forms/answer-form.tsx', '../record/story.tsx'],
  ['client/components/button.tsx', '../forms/answer-form.tsx'],
  ['client/components/button.tsx', '../features/need/page.tsx'],
  ['client/lib/api.ts', '../components/button.tsx', 'type'],
  ['client/lib/contract.ts', '../../server/contract.ts'],
  ['client/lib/api.ts', '../../server/kernel/context.ts', 'type'],
  ['client/lib/api.ts', 'express'],
  ['migrations/20261123000000_initial.ts', 'knex'],
  ['migrations/20261123000000_initial.ts', '../server/database/db.ts', 'type'],
];

describe('the import arrows', () => {
  it.each(named(allowed))('let $file import $specifier ($kind)', ({ file, specifier, kind }) => {
    expect(findBreach(file, specifier, kind === 'type')).toBeNull();
  });

  it.each(named(refused))('keep $file from importing $specifier ($kind)', ({ file, specifier, kind }) => {
    expect(findBreach(file, specifier, kind === 'type')).toMatch(/may/);
  });

  it('make only exceptions that are still needed', () => {
    const root = path.resolve(import.meta.dirname, '..');
    const imports = (file: string, target: string): boolean => {
      const specifier = path.posix.relative(path.posix.dirname(file), target);
      const text = existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : '';
      return text.includes(`'${specifier.startsWith('.') ? specifier : `./${specifier}`}'`);
    };
    expect(exceptions.flatMap(({ arrows }) => arrows).filter(([file, target]) => !imports(file, target))).toEqual([]);
  });
});
