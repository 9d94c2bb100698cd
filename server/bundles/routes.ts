import { Readable } from 'node:stream';
import { readersOf } from '../database/open.ts';
import { findOwnFile, keepForADay, packFile, readKeptFile } from '../files/passing-files.ts';
import { mustEdit } from '../decisions/may.ts';
import { route, type InShort, type Route, type Wire } from '../http/route.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { BundleFault, packBundle, readBundle, type Bundle } from './bundle-file.ts';
import * as contract from './contract.ts';
import { exportBundle } from './export-bundle.ts';
import { planBundle, takeBundle } from './import-bundle.ts';

const base = '/municipalities/{municipality}/bundles';

/** Throws invalid, in words, where the bytes are no bundle. */
async function readOrRefuse(ctx: Pick<MunicipalContext, 'language'>, bytes: Uint8Array): Promise<Bundle> {
  try {
    return await readBundle(bytes);
  } catch (error) {
    if (!(error instanceof BundleFault)) throw error;
    throw invalid([
      { path: '', code: error.code, message: say(ctx.language, `bundles.fault.${error.code}`, error.params) },
    ]);
  }
}

/** The bundle that the asker handed over, read before the transaction. */
async function readKept(inShort: InShort<MunicipalContext>, fileId: string, wire: Wire): Promise<Bundle> {
  const { language, id } = await inShort(async (ctx) => {
    await mustEdit(ctx);
    const file = await findOwnFile(ctx, fileId);
    if (!file) throw invalid([{ path: '/fileId', code: 'fileGone', message: say(ctx.language, 'imports.file.gone') }]);
    return { language: ctx.language, id: file.id };
  }, 'reads');
  const pieces: Uint8Array[] = [];
  for await (const piece of readKeptFile(readersOf(wire.installation.db), id)) pieces.push(piece);
  return readOrRefuse({ language }, Buffer.concat(pieces));
}

export const bundleRoutes: Route[] = [
  route({
    method: 'get',
    path: base,
    tag: 'definitions',
    summary: 'Forms, rule sets and lifecycles in force with all that they need, as one file',
    access: 'municipality',
    query: contract.bundleQuery,
    file: 'application/zip',
    handle: async (ctx, { query }) => {
      const bundle = await exportBundle(ctx, query.definition);
      const name = `sasaeai-${ctx.municipality.code}-${ctx.today}.zip`;
      return { file: { name, content: Readable.from(packBundle(bundle)) } };
    },
  }),
  route({
    method: 'post',
    path: `${base}/files`,
    tag: 'definitions',
    summary: 'Hand over a bundle, which is kept for 24 hours, and hear what it would bring; changes nothing',
    access: 'municipality',
    query: contract.bundleFileQuery,
    body: 'bytes',
    answer: contract.bundlePlan,
    status: 201,
    prepare: async (inShort, { body }) => {
      const language = await inShort(async (ctx) => {
        await mustEdit(ctx);
        return ctx.language;
      }, 'reads');
      return { bundle: await readOrRefuse({ language }, body), packed: await packFile(body) };
    },
    handle: async (ctx, { query, body }, _wire, { bundle, packed }) => {
      const plan = await planBundle(ctx, bundle);
      const { id, name } = await keepForADay(ctx, { name: query.fileName, size: body.length, packed });
      const { from, release, made } = bundle;
      return { body: { fileId: id, fileName: name, from, release, made, ...plan } };
    },
  }),
  route({
    method: 'post',
    path: base,
    tag: 'definitions',
    summary: 'Take definitions of a bundle over as drafts, and entries of its code lists',
    access: 'municipality',
    body: contract.bundleInput,
    answer: contract.bundleTaken,
    status: 201,
    prepare: (inShort, { body }, wire) => readKept(inShort, body.fileId, wire),
    handle: async (ctx, { body }, _wire, bundle) => ({ body: await takeBundle(ctx, bundle, body) }),
  }),
];
