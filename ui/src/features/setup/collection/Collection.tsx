// Step 7: what happens with each integration from now on: what is collected here and how often, and what each vendor's form asks for.
import { useMoving, useWizard } from '../current';
import { Footer, Page } from '../parts/Page';
import parts from '../parts/Parts.module.css';
import { neighbour, titleOf } from '../stages';
import { Handover } from './Handover';
import { Own } from './Own';

export function Collection() {
  const { view } = useWizard();
  const { go } = useMoving();
  const own = view.after.filter((one) => one.collected_here);
  const vendors = view.after.filter((one) => !one.collected_here);
  const before = neighbour(view, 'collection', -1);
  return (
    <Page
      testId="setup-collection"
      title={verdict(own.length, vendors.length)}
      lead={
        vendors.length > 0
          ? 'Each vendor’s form stands here field by field. Secrets are not shown; they are handed out in Credentials, after the system asked.'
          : 'Collection begins when the tests have passed.'
      }
      footer={
        <Footer
          back={before && { label: titleOf(before), onPress: () => go(before) }}
          next={{ label: 'Next: test and save', onPress: () => go('test') }}
        />
      }
    >
      {view.after.length === 0 && <p className={parts.aside}>Nothing is known yet; the app has to be registered first.</p>}
      {own.length > 0 && <Own rows={own} />}
      {vendors.map((one) => (
        <Handover key={one.integration} after={one} />
      ))}
    </Page>
  );
}

function verdict(own: number, vendors: number): string {
  const parts = [
    own > 0 ? `${own} collected here` : '',
    vendors > 0 ? `${vendors} by ${vendors === 1 ? 'a vendor' : 'vendors'}` : '',
  ];
  return parts.filter(Boolean).join(', ') || 'What happens after it';
}
