import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import * as contract from './contract.ts';
import { checkOwnPassword } from './own-password.ts';
import { changeDemands, readDemands } from './rules.ts';
import { beginSecondFactor, enrolSecondFactor, giveUpSecondFactor, readOwnSecondFactor } from './second-factor.ts';

const own = '/me/second-factor';
const demands = '/municipalities/{municipality}/second-factor';

export const secondFactorRoutes: Route[] = [
  route({
    method: 'get',
    path: own,
    tag: 'session',
    summary: 'My second factor',
    access: 'user',
    evenIfDue: true,
    answer: contract.secondFactor,
    handle: async (ctx) => ({ body: await readOwnSecondFactor(ctx) }),
  }),
  route({
    method: 'post',
    path: own,
    tag: 'session',
    summary: 'Get the secret for an authenticator app; it counts once a code of it was sent',
    access: 'user',
    evenIfDue: true,
    body: contract.secondFactorInput,
    answer: contract.secondFactorSecret,
    secret: true,
    prepare: (inShort, { body }, wire) =>
      checkOwnPassword(wire.installation, inShort, { password: body.password, address: wire.address }),
    handle: async (ctx, _input, wire, checked) => {
      const { done, refusal } = await beginSecondFactor(ctx, wire.installation, checked);
      return done ? { body: done } : { refusal };
    },
  }),
  route({
    method: 'post',
    path: `${own}/confirmation`,
    tag: 'session',
    summary: 'Have my app asked for from now on, and get recovery codes',
    access: 'user',
    evenIfDue: true,
    body: contract.secondFactorCode,
    answer: contract.recoveryCodes,
    secret: true,
    handle: async (ctx, { body }, wire) => ({
      body: { recoveryCodes: await enrolSecondFactor(ctx, wire.installation, body.code) },
    }),
  }),
  route({
    method: 'post',
    path: `${own}/removal`,
    tag: 'session',
    summary: 'Give up my second factor',
    access: 'user',
    body: contract.secondFactorRemoval,
    prepare: (inShort, { body }, wire) =>
      checkOwnPassword(wire.installation, inShort, { password: body.password, address: wire.address }),
    handle: async (ctx, { body }, wire, checked) => {
      const { refusal } = await giveUpSecondFactor(ctx, wire.installation, checked, body.code);
      return refusal ? { refusal } : {};
    },
  }),
  route({
    method: 'get',
    path: demands,
    tag: 'settings',
    summary: 'Of which roles a second factor is demanded, and who has one',
    access: 'municipality',
    answer: contract.secondFactorDemands,
    handle: async (ctx) => {
      const { roles, version } = await readDemands(ctx);
      return { body: { roles, version }, version };
    },
  }),
  route({
    method: 'patch',
    path: demands,
    tag: 'settings',
    summary: 'Demand a second factor of roles',
    access: 'municipality',
    person: true,
    body: contract.secondFactorDemandsPatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { body, version }) => {
      const next = await changeDemands(ctx, version, body.roles);
      return { body: { id: ctx.municipality.id, version: next }, version: next };
    },
  }),
];
