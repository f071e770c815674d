// Step 1: what is to be connected. Nothing is ticked for anybody; what an integration needs, takes and does stands in its row.
import { Input } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useShared } from '../../../app/state';
import type { CatalogItem, Chosen, ProblemView } from '../../../contract.gen';
import { Search16Regular } from '../../../design/icons';
import { count, counted } from '../../../design/numbers';
import { Callout } from '../parts/Callout';
import { Footer, Page } from '../parts/Page';
import { ProblemHere } from '../parts/ProblemHere';
import styles from './Choose.module.css';
import { groups, matches, sharedClouds, tick, tickFeature, toChoices, toTicked } from './chosen';
import { Vendor } from './Vendor';

type Props = {
  catalog: ReadonlyArray<CatalogItem>;
  choices: ReadonlyArray<Chosen>;
  busy: boolean;
  problem: ProblemView | null;
  onNext: (choices: Chosen[]) => void;
};

export function Choose({ catalog, choices, busy, problem, onNext }: Props) {
  const clouds = useShared().app.value?.clouds ?? [];
  const [ticked, setTicked] = useState(() => toTicked(choices));
  const [words, setWords] = useState('');
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => search.current?.focus({ preventScroll: true }), []);

  const wanted = words.trim();
  const shown = groups(catalog)
    .map((group) => ({ ...group, items: group.items.filter((item) => matches(item, wanted)) }))
    .filter((group) => group.items.length > 0);
  const found = shown.reduce((sum, group) => sum + group.items.length, 0);
  const shared = sharedClouds(ticked, catalog);
  const nowhere = shared !== null && shared.length === 0;
  const onlyIn = shared?.map((id) => clouds.find((cloud) => cloud.id === id)?.title ?? id).join(', ');
  const next = () => onNext(toChoices(ticked, catalog));

  return (
    <Page
      testId="setup-choose"
      title="Choose what to connect"
      lead="All that is chosen shares one registration, with each permission once. Nothing is registered before step 6."
      controls={
        <Input
          ref={search}
          size="medium"
          type="search"
          value={words}
          onChange={(_, data) => setWords(data.value)}
          contentBefore={<Search16Regular />}
          placeholder="Search integrations"
          aria-label="Search integrations"
          className={styles.search}
          data-pane-start=""
          data-testid="setup-search"
        />
      }
      footer={
        <Footer
          note={ticked.size === 0 ? 'Nothing is chosen yet.' : `${count(ticked.size)} chosen${onlyIn ? `, for ${onlyIn}` : ''}.`}
          next={{ label: 'Next: cloud and tenant', onPress: next, disabled: ticked.size === 0, busy }}
        />
      }
    >
      <ProblemHere problem={problem} ways={{ try_again: next }} />
      {nowhere && (
        <Callout tone="warn" testId="setup-no-cloud">
          No cloud serves all that is chosen, and a tenant lives in exactly one. Set them up apart, one setup a cloud.
        </Callout>
      )}
      {wanted !== '' && (
        <p className={styles.found} role="status">
          {found === 0
            ? `None of ${counted(catalog.length, 'integration')} matches “${wanted}”.`
            : `${count(found)} of ${counted(catalog.length, 'integration')}.`}
        </p>
      )}
      {shown.map((group) => (
        <Vendor
          key={group.vendor ?? ''}
          vendor={group.vendor}
          items={group.items}
          clouds={clouds}
          ticked={ticked}
          onTick={(item, on) => setTicked((last) => tick(last, item, on))}
          onFeature={(item, feature, on) => setTicked((last) => tickFeature(last, item.id, feature, on))}
        />
      ))}
    </Page>
  );
}
