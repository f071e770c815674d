// Which columns the list shows. The title always stays.
import { Button, Menu, MenuItemCheckbox, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { usePreferences } from '../../app/preferences';
import type { AlertColumn } from '../../contract.gen';
import { TableSettings16Regular } from '../../design/icons';
import { COLUMNS } from './list/columns';

export function ColumnsMenu() {
  const { preferences, prefer } = usePreferences();
  return (
    <Menu
      checkedValues={{ columns: [...preferences.columns] }}
      onCheckedValueChange={(_, data) =>
        prefer({
          columns: COLUMNS.map((column) => column.id).filter(
            (id: AlertColumn) => id === 'title' || data.checkedItems.includes(id),
          ),
        })
      }
    >
      <MenuTrigger disableButtonEnhancement>
        <Button size="small" appearance="transparent" icon={<TableSettings16Regular />} data-testid="columns">
          Columns
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {COLUMNS.map((column) => (
            <MenuItemCheckbox key={column.id} name="columns" value={column.id} disabled={column.id === 'title'}>
              {column.title}
            </MenuItemCheckbox>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
