// An integration as the test host keeps it, and what the catalog says of it.
import type { CatalogCredential, CatalogFeature, CatalogItem, NoteView } from '../../../contract.gen';

export type ApiKey = 'graph' | 'defender' | 'exchange' | 'cloud_apps' | 'management';

/** An API, a permission of it, why, the feature that needs it (empty: always), and its kind where it is not an app's. */
export type Need = readonly [api: ApiKey, value: string, why: string, feature?: string, kind?: 'delegated'];

export type Offered = {
  id: string;
  vendor: string | null;
  title: string;
  subtitle: string;
  purpose: string;
  clouds: string[];
  acts?: boolean;
  vendor_registers?: boolean;
  credentials: CatalogCredential[];
  features: CatalogFeature[];
  needs: ReadonlyArray<Need>;
  roles?: ReadonlyArray<readonly [name: string, why: string]>;
  prerequisites?: ReadonlyArray<{ title: string; how: string; link: string | null }>;
  form?: {
    place: string;
    fields: ReadonlyArray<readonly [label: string, from: string, hint: string]>;
    steps: string[];
    command?: string;
  };
  notes?: NoteView[];
};

export function toItem(one: Offered): CatalogItem {
  const usual = new Set(one.features.filter((feature) => feature.usual).map((feature) => feature.id));
  return {
    id: one.id,
    vendor: one.vendor,
    title: one.title,
    subtitle: one.subtitle,
    purpose: one.purpose,
    clouds: one.clouds,
    acts: one.acts === true,
    vendor_registers: one.vendor_registers === true,
    collected_here: one.vendor === null,
    features: one.features,
    credentials: one.credentials,
    permissions: one.needs.filter(([, , , feature]) => !feature || usual.has(feature)).length + (one.roles?.length ?? 0),
    prerequisites: (one.prerequisites ?? []).map((need) => ({ ...need, needed_by: [one.title] })),
  };
}
