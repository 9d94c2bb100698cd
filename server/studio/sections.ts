import type { z } from 'zod';
import { listChanges } from '../../forms/changes.ts';
import { fieldWords, formName } from '../../forms/localize.ts';
import type { Form } from '../../forms/types.ts';
import { isAsSection, listLinks, renumberSection } from '../../forms/sections.ts';
import type { Issue } from '../../rules/types.ts';
import { mustRead } from '../decisions/may.ts';
import { definitionInForce, definitionsInForce, readBody, writtenDefinition } from '../definitions/definitions.ts';
import { sayChange } from '../definitions/say-change.ts';
import { listVersions, readDefinitionNumber } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import type * as contract from './contract.ts';

/** A version of a section as it was written; null where there is none of this number. */
async function readSection(ctx: MunicipalContext, key: string, number: number): Promise<Form | null> {
  const row = await readDefinitionNumber(ctx.db, ctx.municipality.id, 'form', key, number);
  // Every body was checked by its own core before it was stored.
  const form = row ? (readBody(row) as Form) : null;
  return form?.purpose === 'section' ? form : null;
}

/**
 * What is wrong with the sections that a form shares with others: each must be what the version says to which it is pinned. One that came with a bundle and of which
 * this city has no such version (number 0) stands as it came.
 */
export async function checkSections(ctx: MunicipalContext, form: Form): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const { key, number, item } of listLinks(form)) {
    if (number === 0) continue;
    const section = await readSection(ctx, key, number);
    if (section && isAsSection(form, item.path, section)) continue;
    const code = section ? 'section-differs' : 'section-unknown';
    const { title } = fieldWords(form, item.path, ctx.language);
    issues.push({
      path: `/schema${item.places[0] ?? ''}`,
      code,
      message: say(ctx.language, section ? 'sections.differs' : 'sections.unknown', {
        title: title ?? item.path,
        number,
        key,
      }),
    });
  }
  return issues;
}

/** The forms in force that a section stands in, with the version that each is pinned to. */
export async function listSectionUses(
  ctx: MunicipalContext,
): Promise<{ section: string; key: string; name: string; number: number }[]> {
  return (await definitionsInForce(ctx, 'form')).flatMap(({ key, body }) =>
    listLinks(body).map((link) => ({
      section: link.key,
      key,
      name: formName(body, ctx.language),
      number: link.number,
    })),
  );
}

/**
 * The version of a section that is in force, whole, and what is different in it from the one that a form is pinned to, as publishing tells it. Throws
 * not-found for what is no section, or has no such version. Of number 0 nothing is known to differ.
 */
export async function readNewerSection(
  ctx: MunicipalContext,
  key: string,
  from: number,
): Promise<z.infer<typeof contract.newerSection>> {
  mustRead(ctx);
  const inForce = await definitionInForce(ctx, 'form', key);
  const current = inForce && (await writtenDefinition(ctx, 'form', inForce.id));
  if (!current || current.body.purpose !== 'section') throw notFound();
  const before = from === 0 ? current.body : await readSection(ctx, key, from);
  if (!before) throw notFound();
  return {
    number: current.number,
    body: { ...current.body },
    changes: listChanges(before, current.body).map((change) => ({
      level: change.level,
      path: change.path,
      message: sayChange([current.body, before], change, ctx.language),
    })),
  };
}

/**
 * A form of a bundle with its sections pinned to the versions that they have in this city, or will have once those of the bundle (`beside`) are published; 0 where
 * neither is what the form holds.
 */
export async function pinHere(
  ctx: MunicipalContext,
  form: Form,
  beside: (key: string) => Form | undefined,
): Promise<Form> {
  let next = form;
  for (const { key, item } of listLinks(form)) {
    const numbers = (await listVersions(ctx.db, ctx.municipality.id, 'form'))
      .filter((version) => version.key === key)
      .map(({ number }) => number);
    let number = 0;
    for (const each of numbers) {
      const section = number === 0 ? await readSection(ctx, key, each) : null;
      if (section && isAsSection(form, item.path, section)) number = each;
    }
    const coming = beside(key);
    if (number === 0 && coming && isAsSection(form, item.path, coming)) number = (numbers[0] ?? 0) + 1;
    next = renumberSection(next, item.path, { key, number });
  }
  return next;
}
