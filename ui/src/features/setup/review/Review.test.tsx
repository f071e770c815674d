// Step 3: every line with its reason, the exact calls, and the plan as a file.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { callsOf, openSetup, press, title } from '../../../host/test/page';

const line = (id: string) => screen.getAllByTestId('setup-permission').find((one) => one.dataset.id === id) ?? document.body;

it('lists each permission once with everybody who needs it', async () => {
  await openSetup('setup-review');
  expect(title()).toBe('13 permissions and 1 role serve all 7 integrations');
  expect(screen.getAllByTestId('setup-permission').filter((one) => one.dataset.id === 'SecurityAlert.Read.All')).toHaveLength(1);
  expect(line('SecurityAlert.Read.All').textContent).toMatch(/Defender XDR alerts.*Dropzone alert source/);
  expect(line('User.Read').textContent).toContain('Delegated');
  expect(within(line('Ti.ReadWrite.All')).getByText('writes')).toBeTruthy();
  expect(screen.getByText(/takes Privileged Role Administrator or Global Administrator/)).toBeTruthy();
});

it('folds an API away and says how much is in it', async () => {
  await openSetup('setup-review');
  const api = screen.getByRole('button', { name: /WindowsDefenderATP/ });
  fireEvent.click(api);
  expect(api.getAttribute('aria-expanded')).toBe('false');
  expect(api.textContent).toContain('3 lines');
  expect(screen.getAllByTestId('setup-permission').some((one) => one.dataset.id === 'Machine.Read.All')).toBe(false);
});

it('shows why there are two credentials, and what must be so', async () => {
  await openSetup('setup-review');
  expect(screen.getAllByTestId('setup-plan-credential').map((one) => one.dataset.kind)).toEqual(['certificate', 'secret']);
  expect(screen.getByTestId('setup-credential-note').textContent).toMatch(/take only a client secret/);
  expect(screen.getAllByTestId('setup-prerequisite').length).toBeGreaterThan(0);
});

it('opens the exact calls and closes them with Escape', async () => {
  await openSetup('setup-review');
  const sheet = screen.getByTestId('setup-calls');
  fireEvent.click(screen.getByTestId('setup-calls-toggle'));
  expect(sheet.dataset.state).toBe('open');
  expect(screen.getAllByTestId('setup-call')).toHaveLength(24);
  press('Escape', { on: screen.getByTestId('setup-calls-toggle') });
  expect(sheet.dataset.state).toBe('peek');
});

it('saves the plan for somebody else and says where it is and by what it is known', async () => {
  const host = await openSetup('setup-review');
  fireEvent.click(screen.getByTestId('setup-save-plan'));
  fireEvent.click(await screen.findByTestId('setup-save-pack'));
  const saved = await screen.findByTestId('setup-saved');
  expect(saved.textContent).toMatch(/\/home\/ann\/Documents\/bartizan-contoso\.bartizan-plan.*7d1f 0c62 8b3e 4a95/s);
  expect(callsOf(host, 'setup_save_plan')).toEqual([{ id: 's1', format: 'pack' }]);
});

it('where the vendor registers, nothing is to be registered, and the steps for it are passed over', async () => {
  await openSetup('setup-vendor');
  expect(screen.getByTestId('setup-nothing')).toBeTruthy();
  expect(screen.getByTestId('setup-step-register').textContent).toContain('nothing to register');
  fireEvent.click(screen.getByTestId('setup-next'));
  await waitFor(() => expect(screen.getByTestId('setup-wizard').dataset.stage).toBe('collection'));
  expect(screen.getByText(/Pick an account that may grant permissions/), 'the vendor’s steps are shown').toBeTruthy();
});
