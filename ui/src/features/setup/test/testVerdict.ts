// The one sentence over the last page.
import type { SetupView } from '../../../contract.gen';
import { counted } from '../../../design/numbers';

export function testVerdict({ view, testing, attaching }: { view: SetupView; testing: boolean; attaching: boolean }): string {
  const name = view.tenant?.name ?? 'The tenant';
  const attached = view.after.filter((one) => one.attached !== null).length;
  if (testing) return 'Testing';
  if (attaching) return 'Attaching, and reading the first alerts';
  if (attached > 0) return `${name} is connected`;
  if (view.tests.length === 0) return 'Test and save';
  const failed = view.tests.filter((test) => test.outcome === 'failed').length;
  const passed = view.tests.filter((test) => test.outcome === 'passed').length;
  if (failed > 0) return `${counted(failed, 'test')} failed, ${passed} passed`;
  const skipped = view.tests.length - passed;
  return skipped > 0 ? `${counted(passed, 'test')} passed, ${skipped} skipped` : `All ${counted(passed, 'test')} passed`;
}
