// What happens after the registration: tests, and what each vendor's form asks for.
import type { AfterView, HandoverField, SetupView, TestView } from '../../../contract.gen';
import { SETUP_PROBLEMS } from './problems';
import { chosenOf } from './plan';

const EVERY: Record<string, number> = { 'defender-endpoint': 120, 'o365-audit': 300, 'cloud-apps': 900, quarantine: 900 };
const ITEMS: Record<string, number> = { 'defender-xdr': 64, 'defender-endpoint': 41, 'o365-audit': 1204, quarantine: 3 };

export function afterOf(view: SetupView, attached: boolean): AfterView[] {
  const values: Record<string, string> = {
    tenant_id: view.tenant?.id ?? '{tenant_id}',
    client_id: view.app?.client_id ?? '{client_id}',
    base_url: 'https://api.securitycenter.microsoft.com',
    organization_id: view.tenant?.domain ?? '{organization_id}',
    portal_url: 'https://contoso.eu2.portal.cloudappsecurity.com',
  };
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? (name === 'secret_value' ? '{secret}' : whole));
  return chosenOf(view.choices).map(({ one }): AfterView => {
    const here = one.vendor === null;
    return {
      integration: one.id,
      title: one.title,
      attached: attached ? `t9-${one.id}` : null,
      collected_here: here,
      every_seconds: here ? (EVERY[one.id] ?? 60) : null,
      items: attached && here ? (ITEMS[one.id] ?? 0) : null,
      place: one.form?.place ?? null,
      link: one.form ? `https://${one.vendor === 'Prelude' ? 'platform.preludesecurity.com' : 'example.com'}/integrations` : null,
      fields: (one.form?.fields ?? []).map(([label, from, hint]): HandoverField => {
        const secret = /secret|key_pem/.test(from);
        return { label, value: secret ? null : (values[from] ?? null), secret, hint };
      }),
      steps: (one.form?.steps ?? []).map(fill),
      command: one.form?.command ? fill(one.form.command) : null,
      notes: one.notes ?? [],
    };
  });
}

export function testsOf(view: SetupView, failing: boolean): TestView[] {
  return chosenOf(view.choices).flatMap(({ one, choice }): TestView[] => {
    const row = { integration: one.id, title: one.title, problem: null };
    if (one.vendor_registers)
      return [{ ...row, what: one.subtitle, outcome: 'skipped', detail: 'The vendor’s own app; it is tested there' }];
    if (failing && one.id === 'quarantine')
      return [
        {
          ...row,
          what: 'List quarantined messages',
          outcome: 'failed',
          detail: '403 after 3 attempts',
          problem: SETUP_PROBLEMS.role,
        },
      ];
    const features = one.features.filter((feature) => choice.features.includes(feature.id));
    const [first] = one.needs;
    return [
      {
        ...row,
        what: one.vendor === null ? one.subtitle : `Token with ${first?.[1] ?? 'its roles'}`,
        outcome: 'passed',
        detail: detailOf(one.id),
      },
      ...features.map((feature): TestView => ({ ...row, what: feature.title, outcome: 'passed', detail: '200 in 184 ms' })),
    ];
  });
}

function detailOf(id: string): string {
  const items = ITEMS[id];
  return items === undefined
    ? 'Token issued, its roles are those of the plan'
    : `200 in 212 ms, ${items} items in the first page`;
}
