import { createHash } from 'node:crypto';
import { strToU8 } from 'fflate';
import { z } from 'zod';
import type { DefinitionKind } from '../definitions/store.ts';
import { checkSize } from '../definitions/definition-limits.ts';
import { largest } from '../http/contract.ts';
import { openZip, unpack, ZipTooLarge } from '../imports/read-zip.ts';
import { zipFiles, type ZippedFile } from '../lists/write-workbook.ts';
import { definitionKind, ruleKey } from '../studio/contract.ts';

/** One form, rule set or workflow, whole. */
export type BundledDefinition = { kind: DefinitionKind; key: string; body: Record<string, unknown> };
/** An entry of a code list that forms and rules choose from. */
export type BundledCode = z.infer<typeof bundledCode>;
/** `from`: whose it was, `release`: the product's. */
export type Bundle = {
  from: { code: string; name: string };
  release: string;
  made: string;
  definitions: BundledDefinition[];
  codes: BundledCode[];
};

/** Why a file is no bundle that can be read: `code` is a text under `bundles`, `params` fill it in. */
export class BundleFault extends Error {
  readonly code: string;
  readonly params: Record<string, unknown>;
  constructor(code: string, params: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

const format = 'sasaeai-bundle';
const manifestName = 'bundle.json';
const codesName = 'codes.json';
/** Unpacked, in bytes: a city's whole library takes about two million. */
const mostUnpacked = 20 * 1_048_576;

const bundledCode = z.object({
  list: z.string().max(60),
  key: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  nameJa: z.string().trim().min(1).max(200),
  nameEn: z.string().trim().max(200).nullable(),
  position: z.number().int().min(0).max(largest),
  marks: z.array(z.string().max(60)).max(20),
});
const manifest = z.object({
  format: z.literal(format),
  version: z.number().int(),
  from: z.object({ code: z.string().max(20), name: z.string().max(200) }),
  release: z.string().max(40),
  made: z.iso.datetime(),
  definitions: z.array(
    z.object({ kind: definitionKind, key: ruleKey, file: z.string().max(200), sha256: z.string().length(64) }),
  ),
  codes: z.object({ file: z.literal(codesName), sha256: z.string().length(64) }),
});

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const write = (value: unknown): Uint8Array => strToU8(`${JSON.stringify(value, null, 2)}\n`);

/**
 * A ZIP of JSON files, one a definition, and last `bundle.json`, which names each with its SHA-256. Made while it is taken away: one file at a
 * time is written.
 */
export function packBundle({ definitions, codes, ...about }: Bundle): AsyncGenerator<Uint8Array> {
  const listed: z.input<typeof manifest>['definitions'] = [];
  const files = function* (): Generator<ZippedFile> {
    for (const { kind, key, body } of definitions) {
      const [file, bytes] = [`${kind}/${key}.json`, write(body)];
      listed.push({ kind, key, file, sha256: hashOf(bytes) });
      yield { name: file, content: [bytes] };
    }
    const bytes = write(codes);
    yield { name: codesName, content: [bytes] };
    const whole: z.input<typeof manifest> = {
      format,
      version: 1,
      ...about,
      definitions: listed,
      codes: { file: codesName, sha256: hashOf(bytes) },
    };
    yield { name: manifestName, content: [write(whole)] };
  };
  return zipFiles(files(), new Date(about.made));
}

/** Reads a bundle and proves every file of it. Throws BundleFault. */
export async function readBundle(bytes: Uint8Array): Promise<Bundle> {
  const zip = await openZip(bytes).catch((error: unknown) => {
    throw new BundleFault(error instanceof ZipTooLarge ? 'tooLarge' : 'notZip');
  });
  zip.bytesLeft = mostUnpacked;
  const read = async (file: string): Promise<Buffer> => {
    const pieces: Uint8Array[] = [];
    try {
      await unpack(zip, file, (piece) => void pieces.push(piece));
    } catch (error) {
      throw new BundleFault(error instanceof ZipTooLarge ? 'tooLarge' : 'broken', { file });
    }
    if (!zip.entries.has(file)) throw new BundleFault(file === manifestName ? 'notBundle' : 'missing', { file });
    return Buffer.concat(pieces);
  };
  const readProven = async ({ file, sha256 }: { file: string; sha256: string }): Promise<unknown> => {
    const content = await read(file);
    if (hashOf(content) !== sha256) throw new BundleFault('changed', { file });
    return parse(content, file);
  };
  const said = parse(await read(manifestName), manifestName) as { format?: unknown; version?: unknown } | null;
  if (said?.format !== format) throw new BundleFault('notBundle', { file: manifestName });
  if (said.version !== 1) throw new BundleFault('newer', { version: String(said.version) });
  const { definitions, codes, from, release, made } = shaped(manifest, said, manifestName);
  const bundled: BundledDefinition[] = [];
  for (const { kind, key, ...place } of definitions) {
    const body = shaped(z.record(z.string(), z.unknown()), await readProven(place), place.file);
    const isTwice = bundled.some((before) => before.kind === kind && before.key === key);
    if (isTwice || body['key'] !== key) throw new BundleFault('shape', { file: place.file });
    // As large and as deep as a draft that is typed may be.
    if (checkSize(kind, body, 'ja').length > 0) throw new BundleFault('tooLargePart', { file: place.file });
    bundled.push({ kind, key, body });
  }
  return {
    from,
    release,
    made,
    definitions: bundled,
    codes: shaped(z.array(bundledCode), await readProven(codes), codesName),
  };
}

function parse(content: Buffer, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    throw new BundleFault('notJson', { file });
  }
}

function shaped<T>(shape: z.ZodType<T>, value: unknown, file: string): T {
  const read = shape.safeParse(value);
  if (!read.success) throw new BundleFault('shape', { file });
  return read.data;
}
