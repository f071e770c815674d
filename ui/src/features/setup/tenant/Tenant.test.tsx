// Step 2: what was typed is found, or the reason stands where it was typed.
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { callsOf, fill, openPage, openSetup, press } from '../../../host/test/page';

const find = (domain: string) => {
  fill('field-tenant', domain);
  fireEvent.click(screen.getByTestId('setup-find-tenant'));
};

it('finds the tenant of a domain and goes on only then', async () => {
  const host = await openSetup('setup-tenant');
  expect(screen.getByTestId('setup-next')).toHaveProperty('disabled', true);
  find('contoso.onmicrosoft.com');
  const found = await screen.findByTestId('setup-found-tenant');
  expect(found.textContent).toContain('Contoso');
  expect(screen.getByTestId('setup-tenant-id').textContent).toBe('f0932b6a-d71c-4e88-8c24-6a7db5103ef9');
  expect(callsOf(host, 'setup_find_tenant')).toEqual([{ id: 's1', cloud: 'commercial', tenant: 'contoso.onmicrosoft.com' }]);
  fireEvent.click(screen.getByTestId('setup-next'));
  expect(await screen.findByTestId('setup-permissions')).toBeTruthy();
});

it('Enter finds and does not go to the next step', async () => {
  const host = await openSetup('setup-tenant');
  fill('field-tenant', 'contoso.com');
  press('Enter', { on: screen.getByTestId('field-tenant') });
  await screen.findByTestId('setup-found-tenant');
  expect(callsOf(host, 'setup_find_tenant')).toHaveLength(1);
  expect(screen.getByTestId('setup-wizard').dataset.stage).toBe('tenant');
});

it('asks nobody for what cannot be a tenant', async () => {
  const host = await openSetup('setup-tenant');
  find('ann@contoso.com');
  expect(await screen.findByText(/the part behind the @ is the domain/)).toBeTruthy();
  expect(callsOf(host, 'setup_find_tenant')).toEqual([]);
});

it('a wrong cloud and an unknown tenant are said in place, and gone with the next word', async () => {
  await openSetup('setup-tenant');
  find('fabrikamfed.us');
  expect((await screen.findByTestId('problem')).dataset.code).toBe('setup.wrong_cloud');
  find('nobody.onmicrosoft.com');
  await waitFor(() => expect(screen.getByTestId('problem').dataset.code).toBe('setup.tenant_unknown'));
  fill('field-tenant', 'contoso.com');
  expect(screen.queryByTestId('problem'), 'it was about another word').toBeNull();
});

it('a tenant that was found is an old answer once another cloud is chosen', async () => {
  await openSetup('setup-tenant');
  find('contoso.com');
  await screen.findByTestId('setup-found-tenant');
  fill('field-cloud', 'gcchigh');
  expect(screen.queryByTestId('setup-found-tenant')).toBeNull();
  expect(screen.getByTestId('setup-next')).toHaveProperty('disabled', true);
  expect(screen.getByTestId('setup-not-in-cloud').textContent, 'and some of it is not offered there').toMatch(/Prelude M365/);
});

it('while nothing reaches Microsoft, says since when instead of asking', async () => {
  const host = await openPage('offline', { last_place: 'setup' });
  fireEvent.click(await screen.findByTestId('setup-choose-defender-xdr'));
  fireEvent.click(screen.getByTestId('setup-next'));
  await screen.findByTestId('field-tenant');
  find('contoso.com');
  expect(screen.getByText(/Microsoft cannot be reached since/)).toBeTruthy();
  expect(callsOf(host, 'setup_find_tenant')).toEqual([]);
});
