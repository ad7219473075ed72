import '@fontsource-variable/manrope/index.css';
import '@mantine/core/styles.css';
import './styles.css';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { retryRead } from './api/api-queries.ts';
import { whenSignedOut } from './api/call.ts';
import { startLanguage } from './i18n.ts';
import { router } from './router.tsx';
import { forgetSession } from './session/session-query.ts';
import { ShopLook } from './session/shop-look.tsx';

const cache = new QueryClient({
  queryCache: new QueryCache(),
  defaultOptions: {
    // What the browser says of its network is often wrong: every call is tried, and fails by itself.
    queries: { retry: retryRead, staleTime: 5_000, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});
whenSignedOut(() => void forgetSession(cache));

const place = document.getElementById('root');
if (!place) throw new Error('The page has no place for the console.');
await startLanguage();
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={cache}>
      <ShopLook>
        <RouterProvider router={router} />
      </ShopLook>
    </QueryClientProvider>
  </StrictMode>,
);
