// The whole page on a test host, for tests that look at what a person would see and do.
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { Preferences } from '../../contract.gen';
import { App } from '../../app/App';
import { createTestHost, type TestHost } from '.';

export async function openPage(
  world: string,
  preferences: Partial<Preferences> = {},
  prepare?: (host: TestHost) => void,
): Promise<TestHost> {
  const host = createTestHost({ world, preferences });
  host.world.pace = 1;
  prepare?.(host);
  render(<App host={host} nonce="test-nonce" />);
  await screen.findByTestId('rail-overview');
  await waitFor(() => {
    if (!host.calls.some((call) => call.name === 'app_state')) throw new Error('the page has not asked for its state yet');
  });
  // Lets the answers that are on their way arrive.
  await act(async () => new Promise((resolve) => setTimeout(resolve, 20)));
  return host;
}

/** The wizard of the setup that the world begins with. */
export async function openSetup(world: string, prepare?: (host: TestHost) => void): Promise<TestHost> {
  const host = await openPage(world, { last_place: 'setup' }, prepare);
  fireEvent.click(await screen.findByTestId('setup-resume'));
  await screen.findByTestId('setup-title');
  return host;
}

export const title = () => screen.getByTestId('setup-title').textContent;

export const fill = (testId: string, value: string) => fireEvent.change(screen.getByTestId(testId), { target: { value } });

export function press(key: string, options: { ctrlKey?: boolean; on?: Element } = {}): void {
  const { on, ...rest } = options;
  fireEvent.keyDown(on ?? document.activeElement ?? document.body, { key, ...rest });
}

export const callsOf = (host: TestHost, name: string) =>
  host.calls.filter((call) => call.name === name).map((call) => call.request);
