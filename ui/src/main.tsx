// Starts the page: chooses the host, takes the CSP nonce, renders. The test host exists in the development server only.
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import './design/fonts.css';
import './design/base.css';
import type { Host } from './host/host';

async function chooseHost(): Promise<Host> {
  if (import.meta.env.DEV && new URLSearchParams(location.search).get('host') === 'test') {
    const { createTestHost } = await import('./host/test');
    return createTestHost({ world: new URLSearchParams(location.search).get('world') ?? 'busy' });
  }
  const { tauriHost } = await import('./host/tauri');
  return tauriHost;
}

const carrier = document.querySelector<HTMLStyleElement>('style#nonce-carrier');
const root = document.getElementById('root');
if (root) void chooseHost().then((host) => createRoot(root).render(<App host={host} nonce={carrier?.nonce ?? ''} />));
