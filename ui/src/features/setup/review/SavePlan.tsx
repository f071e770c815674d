// The plan as a file: for a change request, for programs, or signed for somebody else who carries it out.
import { Menu, MenuButton, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import type { PlanFormat } from '../../../contract.gen';
import { ArrowDownload16Regular } from '../../../design/icons';
import { ProblemHere } from '../parts/ProblemHere';
import { SavedFile } from '../parts/SavedFile';
import type { Saving } from './useSavePlan';

const FORMATS: ReadonlyArray<{ format: PlanFormat; title: string; hint: string }> = [
  { format: 'markdown', title: 'Markdown', hint: 'for a change request' },
  { format: 'json', title: 'JSON', hint: 'for programs' },
  { format: 'pack', title: 'Signed', hint: 'for somebody else to carry out' },
];

export function SavePlan({ saving }: { saving: Saving }) {
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          size="small"
          appearance="transparent"
          icon={<ArrowDownload16Regular />}
          disabled={saving.busy}
          data-testid="setup-save-plan"
        >
          Save plan
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {FORMATS.map(({ format, title, hint }) => (
            <MenuItem
              key={format}
              onClick={() => saving.save(format)}
              secondaryContent={hint}
              data-testid={`setup-save-${format}`}
            >
              {title}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

export function SavedPlan({ saving }: { saving: Saving }) {
  const { saved, problem } = saving;
  if (problem)
    return <ProblemHere problem={problem} ways={{ try_again: saving.again, save_plan: saving.again }} busy={saving.busy} />;
  if (!saved) return null;
  return (
    <SavedFile saved={saved.where} mark="Fingerprint" onClose={saving.close} testId="setup-saved">
      {saved.format === 'pack'
        ? 'The signed plan was saved. Whoever holds the role opens it in Bartizan under Set up, carries it out and sends the result back. It holds no password and no key; read the fingerprint out to them.'
        : 'The plan was saved.'}
    </SavedFile>
  );
}
