import type { RouteObject } from 'react-router';
import { createBrowserRouter, Navigate } from 'react-router';
import { Skeleton } from '../components/skeleton.tsx';
import { MissingPage } from '../components/error-pages.tsx';
import { GoHome } from './go-home.tsx';
import { BrokenPage } from './broken-page.tsx';
import { RequireSession } from './require-session.tsx';
import { Shell } from './shell.tsx';

/** What the `routes.ts` of a feature or a studio may bring: pages below `/:municipality`, of the account, and for people not signed in. */
type FeatureRoutes = { routes?: RouteObject[]; accountRoutes?: RouteObject[]; openRoutes?: RouteObject[] };

const features = Object.values(
  import.meta.glob<FeatureRoutes>(['../features/*/routes.ts', '../studio/*/routes.ts'], { eager: true }),
);

/** All pages. */
export function createRouter() {
  return createBrowserRouter([
    {
      ErrorBoundary: BrokenPage,
      HydrateFallback: Skeleton,
      children: [
        ...features.flatMap((feature) => feature.openRoutes ?? []),
        {
          Component: RequireSession,
          children: [
            { index: true, Component: GoHome },
            { Component: Shell, children: features.flatMap((feature) => feature.accountRoutes ?? []) },
            {
              path: ':municipality',
              Component: Shell,
              children: [
                { index: true, element: <Navigate to="home" replace /> },
                ...features.flatMap((feature) => feature.routes ?? []),
                { path: '*', Component: MissingPage },
              ],
            },
          ],
        },
      ],
    },
  ]);
}
