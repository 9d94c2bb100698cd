import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import { say } from '../../kernel/texts/index.ts';
import type { Account } from '../users/account.ts';
import { changePassword, checkPasswordChange } from './change-password.ts';
import * as contract from './contract.ts';
import { demoPassword } from './demo-password.ts';
import {
  changeAccount,
  createToken,
  listDemoAccounts,
  listOwnTokens,
  listSignInMunicipalities,
  readAccount,
  revokeToken,
  signOut,
} from './session.ts';
import type { Language } from '../../../rules/types.ts';
import { areaLinkOf, bodyLinkOf } from '../closed-name.ts';
import { checkSignIn, signIn } from './sign-in.ts';

const toMe = (language: Language, { user, memberships, due }: Account): z.input<typeof contract.me> => ({
  id: user.id,
  email: user.email,
  name: user.name,
  language: user.language,
  memberships: memberships.map((row) => ({
    id: row.id,
    municipality: { code: row.municipality_code, name: row.municipality_name },
    area: areaLinkOf(language, row),
    role: row.role,
    organisation: bodyLinkOf(language, row),
    startsOn: row.starts_on,
    endsOn: row.ends_on,
  })),
  due,
});

type TokenRow = Awaited<ReturnType<typeof listOwnTokens>>[number];
export const toToken = (row: TokenRow): z.input<typeof contract.token> => ({
  id: row.id,
  name: row.name,
  createdAt: row.created_at,
  scope: row.scope,
  kinds: row.kinds === null ? null : (JSON.parse(row.kinds) as string[]),
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
});

export const sessionRoutes: Route[] = [
  route({
    method: 'get',
    path: '/sign-in',
    tag: 'session',
    summary: 'What the sign-in page may know',
    access: 'public',
    answer: contract.signInPage,
    handle: async (ctx, _input, wire) => {
      const demo = wire.demo ? await listDemoAccounts(ctx) : [];
      return {
        body: {
          municipalities: await listSignInMunicipalities(ctx),
          demo: demo.map((row) => ({ ...row, role: say(ctx.language, `settings.role.${row.role}`) })),
          demoPassword: demo.length > 0 ? demoPassword : null,
        },
      };
    },
  }),
  route({
    method: 'post',
    path: '/session',
    tag: 'session',
    summary: 'Sign in',
    access: 'public',
    body: contract.signIn,
    answer: contract.me,
    prepare: (inShort, { body }, wire) =>
      checkSignIn(wire.installation, inShort, { ...body, address: wire.address, browser: wire.knownBrowser }),
    handle: async (ctx, { body }, wire, checked) => {
      const { done, refusal } = await signIn(ctx, wire.installation, checked, {
        ...body,
        address: wire.address,
        browser: wire.knownBrowser,
      });
      if (!done) return { refusal };
      await wire.signIn(ctx, done.user);
      wire.rememberBrowser(done.browser);
      return { body: toMe(ctx.language, done) };
    },
  }),
  route({
    method: 'delete',
    path: '/session',
    tag: 'session',
    summary: 'Sign out',
    access: 'user',
    evenIfDue: true,
    handle: async (ctx, _input, wire) => {
      await signOut(ctx);
      wire.signOut();
      return {};
    },
  }),
  route({
    method: 'get',
    path: '/me',
    tag: 'session',
    summary: 'Who I am',
    access: 'user',
    evenIfDue: true,
    answer: contract.me,
    handle: async (ctx) => ({ body: toMe(ctx.language, await readAccount(ctx)) }),
  }),
  route({
    method: 'patch',
    path: '/me',
    tag: 'session',
    summary: 'Change my name or language',
    access: 'user',
    evenIfDue: true,
    body: contract.mePatch,
    answer: contract.me,
    handle: async (ctx, { body }) => ({ body: toMe(ctx.language, await changeAccount(ctx, body)) }),
  }),
  route({
    method: 'post',
    path: '/me/password',
    tag: 'session',
    summary: 'Change my password and end my other sessions and all my access tokens',
    access: 'user',
    evenIfDue: true,
    body: contract.passwordChange,
    prepare: (inShort, { body }, wire) =>
      checkPasswordChange(wire.installation, inShort, { ...body, address: wire.address }),
    handle: async (ctx, _input, wire, checked) => {
      const { done, refusal } = await changePassword(ctx, checked);
      if (!done) return { refusal };
      if (ctx.sessionId) await wire.signIn(ctx, done);
      return {};
    },
  }),
  route({
    method: 'get',
    path: '/me/tokens',
    tag: 'session',
    summary: 'My access tokens',
    access: 'user',
    answer: z.array(contract.token),
    handle: async (ctx) => ({ body: (await listOwnTokens(ctx)).map(toToken) }),
  }),
  route({
    method: 'post',
    path: '/me/tokens',
    tag: 'session',
    summary: 'Make an access token',
    access: 'user',
    body: contract.tokenInput,
    answer: contract.tokenCreated,
    status: 201,
    secret: true,
    handle: async (ctx, { body }) => {
      const row = await createToken(ctx, body);
      return { body: { ...toToken(row), secret: row.secret } };
    },
  }),
  route({
    method: 'delete',
    path: '/me/tokens/{id}',
    tag: 'session',
    summary: 'Revoke an access token',
    access: 'user',
    params: z.object({ id: shared.id }),
    handle: async (ctx, { params }) => {
      await revokeToken(ctx, params.id);
      return {};
    },
  }),
];
