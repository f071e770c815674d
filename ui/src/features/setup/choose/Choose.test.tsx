// Step 1 in the window: nothing is ticked, and what is ticked is what the setup begins with.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { callsOf, fill, openPage, openSetup } from '../../../host/test/page';

const open = () => openPage('first', { last_place: 'setup' });

it('ticks nothing for anybody and waits until something is chosen', async () => {
  await open();
  const boxes = screen.getAllByRole<HTMLInputElement>('checkbox');
  expect(boxes).toHaveLength(18);
  expect(boxes.filter((box) => box.checked)).toEqual([]);
  expect(screen.getByTestId('setup-next')).toHaveProperty('disabled', true);
  await waitFor(() => expect(document.activeElement, 'typing narrows the list').toBe(screen.getByTestId('setup-search')));
});

it('begins a setup with what was chosen and asks for the tenant next', async () => {
  const host = await open();
  fireEvent.click(screen.getByTestId('setup-choose-defender-xdr'));
  fireEvent.click(screen.getByTestId('setup-feature-defender-xdr-incidents'));
  fireEvent.click(screen.getByTestId('setup-next'));
  expect(await screen.findByTestId('field-tenant')).toBeTruthy();
  expect(callsOf(host, 'setup_start')).toEqual([{ choices: [{ integration: 'defender-xdr', features: ['incidents'] }] }]);
  expect(callsOf(host, 'setup_change'), 'so that it is resumed there').toMatchObject([{ stage: 'tenant' }]);
});

it('says what acts in the tenant and where there is nothing to register', async () => {
  await open();
  const row = (id: string) => screen.getAllByTestId('setup-integration').find((one) => one.dataset.id === id) ?? document.body;
  expect(within(row('prelude-defender')).getByText('acts in the tenant')).toBeTruthy();
  expect(within(row('prelude-m365')).queryByText('acts in the tenant')).toBeNull();
  fireEvent.click(screen.getByTestId('setup-choose-taegis-o365-commercial'));
  expect(screen.getByTestId('setup-vendor-registers').textContent).toMatch(/registers its own app.*Nothing is registered here/);
});

it('warns when no cloud serves all of it', async () => {
  await open();
  fireEvent.click(screen.getByTestId('setup-choose-prelude-defender'));
  expect(screen.queryByTestId('setup-no-cloud')).toBeNull();
  fireEvent.click(screen.getByTestId('setup-choose-taegis-o365-gcc'));
  expect(screen.getByTestId('setup-no-cloud')).toBeTruthy();
});

it('a search keeps what is ticked', async () => {
  await open();
  fireEvent.click(screen.getByTestId('setup-choose-quarantine'));
  fill('setup-search', 'prelude');
  expect(screen.queryByTestId('setup-choose-quarantine')).toBeNull();
  expect(screen.getByText(/2 of 18 integrations/)).toBeTruthy();
  fill('setup-search', '');
  expect(screen.getByTestId('setup-choose-quarantine')).toHaveProperty('checked', true);
});

it('can be gone back to, and the changed choice is saved before going on', async () => {
  const host = await openSetup('setup-review');
  fireEvent.click(screen.getByTestId('setup-step-choose'));
  expect(screen.getByTestId('setup-choose-prelude-defender')).toHaveProperty('checked', true);
  fireEvent.click(screen.getByTestId('setup-choose-prelude-defender'));
  fireEvent.click(screen.getByTestId('setup-next'));
  await screen.findByTestId('field-tenant');
  await waitFor(() => {
    const saved = callsOf(host, 'setup_change').find((one) => (one as { choices: unknown }).choices !== null);
    expect((saved as { choices: unknown[] }).choices).toHaveLength(6);
  });
});
