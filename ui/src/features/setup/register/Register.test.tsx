// "Do it for me" in the window: the steps as they stream, signing in, stopping, resuming, undoing, the record beside it.
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { callsOf, openSetup, title } from '../../../host/test/page';

const ends = (state: string) => waitFor(() => expect(screen.getByTestId('setup-run').dataset.state).toBe(state));
const stepOf = (id: string) => screen.getAllByTestId('step').find((one) => one.dataset.id === id) ?? document.body;

describe('a run', () => {
  it('says what will be made, then makes it step by step, with each call in the record', async () => {
    const host = await openSetup('setup-register');
    expect(screen.getByTestId('setup-run').dataset.state).toBe('ready');
    expect(callsOf(host, 'setup_run'), 'nothing begins by itself').toEqual([]);
    fireEvent.click(screen.getByTestId('setup-run-start'));
    await ends('done');
    const states = screen.getAllByTestId('step').map((one) => one.dataset.state);
    expect(states).toEqual(states.map(() => 'done'));
    expect(title()).toBe('“Bartizan for Contoso” is registered');
    expect(screen.getByRole('log')).toBeTruthy();
    await waitFor(() => expect(screen.getAllByTestId('setup-record-row').length).toBeGreaterThan(20));
    fireEvent.click(screen.getByTestId('setup-next'));
    expect(screen.getByTestId('setup-wizard').dataset.stage).toBe('collection');
  });

  it('shows the sign-in page and, when asked, signs in with a code instead', async () => {
    const host = await openSetup('setup-register', (one) => {
      one.world.pace = 40;
    });
    fireEvent.click(screen.getByTestId('setup-run-start'));
    expect((await screen.findByTestId('setup-sign-in-url')).textContent).toContain('login.microsoftonline.com');
    fireEvent.click(screen.getByTestId('setup-sign-in-code-instead'));
    expect((await screen.findByTestId('setup-sign-in-code')).textContent).toBe('F7KQ2MXBD');
    expect(callsOf(host, 'setup_stop')).toEqual([{ id: 's1' }]);
    expect(callsOf(host, 'setup_run')).toMatchObject([{ sign_in: 'browser' }, { sign_in: 'device_code' }]);
    await ends('done');
  });

  it('names the part that waits and why', async () => {
    const host = await openSetup('setup-register', (one) => {
      one.world.pace = 15;
    });
    fireEvent.click(screen.getByTestId('setup-run-start'));
    const wait = await screen.findByTestId('step-wait', {});
    expect(wait.textContent).toMatch(/^Waiting for Microsoft to replicate \(8 s\)A new service principal is often unknown/);
    expect(wait.closest('[data-testid="step-part"]')?.textContent).toContain('WindowsDefenderATP');
    await ends('done');
    expect(callsOf(host, 'setup_run')).toHaveLength(1);
  });

  it('stops after the call and resumes where it was', async () => {
    const host = await openSetup('setup-register', (one) => {
      one.world.pace = 15;
    });
    fireEvent.click(screen.getByTestId('setup-run-start'));
    await waitFor(() => expect(stepOf('application').dataset.state).toBe('done'));
    fireEvent.click(screen.getByTestId('setup-stop'));
    await ends('failed');
    expect(screen.getByTestId('problem').dataset.code).toBe('setup.stopped');
    expect(title()).toMatch(/^Stopped at step \d+ after \d+ calls$/);
    expect(
      screen.getAllByTestId('step').some((one) => one.dataset.state === 'queued'),
      'nothing is rolled back unasked',
    ).toBe(true);
    fireEvent.click(screen.getByTestId('remedy-resume'));
    await ends('done');
    expect(callsOf(host, 'setup_run')).toHaveLength(2);
  });

  it('goes on while somebody looks at another place', async () => {
    await openSetup('setup-register', (one) => {
      one.world.pace = 15;
    });
    fireEvent.click(screen.getByTestId('setup-run-start'));
    await screen.findByTestId('setup-sign-in-url');
    fireEvent.click(screen.getByTestId('rail-overview'));
    expect(screen.getByLabelText('Status').textContent, 'the strip says what runs').toContain('Setting up Contoso');
    fireEvent.click(screen.getByTestId('rail-setup'));
    await ends('done');
  });
});

describe('a run that failed', () => {
  it('shows the cause in its step and keeps the others queued', async () => {
    await openSetup('setup-stopped');
    expect(title()).toBe('Stopped at step 7 after 25 calls');
    expect(within(stepOf('consent')).getByTestId('problem').dataset.code).toBe('setup.replication_timeout');
    expect(stepOf('tokens').dataset.state).toBe('queued');
    fireEvent.click(screen.getByTestId('setup-resume-run'));
    await ends('done');
  });

  it('for want of a role offers another account and a plan to hand over', async () => {
    const host = await openSetup('setup-refused');
    fireEvent.click(screen.getByTestId('setup-run-start'));
    expect((await screen.findByTestId('problem')).dataset.code).toBe('setup.admin_role_missing');
    expect(title()).toBe('Stopped before the first call');
    fireEvent.click(screen.getByRole('button', { name: 'Details' }));
    fireEvent.click(screen.getByTestId('remedy-save_plan'));
    expect((await screen.findByTestId('setup-saved')).textContent).toContain('7d1f 0c62');
    fireEvent.click(screen.getByTestId('remedy-sign_in_again'));
    await ends('done');
    expect(callsOf(host, 'setup_run')).toHaveLength(2);
  });
});

describe('undoing', () => {
  it('takes back from one step on', async () => {
    const host = await openSetup('setup-registered');
    fireEvent.click(within(stepOf('consent')).getByTestId('undo-step'));
    await waitFor(() => expect(stepOf('consent').dataset.state).toBe('undone'));
    expect(callsOf(host, 'setup_undo')).toEqual([{ id: 's1', sign_in: 'browser', from: 'consent' }]);
    expect(stepOf('application').dataset.state, 'what came before stays').toBe('done');
    expect(title()).toBe('Undone from step 7 on');
  });

  it('takes back everything, says how much that is, and can begin again', async () => {
    await openSetup('setup-registered');
    expect(screen.getByTestId('undo-all').textContent).toContain('18 changes');
    fireEvent.click(screen.getByTestId('undo-all'));
    await ends('undone');
    expect(screen.queryByTestId('undo-all')).toBeNull();
    fireEvent.click(screen.getByTestId('setup-run-again'));
    await ends('done');
  });

  it('rests while something runs', async () => {
    const host = await openSetup('setup-stopped', (one) => {
      one.world.pace = 30;
    });
    fireEvent.click(screen.getByTestId('setup-resume-run'));
    await ends('running');
    fireEvent.click(screen.getByTestId('undo-all'));
    expect(callsOf(host, 'setup_undo')).toEqual([]);
    await ends('done');
  });
});

it('a run that another window began is followed by what the setup itself says', async () => {
  const host = await openSetup('setup-registered');
  const [state] = host.setups;
  if (!state) throw new Error('the world has no setup');
  state.view.running = true;
  state.view.changed += 1;
  act(() => host.stale(['setup']));
  await ends('running');
});

it('a plan of somebody else ends with a result for them, not with the next step here', async () => {
  const host = await openSetup('setup-others');
  expect(screen.queryByTestId('setup-next'), 'the key is theirs, so testing is too').toBeNull();
  fireEvent.click(screen.getByTestId('setup-save-result'));
  expect((await screen.findByTestId('setup-result-saved')).textContent).toContain('bartizan-result.json');
  expect(callsOf(host, 'setup_save_result')).toEqual([{ id: 's1' }]);
});
