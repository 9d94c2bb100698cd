import { SaxesParser } from 'saxes';
import { limits } from './limits.ts';
import { unpack, type Zip } from './read-zip.ts';

/** What is told of an XML file, in its order. Names come without their prefix; attributes too. */
export type XmlTold = {
  open?: (name: string, attributes: Record<string, string>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
};

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

function bare(attributes: Record<string, string>): Record<string, string> {
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (name.includes(':') && value !== undefined) attributes[local(name)] ??= value;
  }
  return attributes;
}

/** Reads one XML file of an archive without ever holding the whole of it. Throws when it is not well-formed. */
export async function readXml(zip: Zip, name: string, handlers: XmlTold): Promise<void> {
  if (!zip.entries.has(name)) return;
  const parser = new SaxesParser({ position: false });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  parser.on('error', (error) => {
    throw error;
  });
  const { open, text, close } = handlers;
  let depth = 0;
  parser.on('opentag', (tag) => {
    depth += 1;
    if (depth > limits.depth) throw new Error(`${name}: elements within elements within elements`);
    open?.(local(tag.name), bare(tag.attributes as Record<string, string>));
  });
  if (text) for (const kind of ['text', 'cdata'] as const) parser.on(kind, text);
  parser.on('closetag', (tag) => {
    depth -= 1;
    close?.(local(tag.name));
  });
  await unpack(zip, name, (piece) => void parser.write(decoder.decode(piece, { stream: true })));
  parser.write(decoder.decode());
  parser.close();
}
