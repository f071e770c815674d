// Steps 4 and 5: how the app comes about, and with what it signs in.
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { callsOf, fill, openSetup } from '../../../host/test/page';

const APP = 'b7e4d2c9-5a10-4f3e-8c6b-91d0f7a2e358';

describe('how to register', () => {
  it('offers three ways and saves the chosen one with the name', async () => {
    const host = await openSetup('setup-method');
    fireEvent.click(screen.getByTestId('setup-method-portal'));
    fill('field-app-name', 'SecOps for Contoso');
    fireEvent.click(screen.getByTestId('setup-next'));
    await screen.findByTestId('setup-credential');
    expect(callsOf(host, 'setup_change')).toMatchObject([
      { method: 'portal', app_name: 'SecOps for Contoso', stage: 'credential' },
    ]);
  });

  it('adopts an app by its id only, and keeps it until the run', async () => {
    const host = await openSetup('setup-method');
    fireEvent.click(screen.getByTestId('setup-adopt'));
    fill('field-adopt', 'Bartizan for Contoso');
    fireEvent.click(screen.getByTestId('setup-next'));
    expect(await screen.findByText(/is a GUID/)).toBeTruthy();
    expect(callsOf(host, 'setup_change'), 'a name names nothing').toEqual([]);
    fill('field-adopt', APP);
    fireEvent.click(screen.getByTestId('setup-next'));
    await screen.findByTestId('setup-credential');
    expect(callsOf(host, 'setup_change'), 'also for a later start of the program').toMatchObject([{ adopt: APP }]);
    // Leaving the place and coming back must not turn it into a new app.
    fireEvent.click(screen.getByTestId('rail-alerts'));
    fireEvent.click(screen.getByTestId('rail-setup'));
    fireEvent.click(await screen.findByTestId('setup-next'));
    fireEvent.click(await screen.findByTestId('setup-run-start'));
    await waitFor(() => expect(callsOf(host, 'setup_run')).toEqual([{ id: 's1', sign_in: 'browser', adopt: APP }]));
  });

  it('the first way again means a new app', async () => {
    const host = await openSetup('setup-method');
    fireEvent.click(screen.getByTestId('setup-adopt'));
    fill('field-adopt', APP);
    fireEvent.click(screen.getByTestId('setup-new-app'));
    fireEvent.click(screen.getByTestId('setup-next'));
    await screen.findByTestId('setup-credential');
    fireEvent.click(screen.getByTestId('setup-next'));
    fireEvent.click(await screen.findByTestId('setup-run-start'));
    await waitFor(() => expect(callsOf(host, 'setup_run')).toMatchObject([{ adopt: null }]));
  });
});

describe('the credential', () => {
  it('saves the certificate that is wished for', async () => {
    const host = await openSetup('setup-credential');
    fill('field-bits', '4096');
    fill('field-days', '180');
    fireEvent.click(screen.getByTestId('setup-next'));
    await screen.findByTestId('setup-run');
    expect(callsOf(host, 'setup_change')).toMatchObject([{ certificate: { bits: 4096, days: 180 }, stage: 'register' }]);
  });

  it('does not go on with a validity that is none', async () => {
    await openSetup('setup-credential');
    fill('field-days', '0');
    expect(screen.getByTestId('setup-next')).toHaveProperty('disabled', true);
    expect(screen.getByText(/1 to 1,095/)).toBeTruthy();
  });

  it('says of each integration what it takes and will use', async () => {
    await openSetup('setup-credential');
    const rows = screen.getAllByTestId('setup-accepts');
    expect(rows).toHaveLength(7);
    const prelude = rows.find((row) => row.dataset.id === 'prelude-m365');
    expect(prelude?.textContent).toMatch(/Secret.*client secret/);
    expect(screen.getByTestId('setup-secret-note')).toBeTruthy();
  });
});
