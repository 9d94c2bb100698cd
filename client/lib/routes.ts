import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';

/** A page loaded when it is first opened: `page('needs/:id', () => import('./need-page.tsx'), 'NeedPage')`. */
export function page<K extends string>(
  path: string,
  load: () => Promise<Record<K, ComponentType>>,
  name: K,
): RouteObject {
  return { path, lazy: async () => ({ Component: (await load())[name] }) };
}
