// Which page shows a step. How the app is registered decides what the sixth step looks like.
import type { SetupView } from '../../contract.gen';
import { ChooseAgain } from './choose/ChooseAgain';
import { Collection } from './collection/Collection';
import { Credential } from './credential/Credential';
import { Existing } from './existing/Existing';
import { Method } from './method/Method';
import { Portal } from './portal/Portal';
import { Register } from './register/Register';
import { Review } from './review/Review';
import type { Step } from './stages';
import { Tenant } from './tenant/Tenant';
import { Test } from './test/Test';

export function PageOf({ view, step }: { view: SetupView; step: Step }) {
  switch (step) {
    case 'choose':
      return <ChooseAgain />;
    case 'tenant':
      return <Tenant />;
    case 'review':
      return <Review />;
    case 'method':
      return <Method />;
    case 'credential':
      return <Credential />;
    case 'register':
      if (view.method === 'portal') return <Portal />;
      return view.method === 'existing' ? <Existing /> : <Register />;
    case 'collection':
      return <Collection />;
    case 'test':
      return <Test />;
  }
}
