// What the pages notice before anything is sent.
import { expect, it } from 'vitest';
import { checkClientId, checkDays, checkPem, checkSecret, checkTenant } from './checks';

const GUID = 'b7e4d2c9-5a10-4f3e-8c6b-91d0f7a2e358';

it('a tenant is an id or a domain, not an account', () => {
  for (const right of [GUID, 'contoso.onmicrosoft.com', ' contoso.com ']) expect(checkTenant(right), right).toBeNull();
  for (const wrong of ['', 'contoso', 'ann@contoso.com', 'https://contoso.com'])
    expect(checkTenant(wrong)?.state, wrong).toBe('error');
});

it('a client id is a GUID', () => {
  expect(checkClientId(GUID)).toBeNull();
  expect(checkClientId(`{${GUID}}`), 'copied with its braces').toBeNull();
  expect(checkClientId('Bartizan for Contoso')?.text).toMatch(/GUID/);
});

it('a secret that looks like its Secret ID is pointed out, but may be tried', () => {
  expect(checkSecret('')?.state).toBe('error');
  expect(checkSecret(GUID)).toMatchObject({ state: 'warning', text: expect.stringMatching(/Secret ID/) as string });
  expect(checkSecret('q8~Q~abc.DEF-ghi')).toBeNull();
});

it('a PEM text has certificate and key, and the key no password', () => {
  const part = (name: string) => `-----BEGIN ${name}-----\nMIIB\n-----END ${name}-----\n`;
  expect(checkPem(part('CERTIFICATE') + part('PRIVATE KEY'))).toBeNull();
  expect(checkPem(part('RSA PRIVATE KEY') + part('CERTIFICATE')), 'openssl writes either').toBeNull();
  expect(checkPem(part('CERTIFICATE'))?.text).toMatch(/private key is missing/);
  expect(checkPem(part('PRIVATE KEY'))?.text, 'a key alone cannot be told apart from another').toMatch(/certificate is missing/);
  expect(checkPem(part('CERTIFICATE') + part('ENCRYPTED PRIVATE KEY'))?.text).toMatch(/encrypted/);
});

it('a certificate is valid for a whole number of days', () => {
  for (const right of ['1', '365', ' 1095 ']) expect(checkDays(right), right).toBeNull();
  for (const wrong of ['', '0', '1096', '1.5', 'a year', '-3']) expect(checkDays(wrong)?.state, wrong).toBe('error');
});
