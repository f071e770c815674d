// Detaching from the row's menu: the page asks what is kept, the system asks whether.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { callsOf, openPage } from '../../host/test/page';

async function openDetach() {
  const host = await openPage('busy');
  fireEvent.click(screen.getAllByTestId('row-menu')[1] ?? document.body);
  fireEvent.click(await screen.findByTestId('detach-open'));
  await screen.findByTestId('detach');
  return host;
}

it('keeps everything unless somebody says otherwise', async () => {
  const host = await openDetach();
  fireEvent.click(screen.getByTestId('detach-go'));
  await waitFor(() => expect(screen.getByTestId('detach').dataset.state).toBe('done'));
  expect(callsOf(host, 'detach')).toEqual([{ id: 'c-xdr', how: 'keep_everything', delete_items: false, sign_in: 'browser' }]);
  expect(screen.getByText(/51,360 items stay here/)).toBeTruthy();
  fireEvent.click(screen.getByTestId('detach-close'));
  await waitFor(() => expect(screen.queryByTestId('detach')).toBeNull());
  expect(screen.getAllByTestId('integration-row').map((row) => row.dataset.id)).not.toContain('c-xdr');
});

it('removes from the tenant with a sign-in, and deletes what was collected only when that is ticked', async () => {
  const host = await openDetach();
  fireEvent.click(screen.getByTestId('detach-remove_from_tenant'));
  fireEvent.click(screen.getByTestId('detach-delete-items'));
  fireEvent.click(screen.getByTestId('detach-go-code'));
  await waitFor(() => expect(callsOf(host, 'detach')).toHaveLength(1));
  expect(callsOf(host, 'detach')).toEqual([
    { id: 'c-xdr', how: 'remove_from_tenant', delete_items: true, sign_in: 'device_code' },
  ]);
});

it('a person who says no to the system’s question is asked again from the start', async () => {
  const host = await openDetach();
  host.answer('detach', () => {
    throw { code: 'confirm.declined', title: 'Not confirmed', message: '', remedies: [], retry: 'never', evidence: [] };
  });
  fireEvent.click(screen.getByTestId('detach-go'));
  await waitFor(() => expect(callsOf(host, 'detach')).toHaveLength(1));
  await waitFor(() => expect(screen.getByTestId('detach').dataset.state).toBe('ready'));
  expect(within(screen.getByTestId('detach')).queryByTestId('problem')).toBeNull();
});
