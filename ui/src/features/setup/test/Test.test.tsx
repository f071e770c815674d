// Steps 7 and 8: what each vendor's form asks for, a row a test, and the first alerts on the last page.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { callsOf, openSetup, title } from '../../../host/test/page';

const after = (id: string) => screen.getAllByTestId('setup-after').find((one) => one.dataset.id === id) ?? document.body;

describe('collection', () => {
  it('says what is collected here and how often', async () => {
    await openSetup('setup-collection');
    expect(title()).toBe('4 collected here, 3 by vendors');
    expect(after('quarantine').textContent).toContain('every 15 min');
  });

  it('fills in a vendor’s form field by field, without the secret', async () => {
    await openSetup('setup-collection');
    const fields = within(after('prelude-defender')).getAllByTestId('setup-handover-field');
    expect(fields.map((field) => field.dataset.id)).toEqual(['Base URL', 'Tenant ID', 'APP ID', 'App Secret']);
    expect(fields[2]?.textContent).toContain('b7e4d2c9-5a10-4f3e-8c6b-91d0f7a2e358');
    expect(fields[3]?.textContent).toContain('Handed out in Credentials');
    expect(within(after('prelude-defender')).getByText(/prelude partner attach/).textContent).toMatch(/\{secret\}/);
  });
});

describe('test and save', () => {
  it('shows a row a test, with the cause of what failed, and tests again', async () => {
    await openSetup('setup-test-failing');
    fireEvent.click(screen.getByTestId('setup-test-start'));
    await screen.findAllByTestId('setup-test-row');
    expect(title()).toBe('1 test failed, 8 passed');
    const failed = screen.getAllByTestId('setup-test-row').filter((row) => row.dataset.outcome === 'failed');
    expect(failed.map((row) => row.dataset.id)).toEqual(['quarantine']);
    expect(screen.getByTestId('problem').dataset.code).toBe('setup.directory_role_missing');
    expect(screen.getByTestId('setup-attach').textContent, 'what failed is left out').toBe('Attach the 6 that passed');
    fireEvent.click(screen.getByTestId('setup-step-register'));
    expect(screen.getByTestId('setup-run').dataset.state, 'a failed test is no failed run').toBe('done');
    fireEvent.click(screen.getByTestId('setup-step-test'));
    fireEvent.click(await screen.findByTestId('setup-test-again'));
    await waitFor(() => expect(title()).toBe('All 9 tests passed'));
  });

  it('attaches, and the first alerts arrive while the page is open', async () => {
    const host = await openSetup('setup-test');
    fireEvent.click(screen.getByTestId('setup-test-start'));
    fireEvent.click(await screen.findByTestId('setup-attach'));
    expect((await screen.findByTestId('first-alerts')).textContent).toContain('108 first items from Contoso');
    expect((await screen.findAllByTestId('setup-first-alert')).length).toBeGreaterThan(5);
    expect(screen.getAllByTestId('setup-attached')).toHaveLength(7);
    expect(callsOf(host, 'setup_attach')).toEqual([{ id: 's1' }]);
    fireEvent.click(screen.getByTestId('to-alerts'));
    expect(await screen.findByTestId('alert-count')).toBeTruthy();
  });
});
