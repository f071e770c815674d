// The page from the outside in: host, preferences, theme with its nonce, shared state, places, the run under way, the frame.
import { createDOMRenderer, FluentProvider, RendererProvider } from '@fluentui/react-components';
import { useEffect, useMemo } from 'react';
import { THEMES, useScheme } from '../design/theme';
import { Overview } from '../features/overview/Overview';
import { Alerts } from '../features/alerts/Alerts';
import { Credentials } from '../features/credentials/Credentials';
import { Settings } from '../features/settings/Settings';
import { Setup } from '../features/setup/Setup';
import { Frame } from '../features/frame/Frame';
import { StartProblem } from '../features/welcome/StartProblem';
import { HostProvider } from '../host/current';
import type { Host } from '../host/host';
import { usePlaces, PlacesProvider } from './places';
import { PreferencesProvider, usePreferences } from './preferences';
import { RemediesProvider } from './remedies';
import { RunProvider } from './run';
import { SetupsProvider } from './setups';
import { StateProvider, useShared } from './state';

export function App({ host, nonce }: { host: Host; nonce: string }) {
  const renderer = useMemo(() => createDOMRenderer(document, nonce ? { styleElementAttributes: { nonce } } : {}), [nonce]);
  return (
    <HostProvider value={host}>
      <RendererProvider renderer={renderer} targetDocument={document}>
        <PreferencesProvider>
          <Themed>
            <PlacesProvider>
              <StateProvider>
                <SetupsProvider>
                  <RunProvider>
                    <RemediesProvider>
                      <Frame>
                        <Content />
                      </Frame>
                    </RemediesProvider>
                  </RunProvider>
                </SetupsProvider>
              </StateProvider>
            </PlacesProvider>
          </Themed>
        </PreferencesProvider>
      </RendererProvider>
    </HostProvider>
  );
}

function Themed({ children }: { children: React.ReactNode }) {
  const scheme = useScheme(usePreferences().preferences.theme);
  useEffect(() => {
    document.documentElement.dataset.scheme = scheme;
    document.documentElement.style.colorScheme = scheme === 'light' ? 'light' : 'dark';
  }, [scheme]);
  return (
    // Menus and dialogs are drawn in copies of this element; what only the page has stands on the one inside.
    <FluentProvider theme={THEMES[scheme]} style={{ height: '100%' }}>
      <div className="bz-root">{children}</div>
    </FluentProvider>
  );
}

function Content() {
  const { place } = usePlaces();
  const { app } = useShared();
  const known = app.value !== null || app.problem !== null;
  useEffect(() => {
    if (!known) return;
    // After the frame that shows it: whoever waits for the page (a test, the shell's splash) may look now.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => (document.documentElement.dataset.ready = 'true')));
    return () => cancelAnimationFrame(frame);
  }, [known]);

  const problem = app.value?.problem ?? (app.value ? null : app.problem);
  if (problem && place !== 'settings') return <StartProblem problem={problem} onAgain={app.again} />;
  switch (place) {
    case 'overview':
      return <Overview />;
    case 'setup':
      return <Setup />;
    case 'alerts':
      return <Alerts />;
    case 'credentials':
      return <Credentials />;
    case 'settings':
      return <Settings />;
  }
}
