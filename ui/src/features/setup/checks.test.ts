// What the form notices before anything is sent.
import { expect, it } from 'vitest';
import { checkClientId, checkSecret, checkTenant } from './checks';

const GUID = 'b7e4d2c9-5a10-4f3e-8c6b-91d0f7a2e358';

it('a tenant is an id or a domain, not an account', () => {
  for (const right of [GUID, 'contoso.onmicrosoft.com', ' contoso.com ']) expect(checkTenant(right), right).toBeNull();
  for (const wrong of ['', 'contoso', 'ann@contoso.com', 'https://contoso.com'])
    expect(checkTenant(wrong)?.state, wrong).toBe('error');
});

it('a client id is a GUID', () => {
  expect(checkClientId(GUID)).toBeNull();
  expect(checkClientId('Bartizan for Contoso')?.text).toMatch(/GUID/);
});

it('a secret that looks like its Secret ID is pointed out, but may be tried', () => {
  expect(checkSecret('')?.state).toBe('error');
  expect(checkSecret(GUID)).toMatchObject({ state: 'warning', text: expect.stringMatching(/Secret ID/) as string });
  expect(checkSecret('q8~Q~abc.DEF-ghi')).toBeNull();
});
