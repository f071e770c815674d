// Which tenants the place shows: all, or one.
import { Menu, MenuButton, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import type { TenantView } from '../../contract.gen';
import { Cloud16Regular } from '../../design/icons';

const ALL = ' all';

type Props = { tenants: ReadonlyArray<TenantView>; chosen: string | null; onChoose: (tenant: string | null) => void };

export function Scope({ tenants, chosen, onChoose }: Props) {
  const name = tenants.find((tenant) => tenant.id === chosen)?.name ?? 'All tenants';
  return (
    <Menu
      checkedValues={{ scope: [chosen ?? ALL] }}
      onCheckedValueChange={(_, data) => onChoose(data.checkedItems[0] === ALL ? null : (data.checkedItems[0] ?? null))}
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton size="small" icon={<Cloud16Regular />} data-testid="scope">
          {name}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItemRadio name="scope" value={ALL}>
            All tenants
          </MenuItemRadio>
          {tenants.map((tenant) => (
            <MenuItemRadio key={tenant.id} name="scope" value={tenant.id}>
              {tenant.name}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
