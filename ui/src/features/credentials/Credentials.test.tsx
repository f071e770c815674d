// Credentials from the outside: the list, what is left in words, renewing, handing out, making, importing, and when nothing is
// there or can be read.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { callsOf, fill, openPage, press } from '../../host/test/page';
import type { TestHost } from '../../host/test';

const problem = (code: string, action: 'try_again' | 'sign_in_again' = 'try_again') => ({
  code,
  title: 'The keyring is locked',
  message: 'The keyring “Login” is there, but locked.',
  remedies: [{ action, label: 'Do it', how: 'Unlock the keyring, then try again.', command: null }],
  retry: 'now' as const,
  evidence: [],
});

async function open(world = 'busy', prepare?: (host: TestHost) => void) {
  const host = await openPage(world, {}, prepare);
  fireEvent.click(screen.getByTestId('rail-credentials'));
  await screen.findByTestId('credentials');
  if (world === 'busy' && !prepare) await screen.findAllByTestId('credential-row');
  return host;
}

const row = (id: string) => screen.getAllByTestId('credential-row').find((one) => one.dataset.id === id) ?? document.body;
const choose = async (id: string) => {
  fireEvent.click(row(id));
  await waitFor(() => expect(screen.getByTestId('credential-detail').dataset.id).toBe(id));
};

describe('the list', () => {
  it('has every credential with its state and what is left, those that end first at the top', async () => {
    await open();
    expect(screen.getAllByTestId('credential-row').map((one) => [one.dataset.id, one.dataset.state, one.dataset.expiry])).toEqual([
      ['cred-gcc-2025', 'in_use', 'soon'],
      ['cred-prelude', 'in_use', 'good'],
      ['cred-contoso', 'in_use', 'good'],
      ['cred-dropzone', 'in_use', 'good'],
      ['cred-gcc-2026', 'waits_for_switch', 'good'],
      ['cred-gcc-2024', 'retired', 'ended'],
    ]);
    expect(screen.getByTestId('credentials-verdict').textContent).toBe('1 expires within 30 days');
    expect(screen.getByText('3 certificates, 2 secrets, on 2 registrations')).toBeTruthy();
    const first = row('cred-gcc-2025');
    expect(within(first).getByTestId('credential-left').textContent).toBe('12 days');
    expect(within(first).getByTestId('credential-left').querySelector('svg'), 'not by colour alone').toBeTruthy();
    expect(within(first).getByText('Office 365 audit log, Taegis Office 365 audit log')).toBeTruthy();
    expect(screen.getByTestId('credential-expiry').textContent).toBe('Expires in 12 days');
    expect(screen.getByTestId('credential-place').textContent).toContain('Secret Service (GNOME Keyring)');
  });

  it('is reached and walked by keys, and is not among the places that the host remembers', async () => {
    const host = await openPage('busy');
    press('g', { on: document.body });
    press('c', { on: document.body });
    await screen.findAllByTestId('credential-row');
    expect(screen.getByTestId('rail-credentials').getAttribute('aria-current')).toBe('page');
    press('j', { on: document.body });
    expect(screen.getByTestId('credential-detail').dataset.id).toBe('cred-prelude');
    within(row('cred-prelude')).getByRole('button', { name: /^Prelude Defender, Client secret/ }).focus();
    press('ArrowDown');
    expect(screen.getByTestId('credential-detail').dataset.id).toBe('cred-contoso');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Bartizan Contoso'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(callsOf(host, 'preferences_save')).toEqual([]);
  });

  it('shows names as text, and what would mislead in them', async () => {
    await open('busy', (host) => {
      const { credentials } = host.readAnswers();
      host.answer('credentials', async () => {
        const view = await credentials({});
        const [first, ...rest] = view.credentials;
        return { ...view, credentials: first ? [{ ...first, name: '<b>x</b>\u202egnp' }, ...rest] : [] };
      });
    });
    expect((await screen.findAllByText('<b>x</b>⟨U+202E⟩gnp')).length).toBeGreaterThan(0);
  });
});

describe('renewing', () => {
  it('renews at once, and ends with the old one removed', async () => {
    const host = await open();
    await choose('cred-contoso');
    fireEvent.click(screen.getByTestId('credential-renew'));
    const renewal = await screen.findByTestId('credential-renewal');
    await waitFor(() => expect(renewal.dataset.step).toBe('remove_old'));
    expect(callsOf(host, 'credential_renew')).toMatchObject([{ id: 'cred-contoso', finish: false, sign_in: null }]);
    expect(screen.getAllByTestId('renewal-step').map((step) => step.dataset.state)).toEqual([
      'done',
      'done',
      'done',
      'done',
      'done',
      'waiting',
    ]);
    fireEvent.click(screen.getByTestId('credential-finish'));
    await waitFor(() => expect(row('cred-contoso').dataset.state).toBe('retired'));
    expect(callsOf(host, 'credential_renew')).toHaveLength(2);
  });

  it('waits for the person to hand the new one over, then switches', async () => {
    const host = await open();
    expect(screen.getByTestId('credential-renewal').dataset.step).toBe('hand_over');
    expect(screen.queryByTestId('credential-renew'), 'one is under way').toBeNull();
    fireEvent.click(await screen.findByTestId('credential-handed-over'));
    await waitFor(() => expect(row('cred-gcc-2026').dataset.state).toBe('in_use'));
    expect(callsOf(host, 'credential_handed_over')).toEqual([{ id: 'cred-gcc-2025', integration: 'f-taegis' }]);
  });

  it('is taken back, unless the person says no to the system', async () => {
    const host = await open();
    host.answer('credential_renewal_undo', () => {
      throw problem('confirm.declined');
    });
    fireEvent.click(screen.getByTestId('credential-undo'));
    await waitFor(() => expect(callsOf(host, 'credential_renewal_undo')).toEqual([{ id: 'cred-gcc-2025' }]));
    await waitFor(() => expect(screen.getByTestId('credential-undo').getAttribute('aria-disabled')).toBeNull());
    expect(screen.queryByTestId('problem')).toBeNull();
  });

  it('signs in where the app cannot do it itself', async () => {
    const host = await open();
    host.answer('credential_renew', () => {
      throw problem('renewal.sign_in_needed', 'sign_in_again');
    });
    await choose('cred-contoso');
    fireEvent.click(screen.getByTestId('credential-renew'));
    fireEvent.click(await screen.findByTestId('remedy-sign_in_again'));
    await waitFor(() => expect(callsOf(host, 'credential_renew')).toHaveLength(2));
    expect(callsOf(host, 'credential_renew')[1]).toMatchObject({ id: 'cred-contoso', sign_in: 'browser' });
  });

  it('by itself is switched off and on, and its days are set', async () => {
    const host = await open();
    await choose('cred-contoso');
    fireEvent.click(screen.getByTestId('credential-automatic'));
    await waitFor(() =>
      expect(callsOf(host, 'credential_rule')).toEqual([{ id: 'cred-contoso', automatic: false, days_before: 30 }]),
    );
    await waitFor(() => expect(row('cred-contoso').textContent).toContain('Certificate, made here'));
    fill('field-days-before', '0');
    expect(screen.getByTestId('credential-rule-save')).toHaveProperty('disabled', true);
    fill('field-days-before', '45');
    fireEvent.click(screen.getByTestId('credential-rule-save'));
    await waitFor(() =>
      expect(callsOf(host, 'credential_rule')[1]).toEqual({ id: 'cred-contoso', automatic: false, days_before: 45 }),
    );
  });
});

describe('handing out', () => {
  it('has the fields of the form in its own words, and saves without the key', async () => {
    const host = await open();
    const fields = await screen.findAllByTestId('hand-out-field');
    expect(fields.map((field) => [field.dataset.id, field.dataset.kind])).toEqual([
      ['Name', 'text'],
      ['Tenant ID', 'text'],
      ['Application Client ID', 'text'],
      ['Certificate', 'file'],
      ['Private Key', 'private_file'],
    ]);
    fireEvent.click(screen.getByTestId('credential-save'));
    expect((await screen.findByTestId('credential-saved')).textContent).toContain('/home/ann/Downloads/certificate.pem');
    expect(callsOf(host, 'credential_hand_out_save'), 'the new one is handed out').toEqual([{ id: 'cred-gcc-2026', integration: 'taegis-o365' }]);
    expect(callsOf(host, 'credential_hand_out_save_private'), 'the key is never saved along').toEqual([]);
    fireEvent.click(screen.getByTestId('credential-save-key'));
    await waitFor(() => expect(callsOf(host, 'credential_hand_out_save_private')).toHaveLength(1));
  });

  it('a secret is copied by the host and never seen here', async () => {
    const host = await open();
    await choose('cred-prelude');
    expect(screen.queryByTestId('hand-out-field'), 'closed until asked for').toBeNull();
    fireEvent.click(screen.getByTestId('credential-hand-out'));
    fireEvent.click(await screen.findByTestId('credential-hand-out-copy'));
    await screen.findByTestId('credential-secret-copied');
    expect(callsOf(host, 'credential_secret_copy')).toEqual([{ id: 'cred-prelude', integration: 'prelude-defender' }]);
    expect(screen.queryByTestId('credential-renew'), 'secrets are not renewed').toBeNull();
  });

  it('exports the public part at once, and PFX with a password', async () => {
    const host = await open();
    await choose('cred-contoso');
    fireEvent.click(screen.getByTestId('credential-export'));
    fireEvent.click(await screen.findByTestId('export-der'));
    expect((await screen.findByTestId('credential-saved')).textContent).toContain('Bartizan Contoso.cer');
    fireEvent.click(screen.getByTestId('credential-export'));
    fireEvent.click(await screen.findByTestId('export-pfx'));
    fill('field-pfx-password', 'of the test');
    fireEvent.click(screen.getByTestId('export-pfx-confirm'));
    await waitFor(() =>
      expect(callsOf(host, 'credential_export_private')).toEqual([
        { id: 'cred-contoso', form: 'pfx', password: 'of the test' },
      ]),
    );
  });
});

describe('making and importing', () => {
  it('makes a certificate and chooses it', async () => {
    const host = await open('first');
    expect(await screen.findByTestId('credentials-empty')).toBeTruthy();
    fireEvent.click(screen.getByTestId('credential-make'));
    await screen.findByTestId('credential-make-sheet');
    fill('field-name', ' Audit ');
    fill('field-subject', 'bartizan-audit');
    fill('field-bits', '4096');
    fill('field-days', '0');
    expect(screen.getByTestId('credential-make-confirm')).toHaveProperty('disabled', true);
    fill('field-days', '180');
    fireEvent.click(screen.getByTestId('credential-make-confirm'));
    await screen.findByTestId('credential-row');
    expect(callsOf(host, 'credential_make')).toEqual([{ name: 'Audit', common_name: 'bartizan-audit', bits: 4096, days: 180 }]);
    expect(screen.getByTestId('credential-detail').textContent).toContain('CN=bartizan-audit');
    await waitFor(() => expect(screen.queryByTestId('credential-make-sheet')).toBeNull());
  });

  it('imports files as they are, and says what was done to them', async () => {
    const host = await open();
    fireEvent.click(screen.getByTestId('credential-import'));
    const files = [new File(['one'], 'key.pem'), new File(['two'], 'cert.pem')];
    fireEvent.change(await screen.findByTestId('field-files'), { target: { files } });
    fireEvent.click(screen.getByTestId('credential-import-confirm'));
    expect((await screen.findByTestId('credential-imported')).textContent).toContain('converted to PKCS#8');
    expect(callsOf(host, 'credential_import')).toEqual([{ files: ['b25l', 'dHdv'], password: null, name: null }]);
  });
});

describe('throwing away, calendar, recovery code', () => {
  it('what is in use stays, with the way out', async () => {
    await open();
    fireEvent.click(screen.getByTestId('credential-revoke'));
    expect((await screen.findByTestId('problem')).dataset.code).toBe('credential.in_use');
    await choose('cred-gcc-2024');
    expect(screen.getByTestId('credential-revoke').textContent).toBe('Forget…');
    fireEvent.click(screen.getByTestId('credential-revoke'));
    expect((await screen.findByTestId('credential-revoked')).textContent).toContain('“Bartizan GCC audit 2024” was thrown away');
    await waitFor(() => expect(screen.getAllByTestId('credential-row')).toHaveLength(5));
  });

  it('saves the calendar and has the system show the recovery code', async () => {
    const host = await open();
    fireEvent.click(screen.getByTestId('credential-calendar'));
    expect((await screen.findByTestId('credential-saved')).textContent).toContain('bartizan-credentials.ics');
    fireEvent.click(screen.getByTestId('recovery-code'));
    await waitFor(() => expect(callsOf(host, 'recovery_code_show')).toHaveLength(1));
  });
});

describe('when it cannot be read', () => {
  it('says why, and reads again', async () => {
    let locked = true;
    const host = await open('busy', (one) => {
      const { credentials } = one.readAnswers();
      one.answer('credentials', (request) => {
        if (locked) throw problem('keyring.locked');
        return credentials(request);
      });
    });
    expect((await screen.findByTestId('problem')).dataset.code).toBe('keyring.locked');
    expect(screen.getByTestId('credentials').dataset.state).toBe('failed');
    locked = false;
    fireEvent.click(screen.getByTestId('remedy-try_again'));
    expect(await screen.findAllByTestId('credential-row')).toHaveLength(6);
    // What was read stays, while a newer answer fails.
    locked = true;
    host.stale(['credentials']);
    await waitFor(() => expect(screen.getByTestId('credentials').dataset.state).toBe('stale'));
    expect(screen.getAllByTestId('credential-row')).toHaveLength(6);
  });
});
