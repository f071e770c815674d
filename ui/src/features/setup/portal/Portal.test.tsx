// The checklist: what the tenant shows after each step, in the terms of the step, and values that find their own field.
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { callsOf, fill, openSetup, title } from '../../../host/test/page';

const ID = 'b7e4d2c9-5a10-4f3e-8c6b-91d0f7a2e358';
const item = (id: string) => screen.getAllByTestId('setup-portal-step').find((one) => one.dataset.id === id) ?? document.body;
const go = (id: string) => fireEvent.click(item(id));

async function openPortal(world: string) {
  const host = await openSetup(world);
  await screen.findByTestId('setup-portal-page');
  return host;
}

afterEach(() => vi.useRealTimers());

describe('a wrong choice', () => {
  it('is said in the portal’s own labels, and right after the next look', async () => {
    const host = await openPortal('setup-portal');
    expect(title()).toBe('Add 8 permissions of Microsoft Graph');
    expect(screen.getByTestId('problem').dataset.code).toBe('setup.delegated_instead');
    expect(screen.getByTestId('problem').textContent, 'and how it is put right').toContain('choose Remove permission');
    const wrong = screen.getAllByTestId('setup-portal-row')[0];
    expect(wrong?.textContent, 'the wrong one stands first').toMatch(/SecurityAlert\.Read\.All.*Application.*Delegated/);
    expect(screen.getByTestId('setup-next')).toHaveProperty('disabled', true);
    expect(screen.getByTestId('setup-continue'), 'but nobody is held').toBeTruthy();
    fireEvent.click(screen.getByTestId('setup-check'));
    await waitFor(() => expect(item('api/graph').dataset.state).toBe('right'));
    expect(callsOf(host, 'setup_check')).toEqual([{ id: 's1', step: 'api/graph' }]);
    expect(title(), 'the person goes on themselves').toBe('Add 8 permissions of Microsoft Graph');
    fireEvent.click(screen.getByTestId('setup-next'));
    expect(title()).toBe('Add 3 permissions of WindowsDefenderATP');
  });

  it('is looked at again by itself while the page is seen', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const host = await openPortal('setup-portal');
    await act(() => vi.advanceTimersByTimeAsync(10_500));
    await waitFor(() => expect(item('api/graph').dataset.state).toBe('right'));
    const looks = callsOf(host, 'setup_check').length;
    await act(() => vi.advanceTimersByTimeAsync(30_000));
    expect(callsOf(host, 'setup_check'), 'what is right is left alone').toHaveLength(looks);
  });
});

describe('what is pasted', () => {
  it('finds its own field and is not left in the page', async () => {
    const host = await openPortal('setup-portal-new');
    go('ids');
    const field = screen.getByTestId('setup-paste');
    fireEvent.paste(field, { clipboardData: { getData: () => `Display name\nBartizan\nApplication (client) ID\n${ID}` } });
    const said = await screen.findByTestId('setup-recognised');
    expect(said.textContent).toContain(`Application (client) ID recognised: ${ID}`);
    expect(callsOf(host, 'setup_values')).toMatchObject([{ id: 's1', field: null }]);
    expect((field as HTMLTextAreaElement).value).toBe('');
    await waitFor(() => expect(item('ids').dataset.state).toBe('right'));
  });

  it('a secret is kept and never shown; its id is told from its value', async () => {
    const host = await openPortal('setup-portal');
    const [state] = host.setups;
    if (state?.view.app) state.view.app.has_secret = false;
    act(() => host.stale(['setup']));
    go('secret');
    fill('setup-paste', ID);
    fireEvent.click(screen.getByTestId('setup-paste-use'));
    expect((await screen.findByTestId('problem')).dataset.code).toBe('credential.secret_id');
    fireEvent.paste(screen.getByTestId('setup-paste'), { clipboardData: { getData: () => 'q8~Q~abc.DEF-ghi' } });
    expect((await screen.findByTestId('setup-recognised')).textContent).toContain('recognised and kept');
    expect(document.body.textContent).not.toContain('q8~Q~');
  });
});

it('lines carry the portal’s labels and the values to copy where they stand', async () => {
  await openPortal('setup-portal');
  const paste = screen.getAllByTestId('setup-portal-line')[2] ?? document.body;
  expect(within(paste).getByText('Select permissions')).toBeTruthy();
  expect(within(paste).getByRole('button', { name: 'Copy SecurityAlert.Read.All' })).toBeTruthy();
  expect(screen.queryByTestId('setup-portal-value'), 'not a second time below').toBeNull();
});

it('offers a read-only sign-in where the app’s own view cannot tell', async () => {
  const host = await openPortal('setup-portal');
  go('consent');
  expect(screen.queryByTestId('setup-unsure')).toBeNull();
  fireEvent.click(screen.getByTestId('setup-check'));
  const unsure = await screen.findByTestId('setup-unsure');
  expect(unsure.textContent).toMatch(/only an administrator’s read-only sign-in can tell/);
  fireEvent.click(screen.getByTestId('setup-reader'));
  await waitFor(() => expect(item('consent').dataset.state).toBe('right'));
  expect(callsOf(host, 'setup_reader')).toEqual([{ id: 's1', sign_in: 'browser', adopt: null }]);
  expect(screen.getByText(/as ann\.larsen@contoso\.com/)).toBeTruthy();
});

it('saves the certificate that the portal asks for, and names its thumbprint', async () => {
  const host = await openPortal('setup-portal');
  go('upload_certificate');
  fireEvent.click(screen.getByTestId('setup-save-certificate'));
  const saved = await screen.findByTestId('setup-certificate-saved');
  expect(saved.textContent).toMatch(/bartizan-Bartizan for Contoso\.pem.*6EC14A07/s);
  expect(callsOf(host, 'setup_save_certificate')).toEqual([{ id: 's1' }]);
});

it('a line that lists many names is a sentence; the names are copied below it', async () => {
  await openPortal('setup-portal-new');
  go('api/graph');
  const line = screen.getAllByTestId('setup-portal-line').find((one) => one.textContent?.includes('search for each of these'));
  expect(within(line ?? document.body).queryByRole('button')).toBeNull();
  const rows = screen.getAllByTestId('setup-portal-row');
  expect(rows).toHaveLength(8);
  expect(within(rows[0] ?? document.body).getByRole('button', { name: /^Copy / })).toBeTruthy();
});
