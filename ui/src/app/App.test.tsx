// The window as a whole, over the test host.
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { callsOf, openPage, press } from '../host/test/page';

describe('the first run', () => {
  it('offers what exists and says where the key lies', async () => {
    await openPage('first');
    expect(screen.getByText('No tenant is connected yet')).toBeTruthy();
    expect(screen.getByText(/A key in Secret Service/)).toBeTruthy();
    fireEvent.click(screen.getByTestId('welcome-connect'));
    expect((await screen.findByTestId('setup-title')).textContent).toBe('Choose what to connect');
    await waitFor(() => expect(document.activeElement, 'the search has focus').toBe(screen.getByTestId('setup-search')));
  });

  it('goes on from what exists: ids of an app, or a file of a colleague', async () => {
    await openPage('first');
    fireEvent.click(screen.getByTestId('welcome-continue'));
    expect(await screen.findByTestId('setup-from-app')).toBeTruthy();
    expect(screen.getByTestId('setup-open-file')).toBeTruthy();
  });

  it('practises step by step and leads to the first alerts', async () => {
    await openPage('first');
    fireEvent.click(screen.getByTestId('practise-button'));
    expect(await screen.findByTestId('first-alerts')).toHaveProperty('textContent', expect.stringContaining('64 first alerts'));
    const steps = screen.getAllByTestId('step');
    expect(steps.map((step) => step.dataset.state)).toEqual(steps.map(() => 'done'));
    fireEvent.click(screen.getByTestId('to-alerts'));
    expect((await screen.findByTestId('alert-count')).dataset.total).toBe('64');
  });

  it('practises by itself, once, when the program was started for it', async () => {
    const host = await openPage('practise');
    await screen.findByTestId('first-alerts');
    act(() => host.stale(['app']));
    await act(async () => new Promise((resolve) => setTimeout(resolve, 20)));
    expect(callsOf(host, 'practise')).toHaveLength(1);
  });

  it('shows the cause and nothing else when the data cannot be opened', async () => {
    await openPage('locked');
    expect(screen.getByTestId('problem').dataset.code).toBe('keyring.locked');
    expect(screen.queryByText('No tenant is connected yet')).toBeNull();
  });
});

describe('Overview', () => {
  it('names what is failing, and its first remedy polls again', async () => {
    const host = await openPage('busy');
    expect(screen.getByTestId('verdict').textContent).toBe('1 integration is failing, 1 needs attention');
    expect(screen.getAllByTestId('integration-row').map((row) => row.dataset.state)).toEqual([
      'failing',
      'working',
      'working',
      'paused',
      'attention',
      'working',
    ]);
    fireEvent.click(screen.getByTestId('remedy-try_again'));
    await waitFor(() => expect(callsOf(host, 'integration_poll')).toEqual([{ id: 'c-mcas' }]));
    expect(screen.getByTestId('rail-overview').getAttribute('aria-label')).toBe('Overview, 1 integration is failing');
  });
});

it('a remedy that the place itself cannot do leads to where it can be done', async () => {
  await openPage('busy');
  fireEvent.click(screen.getByTestId('remedy-edit_connection'));
  expect(screen.getByTestId('rail-setup').getAttribute('aria-current')).toBe('page');
});

describe('keys', () => {
  it('go to the places and open the lists', async () => {
    await openPage('busy');
    press('g');
    press('s');
    expect(screen.getByTestId('rail-setup').getAttribute('aria-current')).toBe('page');
    press('?');
    expect(await screen.findByTestId('keys-sheet')).toBeTruthy();
  });

  it('Ctrl K finds a place by typing', async () => {
    await openPage('busy');
    press('k', { ctrlKey: true });
    const field = await screen.findByRole('combobox');
    fireEvent.change(field, { target: { value: 'sett' } });
    press('Enter', { on: field });
    await waitFor(() => expect(screen.getByTestId('rail-settings').getAttribute('aria-current')).toBe('page'));
  });

  it('letters rest while somebody types, and when they are switched off', async () => {
    await openPage('busy', { last_place: 'alerts' });
    const query = await screen.findByTestId('query');
    query.focus();
    press('g');
    press('o');
    expect(screen.getByTestId('rail-alerts').getAttribute('aria-current')).toBe('page');
  });

  it('letters that are switched off do nothing', async () => {
    await openPage('busy', { letter_keys: false });
    press('g');
    press('a');
    expect(screen.getByTestId('rail-overview').getAttribute('aria-current')).toBe('page');
  });

  it('F6 goes from part to part', async () => {
    await openPage('busy');
    const part = () => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane');
    // There is no layout here, so every part counts as shown.
    Element.prototype.getClientRects = () => [{}] as unknown as DOMRectList;
    press('F6');
    expect(part()).toBe('rail');
    press('F6');
    expect(part()).toBe('top');
  });
});

it('focus stays where it was when the place changes', async () => {
  await openPage('busy');
  const item = screen.getByTestId('rail-alerts');
  item.focus();
  fireEvent.click(item);
  await screen.findByTestId('query');
  expect(document.activeElement).toBe(item);
  expect(document.title).toBe('Alerts - Bartizan');
});

it('a preference holds at once and is saved a moment later', async () => {
  const host = await openPage('busy', { last_place: 'settings' });
  fireEvent.click(screen.getByTestId('theme-dark'));
  expect(document.documentElement.dataset.scheme).toBe('dark');
  expect(callsOf(host, 'preferences_save')).toEqual([]);
  await waitFor(() => expect(callsOf(host, 'preferences_save')).toMatchObject([{ theme: 'dark', last_place: 'settings' }]), {
    timeout: 2000,
  });
});

it('styles carry the nonce of the CSP, and no element a style attribute from HTML', async () => {
  await openPage('busy');
  const styles = [...document.head.querySelectorAll('style')];
  expect(styles.length).toBeGreaterThan(0);
  expect(styles.filter((style) => (style.nonce || style.getAttribute('nonce')) !== 'test-nonce')).toEqual([]);
});
