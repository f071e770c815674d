// "I already have an app": its values are checked before they leave, then what it has and lacks is shown.
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { callsOf, fill, openSetup, title } from '../../../host/test/page';

const ID = 'b7e4d2c9-5a10-4f3e-8c6b-91d0f7a2e358';

it('checks before it sends, and hides the secret', async () => {
  const host = await openSetup('setup-existing');
  fill('field-client-id', 'not a guid');
  fireEvent.click(screen.getByTestId('setup-compare'));
  expect(screen.getByText(/is a GUID/)).toBeTruthy();
  expect(callsOf(host, 'setup_values')).toEqual([]);
  expect(screen.getByTestId('field-secret').getAttribute('type')).toBe('password');
  fill('field-secret', ID);
  expect(screen.getByText(/looks like the Secret ID/)).toBeTruthy();
});

it('sends each value to its field, forgets the secret, and shows what the app lacks', async () => {
  const host = await openSetup('setup-existing');
  fill('field-client-id', ID);
  fill('field-secret', 'q8~Q~abc.DEF-ghi');
  fireEvent.click(screen.getByTestId('setup-compare'));
  await waitFor(() => expect(title()).toBe('“SecOps Connector” has 4 of 14'));
  expect(callsOf(host, 'setup_values')).toEqual([
    { id: 's1', pasted: ID, field: 'client_id' },
    { id: 's1', pasted: 'q8~Q~abc.DEF-ghi', field: 'secret' },
  ]);
  expect(screen.getByTestId('field-secret')).toHaveProperty('value', '');
  const found = (id: string) => screen.getAllByTestId('setup-permission').find((one) => one.dataset.id === id)?.dataset.found;
  expect([found('SecurityAlert.Read.All'), found('Machine.Read.All'), found('Directory.ReadWrite.All')]).toEqual([
    'present',
    'missing',
    'surplus',
  ]);
});

it('what was pasted need not be typed again', async () => {
  const host = await openSetup('setup-existing');
  const paste = async (text: string) => {
    fireEvent.paste(screen.getByTestId('setup-paste'), { clipboardData: { getData: () => text } });
    await screen.findByTestId('setup-recognised');
  };
  await paste(ID);
  await waitFor(() => expect(screen.getByTestId('field-client-id')).toHaveProperty('value', ID));
  await paste('q8~Q~abc.DEF-ghi');
  await waitFor(() => expect(screen.getByTestId('setup-known-app').textContent).toContain('kept in the keyring'));
  fireEvent.click(screen.getByTestId('setup-compare'));
  await waitFor(() => expect(callsOf(host, 'setup_compare')).toEqual([{ id: 's1' }]));
  expect(callsOf(host, 'setup_values').every((one) => (one as { field: unknown }).field === null)).toBe(true);
});

it('takes certificate and key as PEM, and says which of them is missing', async () => {
  await openSetup('setup-existing');
  fireEvent.click(screen.getByTestId('kind-certificate'));
  fill('field-pem', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----');
  expect(screen.getByText(/private key is missing/)).toBeTruthy();
});

it('what is missing can be added from here: the app is adopted by its id', async () => {
  const host = await openSetup('setup-compared');
  fireEvent.click(screen.getByTestId('setup-add-missing'));
  fireEvent.click(await screen.findByTestId('setup-run-start'));
  await waitFor(() => expect(callsOf(host, 'setup_run')).toEqual([{ id: 's1', sign_in: 'browser', adopt: ID }]));
});

it('or shown as steps in the portal', async () => {
  await openSetup('setup-compared');
  fireEvent.click(screen.getByTestId('setup-show-portal'));
  expect(await screen.findAllByTestId('setup-portal-step')).toBeTruthy();
});
