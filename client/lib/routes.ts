import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';

/** A page loaded when it is first opened: `page('needs/:id', () => import('./need-page.tsx'), 'NeedPage')`. */
export function page<K extends string>(
  path: string,
  load: () => Promise<Record<K, ComponentType>>,
  name: K,
): RouteObject {
  return firstPage(path, async () => (await Promise.all([load(), import('./later-texts.ts')]))[0], name);
}

/** One that somebody begins with, or that is opened where there is no network: without the texts that come later (`later-texts.ts`). */
export function firstPage<K extends string>(
  path: string,
  load: () => Promise<Record<K, ComponentType>>,
  name: K,
): RouteObject {
  return { path, lazy: async () => ({ Component: (await load())[name] }) };
}
