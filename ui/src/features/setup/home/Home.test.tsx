// What was begun: resumed where it was left, undone, forgotten; and files of somebody else.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { callsOf, openPage, title } from '../../../host/test/page';

const open = (world = 'setups') => openPage(world, { last_place: 'setup' });
const row = (id: string) => screen.getAllByTestId('setup-row').find((one) => one.dataset.id === id) ?? document.body;

it('says of each setup where it stands, and one of them is the next thing to do', async () => {
  await open();
  expect(title()).toBe('4 setups are under way');
  expect(within(row('s2')).getByText('At step 6 of 8, Register')).toBeTruthy();
  expect(within(row('s2')).getByText(/7 changes in the tenant/)).toBeTruthy();
  expect(within(row('s5')).getByTestId('setup-resume').textContent, 'what is done is only shown').toBe('Show');
  expect(within(row('s4')).queryByTestId('setup-undo'), 'nothing was changed, so nothing can be undone').toBeNull();
});

it('resumes where it was left', async () => {
  await open();
  fireEvent.click(within(row('s2')).getByTestId('setup-resume'));
  expect((await screen.findByTestId('setup-run')).dataset.state).toBe('failed');
  fireEvent.click(screen.getByTestId('setup-home-button'));
  fireEvent.click(within(row('s4')).getByTestId('setup-resume'));
  expect(await screen.findByTestId('setup-permissions')).toBeTruthy();
});

it('undoes all of it and shows that it does', async () => {
  const host = await open();
  fireEvent.click(within(row('s2')).getByTestId('setup-undo'));
  await waitFor(() => expect(screen.getByTestId('setup-run').dataset.state).toBe('undone'));
  expect(callsOf(host, 'setup_undo')).toEqual([{ id: 's2', sign_in: 'browser', from: null }]);
  expect(title()).toBe('What was made has been taken back');
});

it('forgets on request; a person who says no in the system’s question has changed nothing', async () => {
  const host = await open();
  host.answer('setup_forget', () => {
    throw { code: 'confirm.declined', title: 'Not confirmed', message: '', remedies: [], retry: 'never', evidence: [] };
  });
  fireEvent.click(within(row('s4')).getByTestId('setup-forget'));
  await waitFor(() => expect(callsOf(host, 'setup_forget')).toEqual([{ id: 's4' }]));
  expect(screen.queryByTestId('problem'), 'they know what they answered').toBeNull();
  expect(row('s4').dataset.id).toBe('s4');
});

it('opens a plan of somebody else and says by whom it is signed', async () => {
  await open();
  const file = new File(['bartizan plan'], 'contoso.bartizan-plan');
  fireEvent.change(screen.getByTestId('setup-file'), { target: { files: [file] } });
  const opened = await screen.findByTestId('setup-opened');
  expect(opened.textContent).toMatch(/another installation.*2c94 f1d7 6b0e 4a83/s);
  fireEvent.click(screen.getByTestId('setup-opened-go'));
  expect(await screen.findByTestId('setup-permissions')).toBeTruthy();
});

it('a file that is no plan is a problem in place', async () => {
  await open('first');
  fireEvent.click(await screen.findByTestId('setup-home-button'));
  fireEvent.change(screen.getByTestId('setup-file'), { target: { files: [new File(['something'], 'notes.txt')] } });
  expect((await screen.findByTestId('problem')).dataset.code).toBe('setup.plan_unreadable');
});

it('a new setup for an app that exists begins with that way chosen', async () => {
  const host = await open();
  fireEvent.click(screen.getByTestId('setup-from-app'));
  fireEvent.click(await screen.findByTestId('setup-choose-defender-xdr'));
  fireEvent.click(screen.getByTestId('setup-next'));
  await screen.findByTestId('field-tenant');
  expect(callsOf(host, 'setup_change')).toMatchObject([{ method: 'existing', stage: 'tenant' }]);
});

it('what is done can be looked through and stays done', async () => {
  const host = await open();
  fireEvent.click(within(row('s5')).getByTestId('setup-resume'));
  fireEvent.click(await screen.findByTestId('setup-step-review'));
  expect(await screen.findByTestId('setup-permissions')).toBeTruthy();
  expect(callsOf(host, 'setup_change')).toEqual([]);
});
