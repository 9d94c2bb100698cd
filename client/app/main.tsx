import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { startTexts } from '../lib/i18n.ts';
import { createQueryClient } from '../lib/queries.ts';
import { createRouter } from './router.tsx';
import { SpokenLanguage } from './spoken-language.tsx';
import './styles.css';

await startTexts();
// Where each letter's font lies: as much as the rest of the styles, and the page can be read before.
import('./letters.css').catch(() => {});
const root = document.getElementById('root');
if (!root) throw new Error('no #root in index.html');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={createQueryClient()}>
      <SpokenLanguage>
        <RouterProvider router={createRouter()} />
      </SpokenLanguage>
    </QueryClientProvider>
  </StrictMode>,
);
